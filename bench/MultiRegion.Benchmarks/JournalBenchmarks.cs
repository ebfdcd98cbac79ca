using BenchmarkDotNet.Attributes;
using MultiRegion.Journal;

namespace MultiRegion.Benchmarks;

/// <summary>A durable append against what the disk costs by itself.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class JournalAppendBenchmarks : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("multiregion-bench-").FullName;
    private readonly byte[] _payload = new byte[400];
    private readonly byte[] _frame = new byte[400 + 42 + 4];
    private FileJournal _journal = null!;
    private FileStream _bare = null!;

    [GlobalSetup]
    public void Open()
    {
        _journal = FileJournal.Open(Path.Combine(_folder, "journal"));
        _bare = new FileStream(Path.Combine(_folder, "bare"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _journal.Dispose();
        _bare.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The floor: the same bytes through a bare stream.</summary>
    [Benchmark(Baseline = true)]
    public void WriteAndFlush()
    {
        _bare.Write(_frame);
        _bare.Flush(flushToDisk: true);
    }

    [Benchmark]
    public async ValueTask<long> Append() => (await _journal.AppendAsync(Records.Make(_journal.LastSequence + 1, _payload), _journal.LastSequence, default)).Value;
}

/// <summary>Opening a journal and reading it back, per record.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class JournalReplayBenchmarks : IDisposable
{
    private const int Count = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("multiregion-bench-").FullName;
    private FileJournal _journal = null!;

    [GlobalSetup]
    public async Task Fill()
    {
        _journal = FileJournal.Open(_folder);
        var payload = new byte[400];
        for (var sequence = 1; sequence <= Count; sequence++)
        {
            await _journal.AppendAsync(Records.Make(sequence, payload), sequence - 1, default);
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<long> Replay()
    {
        long bytes = 0;
        await foreach (var record in _journal.ReadAsync(1, default))
        {
            bytes += record.Payload.Length;
        }

        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long VerifyAndOpen()
    {
        _journal.Dispose();
        _journal = FileJournal.Open(_folder);
        return _journal.LastSequence;
    }
}

internal static class Records
{
    public static JournalRecord Make(long sequence, ReadOnlyMemory<byte> payload) => new()
    {
        Sequence = sequence,
        Kind = "step",
        Version = 1,
        Epoch = 1,
        At = DateTimeOffset.UnixEpoch,
        Payload = payload,
    };
}
