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

    /// <summary>The topology that binds; null before the first.</summary>
    public EstateTopology? Topology { get; init; }

    public ImmutableSortedDictionary<RegionId, Reason> Drained { get; init; } = ImmutableSortedDictionary<RegionId, Reason>.Empty;

    public ImmutableSortedDictionary<MoveGroupId, GroupState> Groups { get; init; } = ImmutableSortedDictionary<MoveGroupId, GroupState>.Empty;

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

/// <summary>A topology binds from here on.</summary>
internal sealed record TopologyEntry(EstateTopology Topology) : EstateEntry;

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
            TopologyEntry topology => Rebind(estate, topology.Topology),
            DrainEntry { Drained: true } drain => Answered(estate with { Drained = estate.Drained.SetItem(drain.Region, drain.Reason) }, drain.Answer),
            DrainEntry drain => Answered(estate with { Drained = estate.Drained.Remove(drain.Region) }, drain.Answer),
            AnswerEntry answer => Answered(estate, answer.Answer),
            EpochEntry epoch => estate with { Epoch = Math.Max(estate.Epoch, epoch.Epoch) },
            SnapshotEntry snapshot => snapshot.State,
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "The estate knows no such entry."),
        };
        return next with { Now = entry.Now };
    }

    public static StepResult Step(EstateState estate, GroupDefinition group, MachineEvent happened, TimeSpan now, DateTimeOffset utc) =>
        FailoverMachine.Step(estate.Groups[group.Id], happened, new MachineContext(group, now, utc));

    private static EstateState ApplyTo(EstateState estate, GroupEntry entry)
    {
        if (estate.Topology is null || Find(estate.Topology, entry.Group) is not { } group || !estate.Groups.ContainsKey(entry.Group))
        {
            return estate;
        }

        var state = Step(estate, group, entry.Event, entry.Now, entry.Utc).State;
        var next = estate with
        {
            Groups = estate.Groups.SetItem(entry.Group, state),
            Epoch = entry.Event is MoveStarted started ? Math.Max(estate.Epoch, started.Epoch) : estate.Epoch,
        };
        return entry.Answer is { } answer ? Answered(next, answer) : next;
    }

    private static GroupDefinition? Find(EstateTopology topology, MoveGroupId id) => GroupDefinition.Of(topology).FirstOrDefault(group => group.Id == id);

    // Groups that stay keep what is known of them; regions that are new to them begin as in the first topology.
    private static EstateState Rebind(EstateState estate, EstateTopology topology) => estate with
    {
        Topology = topology,
        Groups = GroupDefinition.Of(topology).ToImmutableSortedDictionary(
            static group => group.Id,
            group => estate.Groups.TryGetValue(group.Id, out var known) ? Keep(known, GroupState.Initial(group)) : GroupState.Initial(group)),
    };

    private static GroupState Keep(GroupState known, GroupState fresh) => known with
    {
        Regions = [.. fresh.Regions.Select(region => known.Has(region.Region) ? known.In(region.Region) : region)],
        DataAt = known.DataAt is { } at && fresh.Has(at) ? at : fresh.DataAt,
    };

    private static EstateState Answered(EstateState estate, CommandAnswer answer) =>
        estate with { Answers = [.. estate.Answers.Skip(Math.Max(0, estate.Answers.Length + 1 - AnswersKept)), answer] };
}
