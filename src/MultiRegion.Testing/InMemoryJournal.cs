using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MultiRegion.Testing;

/// <summary>A journal in memory, to be shared by the engines that compete for it, and to outlive an engine that crashes.</summary>
public sealed class InMemoryJournal : ICompactingJournal
{
    private readonly Lock _gate = new();
    private readonly Faults _faults = new();
    private readonly Faults _timeouts = new();
    private readonly List<JournalRecord> _records = [];
    private ImmutableArray<JournalRecord>? _picture;
    private int _crashAfter;

    /// <summary>What every append and compaction brings; null: they go through. Default null.</summary>
    public Problem? Unwritable { get; set; }

    /// <summary>What it holds, in order.</summary>
    public ImmutableArray<JournalRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return _picture ??= [.. _records];
            }
        }
    }

    /// <summary>The sequence of its last record; 0 when it is empty.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _records is [.., var last] ? last.Sequence : 0;
            }
        }
    }

    /// <summary>Makes the next appends fail without storing anything.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many; at least 1.</param>
    public void FailNext(Problem problem, int times = 1) => _faults.FailNext(problem, times);

    /// <summary>Makes the next appends take effect and then bring <see cref="ProblemKind.Unreachable"/>, as a lost answer does.</summary>
    /// <param name="times">How many; at least 1.</param>
    public void TimeOutNext(int times = 1) =>
        _timeouts.FailNext(Problem.Unreachable("The answer was lost; whether the record was stored is unknown."), times);

    /// <summary>Makes an append throw <see cref="SimulatedCrashException"/> right after its record was stored.</summary>
    /// <param name="append">Which append from now, 1 for the next; 0: none.</param>
    public void CrashAfter(int append)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(append);
        lock (_gate)
        {
            _crashAfter = append;
        }
    }

    /// <inheritdoc />
    public ValueTask<Result<long>> AppendAsync(JournalRecord record, long expectedSequence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        if (record.Sequence != expectedSequence + 1)
        {
            throw new ArgumentException($"A record behind {expectedSequence} has sequence {expectedSequence + 1}, this one has {record.Sequence}.", nameof(record));
        }

        lock (_gate)
        {
            return ValueTask.FromResult((Unwritable ?? _faults.Take()) is { } problem ? problem : Append(record, expectedSequence));
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<JournalRecord> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var record in Records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.Sequence >= from)
            {
                yield return record;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<Result<long>> CompactAsync(JournalRecord snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult((Unwritable ?? _faults.Take()) is { } problem ? problem : Compact(snapshot));
        }
    }

    private Result<long> Append(JournalRecord record, long expectedSequence)
    {
        if (LastSequence != expectedSequence)
        {
            return Problem.Conflict($"The journal is at {LastSequence}, not at {expectedSequence}: somebody else appended.");
        }

        _records.Add(Copy(record));
        _picture = null;
        return _crashAfter > 0 && --_crashAfter == 0 ? throw new SimulatedCrashException(record.Sequence)
            : _timeouts.Take() is { } lost ? lost
            : record.Sequence;
    }

    private Result<long> Compact(JournalRecord snapshot)
    {
        if (_records.Count == 0 || snapshot.Sequence < _records[0].Sequence || snapshot.Sequence > LastSequence)
        {
            return Problem.Refused($"A snapshot of {snapshot.Sequence} does not cover what the journal holds, up to {LastSequence}.");
        }

        _records.RemoveAll(record => record.Sequence <= snapshot.Sequence);
        _records.Insert(0, Copy(snapshot));
        _picture = null;
        return snapshot.Sequence;
    }

    // The writer may reuse its buffer.
    private static JournalRecord Copy(JournalRecord record) => record with { Payload = record.Payload.ToArray() };
}

/// <summary>Stands for the death of the process: whatever ran is gone, and only what was stored is left.</summary>
public sealed class SimulatedCrashException : Exception
{
    /// <summary>Makes the exception.</summary>
    public SimulatedCrashException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Where.</param>
    public SimulatedCrashException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Where.</param>
    /// <param name="innerException">The cause.</param>
    public SimulatedCrashException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SimulatedCrashException(long sequence)
        : base($"The process died right after record {sequence} was stored.")
    {
    }
}
