using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Replay;

/// <summary>Folds a journal as the engine does, and tells what changed on the way.</summary>
internal sealed class JournalStory(string path)
{
    private readonly ImmutableArray<IncidentEvent>.Builder _events = ImmutableArray.CreateBuilder<IncidentEvent>();
    private readonly List<(DateTimeOffset At, bool IsUsual)> _usual = [];
    private EstateState _estate = EstateState.Empty;
    private int _commands;
    private int _degraded;
    private bool _compacted;

    public ImmutableArray<IncidentEvent> Events => _events.ToImmutable();

    public int Count => _events.Count;

    public IncidentEvent this[int index] => _events[index];

    public EstateTopology? Topology => _estate.Topology;

    /// <exception cref="RecordException">The record says what this version does not know.</exception>
    public void Tell(JournalRecord record)
    {
        var place = new RecordPlace(path, record.Sequence, "record");
        if (record.Version > EstateJson.Version)
        {
            throw new RecordException(place, $"it was written by a newer version (format {record.Version}, this one knows {EstateJson.Version}). Use that version");
        }

        try
        {
            Tell(EstateJson.Read(record.Payload.Span));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or KeyNotFoundException or NullReferenceException)
        {
            throw new RecordException(place, $"it is no entry that this version knows ({record.Kind}): {error.Message}", error);
        }
    }

    /// <exception cref="RecordException">Where the observations begin, things were not as in normal times: a replay would begin from another state.</exception>
    public IEnumerable<string> Caveats(DateTimeOffset from)
    {
        if (_usual.LastOrDefault(known => known.At <= from) is { At.Ticks: > 0, IsUsual: false } unusual)
        {
            throw new RecordException(new(path, 0), string.Create(CultureInfo.InvariantCulture,
                $"the observations begin at {from:O}, when things were not as in normal times (since {unusual.At:O}): a replay would begin from a state that was not there"));
        }

        return new (bool IsSo, string Text)[]
        {
            (_compacted, "the journal was compacted: what happened before its snapshot is not in it"),
            (_commands > 0, $"{_commands} command(s) of operators are shown and not replayed"),
            (_degraded > 0, $"{_degraded} verdict(s) of degraded rest on users' own errors, which the record does not hold: the replay does not see them"),
        }.Where(static caveat => caveat.IsSo).Select(static caveat => caveat.Text);
    }

    public void Tell(EstateEntry entry)
    {
        var before = _estate;
        _estate = EstateMachine.Apply(_estate, entry);
        _compacted |= entry is SnapshotEntry;
        _degraded += entry is GroupEntry { Event: VerdictChanged { Verdict: Verdict.Degraded } } ? 1 : 0;
        if (StoryWords.Command(entry) is { } command)
        {
            _commands++;
            _events.Add(command);
        }

        foreach (var group in _estate.Groups.Values.Where(group => before.Groups.TryGetValue(group.Group, out var known) && !ReferenceEquals(known, group)))
        {
            _events.AddRange(StoryWords.Between(entry, before.Groups[group.Group], group));
        }

        var usual = _estate.Groups.Values.All(group => IsUsual(group, _estate.Definitions[group.Group]));
        if (_usual.Count == 0 || _usual[^1].IsUsual != usual)
        {
            _usual.Add((entry.Utc, usual));
        }
    }

    private static bool IsUsual(GroupState state, GroupDefinition group)
    {
        var fresh = GroupState.Initial(group);
        return state is { Phase: GroupPhase.Steady, Hold: null, Move: null or { Kind: MoveKind.Establish } }
            && state.DataAt == fresh.DataAt
            && state.Serving.SequenceEqual(fresh.Serving);
    }
}
