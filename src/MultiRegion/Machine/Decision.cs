using System.Collections.Immutable;
using MultiRegion.Topology;

namespace MultiRegion.Machine;

/// <summary>What is known of a region beside its state, read before a decision and again before its effects.</summary>
/// <param name="Region">The region.</param>
/// <param name="Verdict">The worst of the group's services there.</param>
/// <param name="FailingSince">Machine time of the first failure of the present span; null when it does not fail.</param>
/// <param name="LastGood">Machine time of the latest success; null: none yet.</param>
/// <param name="Lag">How far the replica there is behind, the worst of the group's data sets; null: unknown.</param>
internal readonly record struct RegionFacts(RegionId Region, Verdict Verdict, TimeSpan? FailingSince, TimeSpan? LastGood, TimeSpan? Lag);

/// <summary>What a decision is made of.</summary>
internal sealed record DecisionInput
{
    public required GroupDefinition Group { get; init; }

    public required GroupState State { get; init; }

    /// <summary>In the group's order of preference.</summary>
    public required ImmutableArray<RegionFacts> Facts { get; init; }

    public required ImmutableHashSet<RegionId> Drained { get; init; }

    /// <summary>Whether a router that forgets at a restart has done so.</summary>
    public bool Forgotten { get; init; }

    /// <summary>The epoch that a move begun now would have.</summary>
    public required long NextEpoch { get; init; }

    public required TimeSpan Now { get; init; }

    public required DateTimeOffset Utc { get; init; }

    public RegionFacts Of(RegionId region) => Facts.FirstOrDefault(facts => facts.Region == region);

    public bool IsHealthy(RegionId region) => Of(region).Verdict == Verdict.Healthy;

    public bool IsAlive(RegionId region) => Of(region).Verdict is Verdict.Healthy or Verdict.Degraded;
}

/// <summary>A decision: at most one event, always a reason.</summary>
/// <param name="Event">What should happen now; null: nothing.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="RecheckIn">After how long another answer is possible without any other change; null: never.</param>
internal readonly record struct Decision(MachineEvent? Event, Reason Reason, TimeSpan? RecheckIn = null);
