using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MultiRegion.Topology;

namespace MultiRegion.Machine;

/// <summary>What all groups share: the epoch, the topology that binds, regions that operators have drained, and the groups themselves.</summary>
internal sealed record EstateState
{
    public static EstateState Empty { get; } = new();

    /// <summary>The highest epoch ever seen, in the journal or on a plane.</summary>
    public long Epoch { get; init; }

    /// <summary>The newest topology, and older ones that a move under way began with; by revision.</summary>
    public ImmutableSortedDictionary<long, EstateTopology> Topologies { get; init; } = ImmutableSortedDictionary<long, EstateTopology>.Empty;

    /// <summary>The newest topology; null before the first.</summary>
    [JsonIgnore]
    public EstateTopology? Topology => Topologies.IsEmpty ? null : Topologies[Topologies.Keys.Max()];

    /// <summary>The definition that binds each group: derived from the topologies, and carried along.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<MoveGroupId, GroupDefinition> Definitions { get; init; } = ImmutableSortedDictionary<MoveGroupId, GroupDefinition>.Empty;

    public ImmutableSortedDictionary<RegionId, Reason> Drained { get; init; } = ImmutableSortedDictionary<RegionId, Reason>.Empty;

    public ImmutableSortedDictionary<MoveGroupId, GroupState> Groups { get; init; } = ImmutableSortedDictionary<MoveGroupId, GroupState>.Empty;

