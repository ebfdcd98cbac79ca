using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Testing;
using MultiRegion.Testing.Simulation;
using static MultiRegion.Tests.Simulation.Estates;

namespace MultiRegion.Tests.Simulation;

/// <summary>A mistake in the engine, or in a provider, and the run in which it shows.</summary>
internal sealed record PlantedBug(string Invariant, SimulationInput Input, SimulationSeams Seams);

/// <summary>Mistakes that the invariants have to find.</summary>
internal static class PlantedBugs
{
    private static readonly PolicyId Wrong = "wrong";

    private static EstateTopology Data => Of(Brisk().WithData());

    private static SimulationInput DataOutage => Run(Data, Down(30, 60));

    private static SimulationInput Outage => Run(Of(Brisk()), Down(30, 60));

    private static SimulationInput LongOutage => Run(Of(Brisk()), Down(30, 600));

    private static EstateTopology Cramped => Of(Brisk() with
    {
        Load = 100,
        Deployments = [.. Brisk().Deployments.Select(static (deployment, at) => deployment with { Capacity = at == 0 ? 100 : 70 })],
    });

    public static ImmutableSortedDictionary<string, PlantedBug> All { get; } = new Dictionary<string, PlantedBug>
    {
        ["skips the fence"] = new("fence-before-promotion", DataOutage, Without<FenceStep>()),
        ["skips the promotion"] = new("promote-before-shift", DataOutage, Without<PromoteStep>()),
        ["skips the demotion"] = new("fence-before-promotion", Switchover(Data), Without<DemoteStep>()),
        ["skips the shift"] = new("dead-region-left", LongOutage, Without<ShiftStep>(MoveKind.Failover)),
        ["skips the approval"] = new("loss-agreed", Run(Data, Lag(B), Lag(C), Down(60, 60)), Without<ApproveStep>()),
        ["shifts before it promotes"] = new("promote-before-shift", DataOutage, Early<ShiftStep>(MoveKind.Failover)),
        ["scales down before it is quiet"] = new("quiet-first", Run(Scaled(Brisk(), StandbyTemperature.Warm), Down(30, 60)), Early<ScaleStep>(MoveKind.Failback)),
        ["drops an outcome"] = new("outcomes-count", Outage, Mutated(static (before, entry, after) => entry is GroupEntry { Event: StepEnded { Sequence: 1 } } && entry.Now < TimeSpan.FromSeconds(5) ? before with { Now = after.Now } : after)),
        ["shifts the wrong way"] = new("dead-region-left", LongOutage, Shifting(static (move, shares) => move.Kind == MoveKind.Failover ? Only(move.Request.From!.Value) : shares)),
        ["sends everybody to a dead region"] = new("someone-serves", Switchover(Of(Brisk()), Down(10, 1200, C)), Shifting(static (move, shares) => move.Kind == MoveKind.Switchover ? Only(C) : shares)),
        ["fills one region and leaves the other idle"] = new("capacity", Run(Cramped, Down(30, 60)), Shifting(static (move, shares) => move.Kind == MoveKind.Failover ? Only(B) : shares)),
        ["answers standbys that were not promoted"] = new("unpromoted-silent", Run(Data), Shifting(static (_, _) => Shares.AllFull)),
        ["takes an epoch twice"] = new("epochs-rise", Outage, OnMove(static move => move with { Epoch = 1 })),
        ["touches what is held"] = new("held-untouched", Run(Of(Brisk()), Of(FaultKind.OperatorSays, 20) with { Command = CommandKind.Hold }, Down(90, 60)), OnGroup(static group => group with { Hold = null })),
        ["ignores the day's budget"] = new("guards-kept", Run(Of(Brisk() with { Guards = new() { DailyBudget = 2, CoolDown = TimeSpan.FromSeconds(5) } }), Down(30, 30), Down(300, 30), Down(600, 30)), OnGroup(static group => group with { AutomaticMoves = [] })),
        ["ignores the cool-down"] = new("guards-kept", Run(Of(Brisk() with { Guards = new() { CoolDown = TimeSpan.FromMinutes(10) } }), Down(30, 30)), OnGroup(static group => group with { MovedAt = null })),
        ["is no function of its input"] = new("journal-replays", Outage, Restless()),
        ["writes down another share than it shifts"] = new("calm-end", Outage, Mutated(static (_, entry, after) => entry is GroupEntry { Event: StepEnded } ? Each(after, static group => group.Move is null ? group.With(C, static status => status with { Share = new(50) }) : group) : after)),
        ["never leaves"] = new("dead-region-left", ByPolicy(LongOutage), Deciding(static (in PolicyContext _) => PolicyDecision.AllWell)),
        ["never returns"] = new("calm-end", ByPolicy(Outage) with { Length = TimeSpan.FromMinutes(60) }, Deciding(static (in PolicyContext context) => Find(context, static view => view is { State: RegionState.Serving, Verdict: Verdict.Unhealthy }) is { } dead ? LeaveFor(context, dead) : PolicyDecision.AllWell)),
        ["takes unknown for down"] = new("unknown-stays", ByPolicy(Full(Of(Brisk()))), Deciding(static (in PolicyContext context) => Find(context, static view => view is { State: RegionState.Serving, Verdict: Verdict.Unknown }) is { } unknown ? LeaveFor(context, unknown) : PolicyDecision.AllWell) with { Probe = static probe => new Spoilt(probe, A, TimeSpan.FromSeconds(60), ProbeOutcome.Unknown) }),
        ["returns to a drained region"] = new("drain-kept", ByPolicy(Run(Of(Brisk()), Of(FaultKind.OperatorSays, 30) with { Command = CommandKind.Drain, Region = A })), Deciding(static (in PolicyContext context) => Find(context, static view => view.State == RegionState.Recovering) is { } back ? new PolicyDecision(PolicyAction.Return, new Reason(ReasonCode.Recovering, "", "")) { Region = back } : PolicyDecision.AllWell)),
        ["probes the wrong region"] = new("no-false-failover", Full(Of(Brisk())), new SimulationSeams { Probe = static probe => new Spoilt(probe, A, TimeSpan.FromSeconds(60), ProbeOutcome.Failure) }),
        ["counts one vantage point twice"] = new(
            "no-false-failover",
            Run(Of(Brisk()) with { Vantages = [VantageDefinition.Local, new() { Id = "north" }, new() { Id = "south" }] }, Of(FaultKind.ProbePathDown, 300, 120) with { Region = A }) with { Length = TimeSpan.FromMinutes(8) },
            new SimulationSeams { Report = static (seen, report) => report(seen is { Vantage.Value: "north", Region.Value: "a" } ? seen with { Verdict = Verdict.Unhealthy, FailingFor = TimeSpan.FromSeconds(20) } : seen) }),
        ["takes an unanswered fence for a fence"] = new("one-writer", DataOutage, new SimulationSeams { Replica = static (_, replica) => new Careless(replica) { Fences = false } }),
        ["promotes everywhere"] = new("one-writer", DataOutage, new SimulationSeams { Replica = static (_, replica) => new Careless(replica) { PromotesToo = C } }),
        ["takes accepted for in effect"] = new("effect-awaited", Outage, new SimulationSeams { Router = static (_, router) => new Sloppy(router) { Hurries = true } }),
        ["moves one service of a group"] = new("group-whole", Run(Of(Brisk() with { MoveGroup = "store" }, Brisk("cart") with { MoveGroup = "store" }), Down(30, 60)), new SimulationSeams { Router = static (_, router) => new Sloppy(router) { ForgetsTheRest = true } }),
        ["writes over an edit"] = new("edits-kept", Run(Of(Brisk()), Of(FaultKind.RouterEdited, 60) with { Router = "main", Region = B }, Down(61, 60)), new SimulationSeams { Router = static (_, router) => new Sloppy(router) { Adopts = true } }),
        ["loses its markers"] = new("markers-rise", Outage, new SimulationSeams { Router = static (_, router) => new Sloppy(router) { OldMarkers = true } }),
        ["trusts a router that only checks"] = new("marker-restored", Checked(Outage), new SimulationSeams
        {
            Router = static (_, router) => new Sloppy(router) { ClaimsToRefuse = true },
            Boundaries = ImmutableDictionary<int, Fate>.Empty.Add(34, Fate.LandsMuchLater),
        }),
        ["writes the same plan again and again"] = new("plan-twice", Outage, new SimulationSeams { Router = static (_, router) => new Sloppy(router) { WritesAlways = true }, ReappliesPlans = true }),
        ["answers a part of the clients with nothing"] = new("fractions-add-up", Outage, new SimulationSeams { Answers = static fractions => [.. fractions.Select(static fraction => fraction * 0.9)] }),
        ["takes started for ready"] = new("unpromoted-silent", Run(Scaled(Brisk(), StandbyTemperature.Cold), Down(30, 60)), new SimulationSeams { Fleet = static (_, fleet) => new Optimist(fleet) }),
    }.ToImmutableSortedDictionary();

