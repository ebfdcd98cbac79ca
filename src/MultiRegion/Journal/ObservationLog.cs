using System.Collections.Immutable;

namespace MultiRegion.Journal;

/// <summary>
/// Raw observations beside the journal, a line each, in two files of bounded size: <c>observations.jsonl</c> and, older,
/// <c>observations.1.jsonl</c>. Lines may be lost in a crash, and a full disk costs lines and nothing else. One writer.
/// </summary>
internal sealed class ObservationLog : IDisposable
{
    public const long DefaultMaximumBytes = 32 << 20;

    /// <summary>The names of its files, the older first.</summary>
    public static ImmutableArray<string> Names { get; } = ["observations.1.jsonl", "observations.jsonl"];

    private readonly string _path;
    private readonly string _olderPath;
    private readonly long _maximum;
    private FileStream? _stream;
    private long _length;

    /// <param name="folder">The folder of the journal.</param>
    /// <param name="maximumBytes">The size of each of the two files.</param>
    public ObservationLog(string folder, long maximumBytes = DefaultMaximumBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBytes, 1);
        (_path, _olderPath, _maximum) = (Path.Join(folder, Names[^1]), Path.Join(folder, Names[0]), maximumBytes);
    }

    /// <summary>How many lines were lost.</summary>
    public long Failures { get; private set; }

    /// <summary>What the last failure was; null before the first.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Writes a line; never throws for a disk's trouble.</summary>
    /// <param name="line">A JSON object in UTF-8, without a line end.</param>
    public void Write(ReadOnlySpan<byte> line)
    {
        if (line.Length >= _maximum || line.Contains((byte)'\n'))
        {
            Fail("a line is longer than the file may be, or holds a line end");
            return;
        }

        Guard(line, static (log, line) => log.WriteLine(line));
    }

    /// <summary>Makes what was written visible to readers. Once a round is enough.</summary>
    public void Flush() => Guard(default, static (log, _) => log.FlushStream());

    public void Dispose() => Guard(default, static (log, _) => log.Close());

    private void Guard(ReadOnlySpan<byte> line, Action<ObservationLog, ReadOnlySpan<byte>> act)
    {
        try
        {
            act(this, line);
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            Fail(exception.Message);
            Abandon();
        }
    }

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        _stream ??= Open();
        if (_length + line.Length + 1 > _maximum)
        {
            Roll();
        }

        _stream.Write(line);
        _stream.WriteByte((byte)'\n');
        _length += line.Length + 1;
    }

    private void FlushStream()
    {
        _stream?.Flush();
        if (_stream is not null && !File.Exists(_path))
        {
            Close();
        }
    }

    private FileStream Open()
    {
        var stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 64 << 10);
        _length = stream.Length;
        EndTornLine(stream);
        return stream;
    }

    private void EndTornLine(FileStream stream)
    {
        stream.Seek(-Math.Min(1, _length), SeekOrigin.End);
        if (_length > 0 && stream.ReadByte() != '\n')
        {
            stream.WriteByte((byte)'\n');
            _length++;
        }
    }

    private void Roll()
    {
        Close();
        if (File.Exists(_path))
        {
            File.Move(_path, _olderPath, overwrite: true);
        }

        _stream = Open();
    }

    private void Close()
    {
        var stream = _stream;
        _stream = null;
        stream?.Dispose();
    }

    /// <summary>Lets go of a stream that has failed: its buffer is lost, the next line opens the file anew.</summary>
    private void Abandon()
    {
        try
        {
            Close();
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            // The failure that led here is counted already.
        }
    }

    private void Fail(string what)
    {
        Failures++;
        LastFailure = what;
    }
}
