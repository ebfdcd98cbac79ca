namespace MultiRegion.Routing;

/// <summary>The routes of a file that another process writes, as of at most an interval ago.</summary>
internal sealed class FollowedFile
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private long _lastLook;
    private Seen _seen = new([], RouteTable.Empty, null);

    public FollowedFile(string path, TimeSpan interval, TimeProvider time)
    {
        (_path, _interval, _time) = (path, interval, time);
        Look();
    }

    public RouteTable Table => Current.Table;

    public Problem? Problem => Current.Problem;

    private Seen Current
    {
        get
        {
            // Whoever does not get the gate answers from what is there: somebody else is looking already.
            if (_time.GetElapsedTime(Volatile.Read(ref _lastLook)) >= _interval && _gate.TryEnter())
            {
                try
                {
                    Look();
                }
                finally
                {
                    _gate.Exit();
                }
            }

            return Volatile.Read(ref _seen);
        }
    }

    /// <summary>Takes what this process has just written.</summary>
    public void LookNow()
    {
        lock (_gate)
        {
            Look();
        }
    }

    // The bytes are compared, not the time of the file: two writes can fall into one tick of a file system's clock.
    private void Look()
    {
        Volatile.Write(ref _lastLook, _time.GetTimestamp());
        var read = EmbeddedFile.Read(_path);
        var seen = read.Bytes is { } bytes
            ? _seen.Bytes.AsSpan().SequenceEqual(bytes) ? _seen with { Problem = null } : Parse(bytes)
            : _seen with { Problem = read.Problem };
        Volatile.Write(ref _seen, seen);
    }

    private Seen Parse(byte[] bytes) => EmbeddedDocumentReader.Read(bytes, out var why) is { } document
        ? new(bytes, new(document), null)
        : _seen with { Problem = EmbeddedFile.Damaged(_path, why!) };

    /// <param name="Bytes">The last good document.</param>
    /// <param name="Table">Its routes.</param>
    /// <param name="Problem">What was wrong at the last look.</param>
    private sealed record Seen(byte[] Bytes, RouteTable Table, Problem? Problem);
}
