using System.Collections.Immutable;
using MultiRegion.Coordination;
using MultiRegion.Execution;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>What steps may look at: snapshots that the loop replaces whole, so that any thread may read them.</summary>
internal sealed class EngineView(EngineClock clock, LeaseKeeper lease, TimeSpan writeTimeout) : IStepView
{
    private volatile ImmutableDictionary<MoveGroupId, GroupDefinition> _groups = ImmutableDictionary<MoveGroupId, GroupDefinition>.Empty;
    private volatile ImmutableDictionary<(MoveGroupId, RegionId), Verdict> _verdicts = ImmutableDictionary<(MoveGroupId, RegionId), Verdict>.Empty;

    public TrafficLog Traffic { get; } = new();

    public TimeSpan Now => clock.Machine;

    public void Show(ImmutableDictionary<MoveGroupId, GroupDefinition> groups, ImmutableDictionary<(MoveGroupId, RegionId), Verdict> verdicts) =>
        (_groups, _verdicts) = (groups, verdicts);

    public Verdict VerdictOf(MoveGroupId group, RegionId region) => _verdicts.GetValueOrDefault((group, region));

    public TrafficView? TrafficOf(MoveGroupId group, RegionId region, TimeSpan since) =>
        _groups.TryGetValue(group, out var definition) ? Traffic.Sum(definition, region, clock.ToProcess(since)) : null;

    public bool IsQuiet(MoveGroupId group, RegionId region, TimeSpan since) =>
        _groups.TryGetValue(group, out var definition) && Traffic.IsQuiet(definition, region, clock.ToProcess(since));

    public TimeSpan WriteTimeout => writeTimeout;

    public bool MayWrite() => lease.MaySend(writeTimeout);
}
