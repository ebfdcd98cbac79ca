using System.Text.Json;
using MultiRegion.Coordination;
using MultiRegion.Journal;
using MultiRegion.Machine;

namespace MultiRegion.Engine;

/// <summary>The journal and the estate that its entries fold into: no state without its record.</summary>
internal sealed class JournalKeeper(IFailoverJournal journal, EngineClock clock, Func<EstateState, EstateEntry, EstateState> fold)
{
    private long _lastSnapshot;

    public EstateState Estate { get; private set; } = EstateState.Empty;

    public long Sequence { get; private set; }

    /// <summary>Whether the journal has been read since leadership was gained.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Why nothing can be appended; null when it can.</summary>
    public Problem? Trouble { get; private set; }

    public void Unload() => IsLoaded = false;

    /// <summary>Reads everything and continues machine time from there.</summary>
    public async ValueTask<Problem?> LoadAsync(CancellationToken cancellationToken)
    {
        var (estate, sequence) = (EstateState.Empty, 0L);
        try
        {
            await foreach (var record in journal.ReadAsync(1, cancellationToken).ConfigureAwait(false))
            {
                if (record.Version > EstateJson.Version)
                {
                    return Trouble = Problem.Refused($"record {record.Sequence} of the journal was written by a newer version (format {record.Version}, this one knows {EstateJson.Version}): run that version, nothing is touched");
                }

                (estate, sequence) = (fold(estate, EstateJson.Read(record.Payload.Span)), record.Sequence);
                _lastSnapshot = record.Kind == nameof(SnapshotEntry) ? sequence : _lastSnapshot;
            }
        }
        catch (Exception error) when (error is JournalException or JsonException)
        {
            return Trouble = Problem.Refused($"the journal cannot be read after record {sequence}: {error.Message}");
        }

        // A journal that takes nothing must not lead to an effect either: what it would say about it could not be kept.
        if (journal is FileJournal { ReadOnlyReason: { } why })
        {
            return Trouble = Problem.Refused(why);
        }

        (Estate, Sequence, IsLoaded, Trouble) = (estate, sequence, true, null);
        clock.ContinueFrom(estate.Now);
        return null;
    }

    /// <summary>Appends an entry, and only then lets it change the estate.</summary>
    public async ValueTask<Problem?> AppendAsync(EstateEntry entry, CancellationToken cancellationToken)
    {
        var next = fold(Estate, entry);
        var record = new JournalRecord
        {
            Sequence = Sequence + 1,
            Kind = entry is GroupEntry group ? group.Event.GetType().Name : entry.GetType().Name,
            Version = EstateJson.Version,
            Epoch = next.Epoch,
            At = entry.Utc,
            Payload = EstateJson.Write(entry),
        };
        var appended = await journal.AppendAsync(record, Sequence, cancellationToken).ConfigureAwait(false);
        if (!appended.Succeeded)
        {
            // Somebody else has appended, or our own append may have happened all the same: what we know may be old, and is
            // read again before anything else.
            IsLoaded &= appended.Problem.Kind is not (ProblemKind.Conflict or ProblemKind.Unreachable);
            return Trouble = appended.Problem;
        }

        (Estate, Sequence, Trouble) = (next, appended.Value, null);
        return null;
    }

    /// <summary>Drops what a snapshot makes needless. Its failure is no trouble: the long journal is as good.</summary>
    public async ValueTask CompactAsync(int after, CancellationToken cancellationToken)
    {
        if (journal is not ICompactingJournal compacting || Sequence - _lastSnapshot < after)
        {
            return;
        }

        var snapshot = new SnapshotEntry(Estate) { Now = Estate.Now, Utc = clock.Utc };
        var record = new JournalRecord
        {
            Sequence = Sequence,
            Kind = nameof(SnapshotEntry),
            Version = EstateJson.Version,
            Epoch = Estate.Epoch,
            At = snapshot.Utc,
            Payload = EstateJson.Write(snapshot),
        };
        await compacting.CompactAsync(record, cancellationToken).ConfigureAwait(false);
        _lastSnapshot = Sequence;
    }
}
