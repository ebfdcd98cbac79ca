using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Kubernetes.Journal;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes;

/// <summary>A journal in the ConfigMaps of one cluster. Any number of controllers may have it open: of two that append at once one is refused.</summary>
/// <remarks>
/// One ConfigMap, the head, holds the youngest records and names the immutable ones that hold the rest. An append writes it under the resourceVersion that was read: that is the compare-and-set.
/// An append whose answer is lost is looked for and recognised, by this object at once or when the same record is appended again. Safe to call from several threads.
/// </remarks>
public sealed class KubernetesJournal : ICompactingJournal, IDisposable
{
    private const int LongestKind = 200;
    private const int LargestRecord = 16 * 1024 * 1024;

    private readonly JournalStore _store;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _writer = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private JournalHead? _head;
    private (string Hash, byte[] Line)? _doubtful;
    private bool _existed;

    /// <summary>Makes a journal. Nothing is read before it is asked to.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told of attempts that are repeated; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public KubernetesJournal(KubernetesJournalOptions options, TimeProvider time, ILogger<KubernetesJournal>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        OptionRules.ThrowIfAny(OptionRules.Mistakes(options));
        var retry = new RetrySettings { Attempts = 3, FirstWait = TimeSpan.FromMilliseconds(50), AttemptTimeout = options.RequestTimeout, Deadline = options.RequestTimeout, LargestBody = 64 * 1024 * 1024 };
        _store = new(options.Namespace, options.Name, new($"journal {options.Namespace}/{options.Name}", options.Connection, retry, time, (ILogger?)logger ?? NullLogger.Instance));
    }

    /// <inheritdoc />
    /// <remarks>
    /// Problems: <see cref="ProblemKind.Conflict"/> for another expected sequence; <see cref="ProblemKind.Refused"/> for a record above 16 MiB and for a journal that is damaged or of a newer
    /// version; <see cref="ProblemKind.Unreachable"/> when it may have been stored and that could not be found out; <see cref="ProblemKind.Failed"/> when the journal was removed.
    /// </remarks>
    public ValueTask<Result<long>> AppendAsync(JournalRecord record, long expectedSequence, CancellationToken cancellationToken)
    {
        Check(record);
        return record.Sequence != expectedSequence + 1 ? throw new ArgumentException($"The record behind {expectedSequence} has sequence {record.Sequence}.", nameof(record))
            : GuardedAsync(token => AppendAsync(record, JournalLine.Write(record, _writer), expectedSequence, token), cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>It is read whole, as it was at one moment.</remarks>
    public async IAsyncEnumerable<JournalRecord> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var record in await LoadAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.Sequence >= from)
            {
                yield return record;
            }
        }
    }

    /// <inheritdoc />
    /// <remarks>Records behind the snapshot's sequence are kept. A crash at any moment leaves the old journal or the new one. A journal that already begins with a snapshot of that sequence is left as it is.</remarks>
    public ValueTask<Result<long>> CompactAsync(JournalRecord snapshot, CancellationToken cancellationToken)
    {
        Check(snapshot);
        return GuardedAsync(token => CompactNowAsync(snapshot, token), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _store.Dispose();
        _gate.Dispose();
    }

    private async ValueTask<Result<long>> GuardedAsync(Func<CancellationToken, ValueTask<Result<long>>> act, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await act(cancellationToken).ConfigureAwait(false);
        }
        catch (JournalException wrong)
        {
            return Problem.Refused(wrong.Message);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<ImmutableArray<JournalRecord>> LoadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _head = null;
            var read = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
            if ((read.Problem ?? (read.Value.Head is null && _existed ? _store.Removed() : null)) is { } problem)
            {
                throw new JournalException($"{problem.Detail}") { Fault = JournalFault.Unavailable };
            }

            var records = read.Value.Head is { } head ? JournalText.Records(head, read.Value.Items, _store.Name, _store.At) : [];
            Known(read.Value.Head);
            return records;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<Result<long>> AppendAsync(JournalRecord record, byte[] line, long expected, CancellationToken cancellationToken)
    {
        if (line.Length > LargestRecord)
        {
            return Problem.Refused($"A record of {line.Length} bytes is too large: the journal takes {LargestRecord}.");
        }

        var read = await HeadAsync(expected, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded)
        {
            return read.Problem;
        }

        var head = read.Value;
        if (head.Last != expected)
        {
            return _doubtful is { } doubtful && head.Hash == doubtful.Hash && line.AsSpan().SequenceEqual(doubtful.Line)
                ? Acknowledged(head)
                : Problem.Conflict($"The writer expected the journal to end at {expected}, but it ends at {head.Last}: read it again.");
        }

        if (head.ResourceVersion.Length == 0)
        {
            // The head stands before its first segment does: segments without one are damage.
            var begun = await _store.WriteAsync(head, [], cancellationToken).ConfigureAwait(false);
            if (!begun.Succeeded)
            {
                return begun.Problem.Kind == ProblemKind.Conflict ? Problem.Conflict($"{_store.At} was begun by somebody else: read it.") : begun.Problem;
            }

            head = begun.Value;
        }

        var (next, pieces) = JournalText.Append(head, record.Sequence, line);
        return await WriteAsync(head, next, pieces, line, cancellationToken).ConfigureAwait(false) is { } problem ? problem : record.Sequence;
    }

    private async ValueTask<Result<long>> CompactNowAsync(JournalRecord snapshot, CancellationToken cancellationToken)
    {
        var read = await HeadAsync(_head?.Last ?? -1, cancellationToken).ConfigureAwait(false);
        if ((read.Problem ?? Covers(read.Value!, snapshot.Sequence)) is { } refused)
        {
            return refused;
        }

        var head = read.Value!;
        if (snapshot.Sequence == head.Base)
        {
            return head.Base;
        }

        IEnumerable<byte[]> behind = [];
        if (snapshot.Sequence < head.Last)
        {
            var all = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
            if (all.Problem is { } problem)
            {
                return problem;
            }

            head = all.Value.Head!;
            behind = JournalText.Records(head, all.Value.Items, _store.Name, _store.At).Where(record => record.Sequence > snapshot.Sequence).Select(static record => JournalLine.Write(record, null));
        }

        var (next, pieces) = JournalText.Compact(head, snapshot, behind);
        if (await WriteAsync(head, next, pieces, [], CancellationToken.None).ConfigureAwait(false) is { } failed)
        {
            return failed;
        }

        // What fails here is tried again at the next compaction: it is only in the way.
        await _store.DropAsync(next.Dropped, CancellationToken.None).ConfigureAwait(false);
        return snapshot.Sequence;
    }

    /// <summary>The head: what is known of it when that is what the writer expects, else what is there.</summary>
    private async ValueTask<Result<JournalHead>> HeadAsync(long expected, CancellationToken cancellationToken)
    {
        if (_head is { } known && known.Last == expected)
        {
            return known;
        }

        var read = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        return !read.Succeeded ? read.Problem
            : read.Value is { ResourceVersion: "" } && _existed ? _store.Removed()
            : Known(read.Value)!;
    }

    private async ValueTask<Problem?> WriteAsync(JournalHead before, JournalHead next, ImmutableArray<JournalSegment> pieces, byte[] line, CancellationToken cancellationToken)
    {
        _head = null;
        var written = await _store.WriteAsync(next, pieces, cancellationToken).ConfigureAwait(false);
        if (written.Succeeded)
        {
            Acknowledged(written.Value);
            return null;
        }

        // A conflict may be the echo of our own write, and an answer may have been lost: what is there decides.
        if (written.Problem.Kind is not (ProblemKind.Conflict or ProblemKind.Unreachable))
        {
            return written.Problem.Kind == ProblemKind.NotFound && _existed ? _store.Removed() : written.Problem;
        }

        _doubtful = (next.Hash, line);
        var read = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (read.Succeeded && read.Value.Hash == next.Hash)
        {
            Acknowledged(read.Value);
            return null;
        }

        return read.Succeeded && read.Value.ResourceVersion != before.ResourceVersion ? Problem.Conflict($"{_store.At} ends at {read.Value.Last}: somebody else wrote to it; read it again.")
            : written.Problem.Kind == ProblemKind.Conflict ? written.Problem
            : written.Problem with { Detail = $"{written.Problem.Detail} Whether it was stored is not known: read the journal again." };
    }

    private long Acknowledged(JournalHead head)
    {
        _doubtful = null;
        Known(head);
        return head.Last;
    }

    private JournalHead? Known(JournalHead? head)
    {
        _existed |= head is { ResourceVersion.Length: > 0 };
        return _head = head;
    }

    private static Problem? Covers(JournalHead head, long sequence) =>
        sequence > head.Last ? Problem.Refused($"A snapshot of sequence {sequence} covers more than the journal holds: it ends at {head.Last}.")
        : sequence < head.Base ? Problem.Refused($"A snapshot of sequence {sequence} is older than the one that the journal begins with ({head.Base}).")
        : null;

    private static void Check(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentException.ThrowIfNullOrEmpty(record.Kind);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Kind.Length, LongestKind);
        ArgumentOutOfRangeException.ThrowIfLessThan(record.Sequence, 1);
    }
}
