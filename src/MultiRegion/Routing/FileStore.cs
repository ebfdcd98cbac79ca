using System.Text.Json;

namespace MultiRegion.Routing;

/// <summary>A document in a file that several processes may write, one at a time.</summary>
internal sealed class FileStore(string path, EmbeddedRouterOptions options, TimeProvider time) : IEmbeddedStore
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(5);

    // People read the file, and may edit it.
    private static readonly EmbeddedJson Indented = new(new JsonSerializerOptions(EmbeddedJson.Default.Options) { WriteIndented = true });

    private readonly FollowedFile _followed = new(path, options.FollowInterval, time);
    private long _writes;

    public RouteTable Table => _followed.Table;

    public long Writes => Interlocked.Read(ref _writes);

    public Result<EmbeddedDocument> Read()
    {
        var read = EmbeddedFile.Read(path);
        return read.Bytes is null
            ? read.Problem!.Kind == ProblemKind.NotFound ? EmbeddedDocument.Empty : read.Problem
            : EmbeddedDocumentReader.Read(read.Bytes, out var why) is { } document ? document : EmbeddedFile.Damaged(path, why!);
    }

    public async ValueTask<Result<EmbeddedDocument>> UpdateAsync(
        Func<EmbeddedDocument, Result<EmbeddedDocument>> change, CancellationToken cancellationToken)
    {
        try
        {
            using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
            return held is null
                ? Problem.Failed($"Another process has kept '{path}.lock' for {options.LockTimeout:c}.", retryable: true)
                : Update(change);
        }
        catch (UnauthorizedAccessException problem)
        {
            return new Problem(ProblemKind.Denied, $"'{path}' may not be written: {problem.Message}", Retryable: false);
        }
        catch (IOException problem)
        {
            return Problem.Failed($"'{path}' could not be written: {problem.Message}", retryable: true);
        }
    }

    private Result<EmbeddedDocument> Update(Func<EmbeddedDocument, Result<EmbeddedDocument>> change)
    {
        var live = Read();
        var changed = live.Succeeded ? change(live.Value) : live;
        if (changed.Succeeded && !ReferenceEquals(changed.Value, live.Value))
        {
            EmbeddedFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(changed.Value, Indented.EmbeddedDocument));
            Interlocked.Increment(ref _writes);
            _followed.LookNow();
        }

        return changed;
    }

    // The system lets go of the lock when its holder dies; the file itself stays, so that nobody locks one that is being removed.
    private async ValueTask<FileStream?> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException busy) when (busy.GetType() == typeof(IOException))
            {
                if (time.GetElapsedTime(start) >= options.LockTimeout)
                {
                    return null;
                }
            }

            await Task.Delay(LockRetry, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