    private delegate PolicyDecision Evaluation(in PolicyContext context);

    private static SimulationInput Switchover(EstateTopology topology, params Fault[] more) =>
        Run(topology, [.. more, Of(FaultKind.OperatorSays, 90) with { Command = CommandKind.SwitchOver, Region = B }]);

    // A probe that counts has to be sent every time.
    private static SimulationInput Full(EstateTopology topology) => Run(topology) with { SkipsCalm = false, Length = TimeSpan.FromMinutes(4) };

    private static Fault Lag(RegionId region) => Of(FaultKind.LagGrows, 10, 120) with { Region = region, ReplicaSet = "orders" };

    private static SimulationInput ByPolicy(SimulationInput input) =>
        input with { Topology = input.Topology with { Services = [.. input.Topology.Services.Select(static service => service with { Policy = Wrong })] } };

    private static SimulationSeams Deciding(Evaluation evaluate) => new() { Policies = ImmutableDictionary<PolicyId, IFailoverPolicy>.Empty.Add(Wrong, new Policy(evaluate)) };

    private static RegionId? Find(in PolicyContext context, Func<RegionView, bool> condition)
    {
        foreach (var view in context.Regions)
        {
            if (condition(view))
            {
                return view.Region;
            }
        }

        return default(RegionId?);
    }

