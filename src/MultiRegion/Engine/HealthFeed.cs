using System.Collections.Immutable;
using MultiRegion.Health;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Probing;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>From probes to verdicts: keeps the scheduler's targets and the board in step with the topology.</summary>
internal sealed class HealthFeed
{
    private readonly EngineClock _clock;
    private readonly ProbeScheduler _scheduler;
    private readonly ProbeContext _probes;
    private EstateTopology _topology;
    private HealthBoard _board;
    private bool _warm;

    public HealthFeed(EngineClock clock, ProbeScheduler scheduler, ProbeContext probes, EstateTopology topology)
    {
        (_clock, _scheduler, _probes, _topology, _board) = (clock, scheduler, probes, topology, new HealthBoard(topology));
        _scheduler.SetTargets(Targets(topology));
    }

    /// <summary>The time until the next probe is due; null: there is none.</summary>
    public TimeSpan? NextDue => _scheduler.NextDue;

    public void Use(EstateTopology topology)
    {
        (_topology, _board) = (topology, _board.Rebuilt(topology));
        _scheduler.SetTargets(Targets(topology));
    }

    /// <summary>Starts what is due, folds what has come; says whether a verdict is another.</summary>
    public bool Pump(Action<ProbeObservation>? observe)
    {
        _scheduler.StartDue();
        while (_scheduler.TryTake(out var observation))
        {
            Fold(observation);
            observe?.Invoke(observation);
        }

        return !_board.Refresh(_clock.Process).IsEmpty;
    }

    public bool Fold(TrafficSample sample) => _board.Fold(sample, _clock.Process);

    public bool Fold(VantageReport report) => _board.Fold(report);

    /// <summary>Drops all that was seen: after a suspension it says nothing about now.</summary>
    public void Forget() => _board.Forget();

    public ReadOnlySpan<Verdict> Verdicts => _board.Verdicts();

    public Reason? FailStatic() => Health.FailStatic.JudgeEstate(_board.Verdicts());

    /// <summary>What is known of a group's regions, in machine time.</summary>
    public ImmutableArray<RegionFacts> FactsOf(GroupDefinition group, Func<RegionId, TimeSpan?> lagIn)
    {
        var facts = ImmutableArray.CreateBuilder<RegionFacts>(group.Regions.Length);
        foreach (var region in group.Regions)
        {
            facts.Add(FactsOf(group, region, lagIn));
        }

        return facts.MoveToImmutable();
    }

    public Verdict VerdictOf(GroupDefinition group, RegionId region)
    {
        var worst = Verdict.Healthy;
        foreach (var service in group.Services)
        {
            worst = Worse(worst, _board.Get(service.Id, region).Verdict);
        }

        return worst;
    }

    public Reason Explain(GroupDefinition group, RegionId region) =>
        new Reason(CodeOf(VerdictOf(group, region)), region.Value, $"{VerdictOf(group, region)}") with
        {
            Because = [.. group.Services.Select(service => _board.Explain(service.Id, region))],
        };

    // The order in which verdicts of a group's members outweigh each other: one dead member is enough to leave.
    private static Verdict Worse(Verdict left, Verdict right) => Weight(left) >= Weight(right) ? left : right;

    private static int Weight(Verdict verdict) => verdict switch
    {
        Verdict.Healthy => 0,
        Verdict.Degraded => 1,
        Verdict.Unknown => 2,
        _ => 3,
    };

    private static ReasonCode CodeOf(Verdict verdict) => verdict switch
    {
        Verdict.Healthy => ReasonCode.RegionHealthy,
        Verdict.Degraded => ReasonCode.RegionDegraded,
        Verdict.Unhealthy => ReasonCode.RegionUnhealthy,
        _ => ReasonCode.RegionUnknown,
    };

    private RegionFacts FactsOf(GroupDefinition group, RegionId region, Func<RegionId, TimeSpan?> lagIn)
    {
        var (verdict, since, good, first) = (Verdict.Healthy, default(TimeSpan?), default(TimeSpan?), true);
        foreach (var service in group.Services)
        {
            var health = _board.Get(service.Id, region);
            verdict = Worse(verdict, health.Verdict);
            since = since is null || health.FirstFailureAt < since ? health.FirstFailureAt ?? since : since;
            good = first || health.LastSuccessAt is null || health.LastSuccessAt < good ? health.LastSuccessAt : good;
            first = false;
        }

        return new(region, verdict, ToMachine(since), ToMachine(good), lagIn(region));
    }

    private TimeSpan? ToMachine(TimeSpan? process) => process is { } at ? _clock.ToMachine(at) : null;
}
