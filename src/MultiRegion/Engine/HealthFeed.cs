using System.Collections.Immutable;
using MultiRegion.Coordination;
using MultiRegion.Execution;
using MultiRegion.Health;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Probing;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>From probes to verdicts: keeps the scheduler's targets and the board in step with the topology.</summary>
internal sealed partial class HealthFeed : IDisposable
{
    private readonly EngineClock _clock;
    private readonly IProbeSource _scheduler;
    private readonly ProbeContext _probes;
    private readonly AlarmBell _bell;
    private readonly Action<ProbeObservation>? _observe;
    private readonly Dictionary<ProbeKey, Target> _targets = [];
    private EstateTopology? _topology;
    private HealthBoard? _board;

    public HealthFeed(EngineClock clock, IProbeSource scheduler, ProbeContext probes, AlarmBell bell, Action<ProbeObservation>? observe)
    {
        (_clock, _scheduler, _probes, _bell, _observe) = (clock, scheduler, probes, bell, observe);
        _probes.Wires.OnTrip = bell.Ring;
    }

    /// <summary>The time until the next probe is due; null: there is none.</summary>
    public TimeSpan? NextDue => _scheduler.NextDue;

    /// <summary>Probes and judges by a topology from now on. What is known of targets that stay is kept.</summary>
    public void Use(EstateTopology topology)
    {
        if (ReferenceEquals(topology, _topology))
        {
            return;
        }

        (_topology, _board) = (topology, _board is null ? new HealthBoard(topology) : _board.Rebuilt(topology));
        _targets.Clear();
        foreach (var target in Targets(topology, _board))
        {
            _targets.Add(target.Scheduled.Key, target);
        }

        Version++;
        _scheduler.SetTargets([.. _targets.Values.Select(static target => target.Scheduled)]);
        _probes.Wires.Prune();
    }

    /// <summary>Starts what is due, and folds what has come.</summary>
    public void Pump()
    {
        AnswerAlarms();
        _scheduler.StartDue();
        while (_scheduler.TryTake(out var observation))
        {
            _observe?.Invoke(observation);
            Fold(observation);
        }

        if (_board is not null && !_board.Refresh(_clock.Process).IsEmpty)
        {
            Version++;
        }
    }

    /// <summary>Rises whenever a verdict is another.</summary>
    public long Version { get; private set; }

    public void Fold(TrafficSample sample) => _board?.Fold(sample, _clock.Process);

    public void Fold(VantageReport report) => _board?.Fold(report);

    /// <summary>Drops all that was seen: after a suspension it says nothing about now.</summary>
    public void Forget() => _board?.Forget();

    /// <summary>Why the whole estate must be held; null when anything is well.</summary>
    public Reason? FailStatic() => _board is null ? null : Health.FailStatic.JudgeEstate(_board.Verdicts());

    /// <summary>Whether anything has been seen of a group's region since the start: until then Unknown only means not yet.</summary>
    public bool HasSeen(GroupDefinition group, RegionId region) =>
        _clock.Process > group.Lead.Health.StaleAfter || group.Services.All(service => Board.Get(service.Id, region).Since is not null);

    /// <summary>What is known of a group's regions, in machine time; of their data by a reading of the planes.</summary>
    public ImmutableArray<RegionFacts> FactsOf(GroupDefinition group, PlaneReading? reading)
    {
        var facts = ImmutableArray.CreateBuilder<RegionFacts>(group.Regions.Length);
        foreach (var region in group.Regions)
        {
            facts.Add(FactsOf(group, region, reading?.LagIn(region)));
        }

        return facts.MoveToImmutable();
    }

    public Verdict VerdictOf(GroupDefinition group, RegionId region)
    {
        var worst = Verdict.Healthy;
        foreach (var service in group.Services)
        {
            worst = Worse(worst, Board.VerdictOn(service.Id, region));
        }

        return worst;
    }