    /// <summary>Whether no group is in a move. Allocates nothing: every round asks.</summary>
    [JsonIgnore]
    public bool IsAtRest
    {
        get
        {
            foreach (var (_, group) in Groups)
            {
                if (group.Move is not null)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The latest commands, so that none is carried out twice.</summary>
    public ImmutableArray<CommandAnswer> Answers { get; init; } = [];

    /// <summary>Machine time of the latest event: where a restarted process goes on.</summary>
    public TimeSpan Now { get; init; }
}

/// <summary>What the journal holds: an event of a group, or of the estate.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(GroupEntry), "group")]
[JsonDerivedType(typeof(TopologyEntry), "topology")]
[JsonDerivedType(typeof(DrainEntry), "drain")]
[JsonDerivedType(typeof(AnswerEntry), "answer")]
[JsonDerivedType(typeof(EpochEntry), "epoch")]
[JsonDerivedType(typeof(SnapshotEntry), "snapshot")]
internal abstract record EstateEntry
{
    /// <summary>Machine time.</summary>
    public required TimeSpan Now { get; init; }

    public required DateTimeOffset Utc { get; init; }
}

/// <summary>Something happened to a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Event">What happened.</param>
internal sealed record GroupEntry(MoveGroupId Group, MachineEvent Event) : EstateEntry
{
    /// <summary>Why, for people who read the journal; a replay does not need it.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The command that it answers; null when nobody asked.</summary>
    public CommandAnswer? Answer { get; init; }
}

/// <summary>A topology binds from here on. Whatever it is made of, it holds no header's value: probes get theirs from the live topology.</summary>
internal sealed record TopologyEntry(EstateTopology Topology) : EstateEntry
{
    public EstateTopology Topology { get; } = HeaderSecrets.Conceal(Topology);
}

/// <summary>An operator drained a region, or opened it again.</summary>
internal sealed record DrainEntry(RegionId Region, bool Drained, Reason Reason, CommandAnswer Answer) : EstateEntry;

/// <summary>A command was answered without anything else happening.</summary>
internal sealed record AnswerEntry(CommandAnswer Answer) : EstateEntry;

/// <summary>Markers on the planes show a higher epoch.</summary>
internal sealed record EpochEntry(long Epoch) : EstateEntry;

/// <summary>Everything so far, so that what came before may be dropped.</summary>
internal sealed record SnapshotEntry(EstateState State) : EstateEntry;

/// <summary>Folds entries into the estate: the live engine and the replay of a journal are this one function.</summary>
internal static class EstateMachine
{
    private const int AnswersKept = 256;

    public static EstateState Apply(EstateState estate, EstateEntry entry)
    {
        var next = entry switch
        {
            GroupEntry happened => ApplyTo(estate, happened),
            TopologyEntry topology => Add(estate, topology.Topology),
            DrainEntry { Drained: true } drain => Answered(estate with { Drained = estate.Drained.SetItem(drain.Region, drain.Reason) }, drain.Answer),
            DrainEntry drain => Answered(estate with { Drained = estate.Drained.Remove(drain.Region) }, drain.Answer),
            AnswerEntry answer => Answered(estate, answer.Answer),
            EpochEntry epoch => estate with { Epoch = Math.Max(estate.Epoch, epoch.Epoch) },
            SnapshotEntry snapshot => Restore(snapshot.State),
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "The estate knows no such entry."),
        };
        return next with { Now = entry.Now };
    }

    public static StepResult Step(EstateState estate, MoveGroupId group, MachineEvent happened, TimeSpan now, DateTimeOffset utc) =>
        FailoverMachine.Step(estate.Groups[group], happened, new MachineContext(estate.Definitions[group], now, utc));

    private static EstateState ApplyTo(EstateState estate, GroupEntry entry)
    {
        if (!estate.Groups.ContainsKey(entry.Group))
        {
            return estate;
        }

        var state = Step(estate, entry.Group, entry.Event, entry.Now, entry.Utc).State;
        var next = estate with
        {
            Groups = estate.Groups.SetItem(entry.Group, state),
            Epoch = entry.Event is MoveStarted started ? Math.Max(estate.Epoch, started.Epoch) : estate.Epoch,
        };
        next = state.Move is null && estate.Groups[entry.Group].Move is not null ? Rebind(next) : next;
        return entry.Answer is { } answer ? Answered(next, answer) : next;
    }

    private static EstateState Add(EstateState estate, EstateTopology topology) =>
        Rebind(estate with { Topologies = estate.Topologies.SetItem(topology.Revision, topology) });

    // A move keeps the revision that it began with; every other group is bound to the newest. Groups that stay keep what is
    // known of them; what is new begins as in a first topology.
    private static EstateState Rebind(EstateState estate)
    {
        var newest = estate.Topology!;
        var definitions = GroupDefinition.Of(newest).ToDictionary(static group => group.Id);
        var moving = estate.Groups.Values.Where(static group => group.Move is not null).Select(static group => group.Group).ToHashSet();
        var bound = definitions.Values.Where(group => !moving.Contains(group.Id))
            .Concat(moving.Select(group => estate.Definitions[group]))
            .ToImmutableSortedDictionary(static group => group.Id, static group => group);
        return estate with
        {
            Definitions = bound,
            Groups = bound.Values.ToImmutableSortedDictionary(static group => group.Id, group => Bound(estate, group)),
            Topologies = estate.Topologies.RemoveRange(estate.Topologies.Keys.Where(revision => revision != newest.Revision && bound.Values.All(group => group.Revision != revision))),
        };
    }

    private static GroupState Bound(EstateState estate, GroupDefinition group)
    {
        var fresh = GroupState.Initial(group);
        return !estate.Groups.TryGetValue(group.Id, out var known) ? fresh : known.Revision == group.Revision ? known : known with
        {
            Revision = group.Revision,
            Regions = [.. fresh.Regions.Select(region => known.Has(region.Region) && !Gains(estate, group, region) ? known.In(region.Region) : region)],
            DataAt = known.DataAt is { } at && fresh.Has(at) ? at : fresh.DataAt,
        };
    }

    // A standby that a revision makes active serves from then on; one that was active and stands by since a switchover stays.
    private static bool Gains(EstateState estate, GroupDefinition group, RegionStatus fresh) =>
        fresh.State == RegionState.Serving
        && estate.Groups[group.Id].In(fresh.Region).State == RegionState.Standby
        && estate.Definitions[group.Id].RoleIn(fresh.Region) == DeploymentRole.Standby;

    /// <summary>Derives the definitions again, after the state was read.</summary>
    public static EstateState Restore(EstateState read) => read with
    {
        Definitions = read.Groups.Values.ToImmutableSortedDictionary(
            static group => group.Group,
            group => GroupDefinition.Of(read.Topologies[group.Revision]).First(definition => definition.Id == group.Group)),
    };

    private static EstateState Answered(EstateState estate, CommandAnswer answer) =>
        estate with { Answers = [.. estate.Answers.Skip(Math.Max(0, estate.Answers.Length + 1 - AnswersKept)), answer] };
}