    private static PolicyDecision LeaveFor(in PolicyContext context, RegionId dead) =>
        new(PolicyAction.Leave, new Reason(ReasonCode.RegionUnhealthy, dead.Value, "")) { Region = dead, Cause = MoveCause.Dead, Targets = [Find(context, view => view.Region != dead && view.Verdict == Verdict.Healthy) ?? B] };

    private static Shares Only(RegionId region) => new()
    {
        ByRegion = new[] { A, B, C }.ToImmutableSortedDictionary(static known => known, known => known == region ? Share.Full : Share.None),
    };

    private static SimulationSeams Mutated(Func<EstateState, EstateEntry, EstateState, EstateState> mutate) =>
        new() { Fold = (estate, entry) => mutate(estate, entry, EstateMachine.Apply(estate, entry)) };

    private static SimulationSeams OnGroup(Func<GroupState, GroupState> mutate) => Mutated((_, _, after) => Each(after, mutate));

    private static EstateState Each(EstateState estate, Func<GroupState, GroupState> mutate) =>
        estate with { Groups = estate.Groups.ToImmutableSortedDictionary(static pair => pair.Key, pair => mutate(pair.Value)) };

    // As it stands right after it was planned, so that what was left out is never begun.
    private static SimulationSeams OnMove(Func<Move, Move> mutate) => Mutated((before, entry, after) =>
        entry is GroupEntry { Event: MoveStarted or MoveInterrupted } ? Each(after, group => group.Move is { } move ? Restarted(group with { Move = mutate(move) }) : group) : after);

    private static GroupState Restarted(GroupState group)
    {
        var move = group.Move!;
        var stage = move.Steps.Where(static step => !step.IsOver).Select(static step => step.Step.Stage).DefaultIfEmpty(0).Min();
        return group with
        {
            Move = move with
            {
                Steps = [.. move.Steps.Select(step => step.IsOver ? step
                    : step.Step.Stage == stage ? step with { State = StepState.Running, Attempt = Math.Max(1, step.Attempt), StartedAt = step.StartedAt ?? move.StartedAt }
                    : step with { State = StepState.Pending, Attempt = 0, StartedAt = null })],
            },
        };
    }

    private static SimulationSeams Without<T>(MoveKind? kind = null)
        where T : MoveStep => OnMove(move => kind is not null && move.Kind != kind ? move : move with { Steps = [.. move.Steps.Select(static step => step is { Step: T, IsOver: false } ? step with { State = StepState.Dropped } : step)] });

    private static SimulationSeams Early<T>(MoveKind kind)
        where T : MoveStep => OnMove(move => move.Kind != kind ? move : move with { Steps = [.. move.Steps.Select(static step => step is { Step: T, IsOver: false } && step.Step is not ScaleStep { ToServing: true } ? step with { Step = step.Step with { Stage = 0 } } : step)] });

    private static SimulationSeams Shifting(Func<Move, Shares, Shares> mutate) => OnMove(move => move with
    {
        Steps = [.. move.Steps.Select(step => step is { Step: ShiftStep shift, IsOver: false } ? step with { Step = shift with { Shares = mutate(move, shift.Shares) } } : step)],
    });

