namespace MultiRegion;

/// <summary>
/// The append-only record of every decision, effect and outcome. An append is a compare-and-set, durable before it returns.
/// </summary>
public interface IFailoverJournal
{
    /// <summary>Appends a record behind the one with <paramref name="expectedSequence"/>.</summary>
    /// <param name="record">The record, whose sequence is <paramref name="expectedSequence"/> + 1.</param>
    /// <param name="expectedSequence">The sequence of the last record that the writer knows; 0 for an empty journal.</param>
    /// <param name="cancellationToken">Cancels the waiting; the append may have happened.</param>
    /// <returns>The sequence of the appended record, or <see cref="ProblemKind.Conflict"/> when somebody else appended.</returns>
    ValueTask<Result<long>> AppendAsync(JournalRecord record, long expectedSequence, CancellationToken cancellationToken);

    /// <summary>Reads the records from a sequence on, in order. After a compaction the first may be a snapshot with a higher sequence.</summary>
    /// <param name="from">The first sequence wanted; 1 for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="JournalException">The journal is damaged or was written by a newer version.</exception>
    IAsyncEnumerable<JournalRecord> ReadAsync(long from, CancellationToken cancellationToken);
}

/// <summary>A journal that can drop what a snapshot makes needless.</summary>
public interface ICompactingJournal : IFailoverJournal
{
    /// <summary>Replaces everything up to the snapshot's sequence by the snapshot.</summary>
    /// <param name="snapshot">A record whose payload holds the whole state; its sequence is that of the last record it covers.</param>
    /// <param name="cancellationToken">Cancels before the replacement; never in the middle of it.</param>
    ValueTask<Result<long>> CompactAsync(JournalRecord snapshot, CancellationToken cancellationToken);
}

/// <summary>A record of the journal.</summary>
public sealed record JournalRecord
{
    /// <summary>Its place, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>What kind of record it is, for readers that do not open the payload.</summary>
    public required string Kind { get; init; }

    /// <summary>The version of the payload's format.</summary>
    public required int Version { get; init; }

    /// <summary>The highest epoch that the writer knew.</summary>
    public required long Epoch { get; init; }

    /// <summary>When, in UTC, by the writer's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The payload, opaque to the journal: UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}

/// <summary>That a journal cannot be used: damaged, foreign, of a newer version, locked or unwritable. The message says where and what to do.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Makes the exception.</summary>
    public JournalException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Where, what, and the way out.</param>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Where, what, and the way out.</param>
    /// <param name="innerException">The cause.</param>
    public JournalException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is wrong.</summary>
    public JournalFault Fault { get; init; }
}

/// <summary>What is wrong with a journal.</summary>
public enum JournalFault
{
    /// <summary>It cannot be written to or read.</summary>
    Unavailable,

    /// <summary>Another process has it open.</summary>
    InUse,

    /// <summary>A record in its middle is damaged.</summary>
    Corrupt,

    /// <summary>The folder or file holds something that is not a journal.</summary>
    Foreign,

    /// <summary>A newer version of the package wrote it.</summary>
    NewerVersion,
}