    public Reason Explain(GroupDefinition group, RegionId region) =>
        new Reason(CodeOf(VerdictOf(group, region)), region.Value, $"{VerdictOf(group, region)}") with
        {
            Because = [.. group.Services.Select(service => Board.Explain(service.Id, region))],
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

    private RegionFacts FactsOf(GroupDefinition group, RegionId region, TimeSpan? lag)
    {
        var (verdict, since, good, first) = (Verdict.Healthy, default(TimeSpan?), default(TimeSpan?), true);
        foreach (var service in group.Services)
        {
            var health = Board.Get(service.Id, region);
            verdict = Worse(verdict, health.Verdict);
            since = since is null || health.FirstFailureAt < since ? health.FirstFailureAt ?? since : since;
            good = first || health.LastSuccessAt is null || health.LastSuccessAt < good ? health.LastSuccessAt : good;
            first = false;
        }

        return new(region, verdict, ToMachine(since), ToMachine(good), lag);
    }

    public void Dispose()
    {
        _scheduler.SetTargets([]);
        _targets.Clear();
    }

    private HealthBoard Board => _board ?? throw new InvalidOperationException("No topology is bound yet.");

    private void Fold(in ProbeObservation observation)
    {
        if (!_targets.TryGetValue(observation.Key, out var target))
        {
            return;
        }

        var wasSuspect = Board[target.Index].IsSuspect;
        Board.Fold([new ProbeSample(Board.Revision, target.Index, observation.Outcome, observation.Result.Reason, _clock.Process)]);
        Pace(target, wasSuspect, Board[target.Index].IsSuspect);
    }

    // A first failure hastens the target itself, and looks at once at its peers and at the reference targets: a peer that
    // has not answered since then is no candidate, and a blind vantage point must notice before it condemns anybody.
    private void Pace(Target target, bool wasSuspect, bool isSuspect)
    {
        if (isSuspect == wasSuspect)
        {
            return;
        }

        if (!isSuspect)
        {
            _scheduler.Relax(target.Scheduled.Key);
            return;
        }

        _scheduler.Hasten(target.Scheduled.Key);
        foreach (var peer in _targets.Values.Where(peer => peer.Index != target.Index && (peer.Scheduled.Key.Reference is not null || peer.Group == target.Group)))
        {
            _scheduler.ProbeNow(peer.Scheduled.Key);
        }
    }

    // A target that is known to be down has nothing to add by an alarm, and one that has gone since it rang is none.
    private void AnswerAlarms()
    {
        while (_bell.TryTake(out var key))
        {
            if (_targets.TryGetValue(key, out var target) && Board[target.Index].Verdict != Verdict.Unhealthy)
            {
                _scheduler.Alarm(key);
            }
        }
    }

    private IEnumerable<Target> Targets(EstateTopology topology, HealthBoard board)
    {
        foreach (var group in GroupDefinition.Of(topology))
        {
            foreach (var service in group.Services)
            {
                var probe = ProbeFactory.Create(service.Probe, _probes);
                foreach (var deployment in service.Deployments)
                {
                    if (board.Endpoint(service.Id, deployment.Region, VantageDefinition.Local.Id) is { } index)
                    {
                        var target = new ProbeTarget(service.Id, deployment.Region, deployment.Endpoint);
                        var key = new ProbeKey(service.Id, deployment.Region);
                        yield return new(index, group.Id, new(key, target, probe, service.Schedule)
                        {
                            MayCompress = MayCompress(group, service),
                            Beside = Beside(group, service, probe),
                            Host = ProbeHost.Of(service.Probe, deployment.Endpoint.Host),
                        });
                    }
                }
            }
        }

        var references = topology.Vantages.FirstOrDefault(static vantage => vantage.Id == VantageDefinition.Local.Id)?.References ?? [];
        for (var position = 0; position < references.Length; position++)
        {
            if (board.Reference(VantageDefinition.Local.Id, position) is { } index)
            {
                yield return new(index, default, ScheduledTarget.Reference($"reference {position + 1}", ProbeFactory.Create(references[position], _probes), new ProbeSchedule()) with
                {
                    Host = ProbeHost.Of(references[position], endpoint: null),
                });
            }
        }
    }

    // Where data is promoted, the failing span must be as long as that of confirmations which are not compressed, whatever the guard is set to.
    private static bool MayCompress(GroupDefinition group, ServiceDefinition service) =>
        !group.HasSingleWriterData || group.MinimumFailureSpan >= service.Schedule.Timeout * service.Health.DownThreshold;

    // The failure that is waited for, and as many others as make a verdict.
    private static int Beside(GroupDefinition group, ServiceDefinition service, IHealthProbe probe) =>
        probe is IPromptProbe { IsPrompt: true } ? MostBeside(group, service) : 0;

    /// <summary>How many confirmations are sent beside a probe that keeps us waiting, when it is a prompt one.</summary>
    internal static int MostBeside(GroupDefinition group, ServiceDefinition service) =>
        service.Schedule.Suspicion && MayCompress(group, service) ? Math.Min(service.Health.DownThreshold - 1, Suspicion.MostBeside) : 0;

    private sealed record Target(int Index, MoveGroupId Group, ScheduledTarget Scheduled);

    private TimeSpan? ToMachine(TimeSpan? process) => process is { } at ? _clock.ToMachine(at) : null;
}