    private static SimulationSeams Restless()
    {
        var folds = 0;
        return OnGroup(group => group with { AutomaticMoves = [DateTimeOffset.UnixEpoch.AddSeconds(++folds)] });
    }

    private sealed class Policy(Evaluation evaluate) : IFailoverPolicy
    {
        public PolicyDecision Evaluate(in PolicyContext context) => evaluate(context);
    }

    private sealed class Spoilt(IHealthProbe probe, RegionId region, TimeSpan after, ProbeOutcome outcome) : IHealthProbe
    {
        private int _probes;

        public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) =>
            target.Region == region && ++_probes > after.TotalSeconds ? ValueTask.FromResult(new ProbeResult(outcome, ProbeReason.NoRoute, TimeSpan.Zero)) : probe.ProbeAsync(target, cancellationToken);
    }

    private sealed class Careless(IDataReplica replica) : IDataReplica
    {
        public bool Fences { get; init; } = true;

        public RegionId? PromotesToo { get; init; }

        public ValueTask<DataObservation> ObserveAsync(CancellationToken cancellationToken) => replica.ObserveAsync(cancellationToken);

        public ValueTask<Result<FenceOutcome>> FenceAsync(RegionId region, Marker marker, CancellationToken cancellationToken) =>
            Fences ? replica.FenceAsync(region, marker, cancellationToken) : ValueTask.FromResult<Result<FenceOutcome>>(FenceOutcome.Confirmed);

        public ValueTask<Result<DemotionToken>> DemoteAsync(RegionId region, Marker marker, CancellationToken cancellationToken) => replica.DemoteAsync(region, marker, cancellationToken);

        public async ValueTask<Result<Promotion>> PromoteAsync(RegionId region, DemotionToken? token, Marker marker, CancellationToken cancellationToken)
        {
            var promoted = await replica.PromoteAsync(region, token, marker, cancellationToken);
            if (PromotesToo is { } other && other != region)
            {
                await replica.PromoteAsync(other, null, marker, cancellationToken);
            }

            return promoted;
        }
    }

    private sealed class Optimist(IClusterFleet fleet) : IClusterFleet
    {
        public FleetCapabilities Capabilities => fleet.Capabilities;

        public async ValueTask<FleetObservation> ObserveAsync(CancellationToken cancellationToken)
        {
            var seen = await fleet.ObserveAsync(cancellationToken);
            return new([.. seen.Clusters.Select(static cluster => cluster with { Workloads = [.. cluster.Workloads.Select(static workload => workload with { Ready = workload.Replicas })] })]);
        }

        public ValueTask<Result<FleetPlan>> PlanAsync(FleetIntent intent, CancellationToken cancellationToken) => fleet.PlanAsync(intent, cancellationToken);

        public ValueTask<Result<FleetReceipt>> ApplyAsync(FleetPlan plan, CancellationToken cancellationToken) => fleet.ApplyAsync(plan, cancellationToken);
    }

    private sealed class Sloppy(IGlobalRouter router) : IGlobalRouter
    {
        public bool Hurries { get; init; }

        public bool ForgetsTheRest { get; init; }

        public bool Adopts { get; init; }

        public bool OldMarkers { get; init; }

        public bool WritesAlways { get; init; }

        public bool ClaimsToRefuse { get; init; }

        public RouterCapabilities Capabilities => ClaimsToRefuse ? router.Capabilities with { Fencing = FencingStrength.Atomic } : router.Capabilities;

        public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
        {
            var writes = intents.All(static intent => intent.Marker is not null);
            if (OldMarkers && writes && intents[0].Marker!.Epoch > 1)
            {
                ((InMemoryRouter)router).Forget();
            }

            RoutingIntent[] changed = [.. intents.Select(intent => intent with
            {
                Adopt = intent.Adopt || Adopts,
                Marker = OldMarkers && writes ? intent.Marker! with { Epoch = 1, Sequence = intent.Marker.Epoch > 1 ? 0 : intent.Marker.Sequence } : intent.Marker,
            })];
            return router.PlanAsync(ForgetsTheRest && writes && intents[0].Marker!.Epoch > 1 ? changed[..1] : changed, cancellationToken);
        }

        public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
        {
            var applied = await router.ApplyAsync(plan, cancellationToken);
            if (WritesAlways)
            {
                foreach (var service in ((InMemoryRouter)router).Services)
                {
                    ((InMemoryRouter)router).EditByHand(service, Shares.AllFull.With(C, new(7)));
                }
            }

            return applied;
        }

        public async ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken) =>
            Hurries ? Confirmation.InEffect : await router.ConfirmAsync(receipt, cancellationToken);
    }
}
