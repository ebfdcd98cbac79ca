using System.Collections.Immutable;
using MultiRegion.Execution;

namespace MultiRegion.Testing.Simulation;

/// <summary>A call on its way: which plane, which call, and whether it writes.</summary>
internal readonly record struct WireCall(string Plane, string Name, bool Writes, RegionId? Region = null)
{
    public override string ToString() => $"{Plane} {Name}";
}

/// <summary>What becomes of a call.</summary>
internal enum Fate
{
    Arrives,

    /// <summary>It never arrives, and there is no answer.</summary>
    IsLost,

    /// <summary>It takes effect, and the answer is lost.</summary>
    LosesAnswer,

    /// <summary>It arrives twice.</summary>
    ArrivesTwice,

    /// <summary>It takes effect, and the answer comes late.</summary>
    AnswersLate,

    /// <summary>It takes effect late, maybe after it was given up.</summary>
    ArrivesLate,

    /// <summary>It takes effect so late that others have long written after it.</summary>
    LandsMuchLater,

    /// <summary>The caller dies before it is sent.</summary>
    CallerDiesBefore,

    /// <summary>The caller dies when it has taken effect.</summary>
    CallerDiesAfter,

    /// <summary>The receiver answers with an error of its own.</summary>
    Fails,

    /// <summary>The receiver is asked too often.</summary>
    IsThrottled,
}

/// <summary>Carries one controller's calls to the providers, and their answers back: each may be lost, doubled or late on either way.</summary>
internal sealed class Wire(SimulatedWorld world, Controller controller)
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan MuchLater = TimeSpan.FromSeconds(50);

    public SimulatedWorld World => world;

    public Controller Controller => controller;

    public async ValueTask<Result<T>> CallAsync<T>(WireCall call, TimeSpan takes, Func<ValueTask<Result<T>>> act, CancellationToken cancellationToken)
    {
        if (controller.IsDead)
        {
            return await Silence<T>().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        controller.CallsUnderWay++;
        try
        {
            return await CarryAsync(call, takes, act, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            controller.CallsUnderWay--;
        }
    }

    private async ValueTask<Result<T>> CarryAsync<T>(WireCall call, TimeSpan takes, Func<ValueTask<Result<T>>> act, CancellationToken cancellationToken)
    {
        var fate = world.FateOf(controller, call);
        try
        {
            return await CarryAsync(call, fate, takes, act, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (fate != Fate.Arrives)
            {
                world.Unseen();
            }
        }
    }

    private async ValueTask<Result<T>> CarryAsync<T>(WireCall call, Fate fate, TimeSpan takes, Func<ValueTask<Result<T>>> act, CancellationToken cancellationToken)
    {
        switch (fate)
        {
            case Fate.CallerDiesBefore:
                world.Crash(controller, $"before {call}");
                return await Silence<T>().ConfigureAwait(false);
            case Fate.IsLost:
                await WaitAsync(GiveUp, cancellationToken).ConfigureAwait(false);
                return Problem.Unreachable("no connection");
            case Fate.Fails:
                await WaitAsync(takes, cancellationToken).ConfigureAwait(false);
                return Problem.Failed("an internal error", retryable: true);
            case Fate.IsThrottled:
                await WaitAsync(takes, cancellationToken).ConfigureAwait(false);
                return Problem.Throttled("too many requests", TimeSpan.FromSeconds(1));
            default:
                break;
        }

        // The request travels on even when the caller gives it up, or dies.
        var arrival = ArriveAsync(call, fate, fate switch { Fate.ArrivesLate => Late, Fate.LandsMuchLater => MuchLater, _ => takes / 2 }, act);
        var result = await OrGivenUp(arrival, cancellationToken).ConfigureAwait(false);
        if (fate == Fate.CallerDiesAfter)
        {
            world.Crash(controller, $"after {call}");
        }

        if (controller.IsDead)
        {
            return await Silence<T>().ConfigureAwait(false);
        }

        await WaitAsync(fate == Fate.AnswersLate ? Late : takes / 2, cancellationToken).ConfigureAwait(false);
        return fate == Fate.LosesAnswer ? Problem.Unreachable("the answer was lost; whether the call took effect is unknown") : result;
    }

    private async Task<Result<T>> ArriveAsync<T>(WireCall call, Fate fate, TimeSpan after, Func<ValueTask<Result<T>>> act)
    {
        if (after > TimeSpan.Zero)
        {
            await Pause.ForAsync(world.Clock, after, CancellationToken.None).ConfigureAwait(false);
        }

        var result = await act().ConfigureAwait(false);
        world.Arrived(controller, call, result.Problem);
        if (fate == Fate.ArrivesTwice)
        {
            var twice = await act().ConfigureAwait(false);
            world.Arrived(controller, call, twice.Problem);
        }

        return result;
    }

    private Task WaitAsync(TimeSpan span, CancellationToken cancellationToken) =>
        span > TimeSpan.Zero ? Pause.ForAsync(controller.Clock, span, cancellationToken) : Task.CompletedTask;

    private static Task<T> OrGivenUp<T>(Task<T> arrival, CancellationToken cancellationToken)
    {
        if (arrival.IsCompleted || !cancellationToken.CanBeCanceled)
        {
            return arrival;
        }

        var either = new TaskCompletionSource<T>();
        var registration = cancellationToken.UnsafeRegister(_ => either.TrySetCanceled(cancellationToken), null);
        _ = PassOnAsync(arrival, either, registration);
        return either.Task;
    }

    private static async Task PassOnAsync<T>(Task<T> arrival, TaskCompletionSource<T> either, CancellationTokenRegistration registration)
    {
        using (registration)
        {
            either.TrySetResult(await arrival.ConfigureAwait(false));
        }
    }

    // What nobody waits for any more: its process is dead.
    private static Task<Result<T>> Silence<T>() => new TaskCompletionSource<Result<T>>().Task;
}

/// <summary>A router at the end of a wire.</summary>
internal sealed class WiredRouter(Wire wire, RouterId id, IGlobalRouter router) : IGlobalRouter
{
    private readonly string _plane = $"router {id}";

    public RouterCapabilities Capabilities => router.Capabilities;

    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "plan", Writes: false), wire.World.Settings.ApiLatency, () => router.PlanAsync(intents, CancellationToken.None), cancellationToken);

    public ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        var sent = wire.World.Routers[id].Written;
        return wire.CallAsync(new(_plane, "apply", Writes: true), wire.World.Settings.ApiLatency, () => wire.World.ApplyAsync(id, router, plan, sent), cancellationToken);
    }

    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "confirm", Writes: false), TimeSpan.Zero, () => router.ConfirmAsync(receipt, CancellationToken.None), cancellationToken);
}

/// <summary>A fleet at the end of a wire.</summary>
internal sealed class WiredFleet(Wire wire, FleetId id, IClusterFleet fleet) : IClusterFleet
{
    private readonly string _plane = $"fleet {id}";

    public FleetCapabilities Capabilities => fleet.Capabilities;

    public async ValueTask<FleetObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        var seen = await wire.CallAsync<FleetObservation>(new(_plane, "observe", Writes: false), TimeSpan.Zero, async () => await fleet.ObserveAsync(CancellationToken.None).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return seen.Succeeded ? wire.World.WithoutCutOff(wire.Controller, seen.Value) : new FleetObservation([.. wire.World.ClustersOf(id).Select(cluster => new ClusterObservation { Cluster = cluster, Problem = seen.Problem })]);
    }

    public ValueTask<Result<FleetPlan>> PlanAsync(FleetIntent intent, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "plan", Writes: false, RegionOf(intent)), wire.World.Settings.ApiLatency, () => fleet.PlanAsync(intent, CancellationToken.None), cancellationToken);

    public ValueTask<Result<FleetReceipt>> ApplyAsync(FleetPlan plan, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "apply", Writes: true), wire.World.Settings.ApiLatency, () => fleet.ApplyAsync(plan, CancellationToken.None), cancellationToken);

    private RegionId? RegionOf(FleetIntent intent) => intent.Workloads.IsEmpty ? default(RegionId?) : wire.World.Topology.Clusters.First(cluster => cluster.Id == intent.Workloads[0].Cluster).Region;
}

/// <summary>A data set at the end of a wire.</summary>
internal sealed class WiredReplica(Wire wire, ReplicaSetId id, IDataReplica replica) : IDataReplica
{
    private readonly string _plane = $"data {id}";

    public async ValueTask<DataObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        var seen = await wire.CallAsync<DataObservation>(new(_plane, "observe", Writes: false), TimeSpan.Zero, async () => await wire.World.ObserveAsync(id, replica).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return seen.Succeeded ? seen.Value : new DataObservation([.. wire.World.Replicas[id].Regions.Select(static region => new ReplicaObservation { Region = region, Role = ReplicaRole.Unknown })]);
    }

    public ValueTask<Result<FenceOutcome>> FenceAsync(RegionId region, Marker marker, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "fence", Writes: true, region), wire.World.Settings.ApiLatency, () => wire.World.FenceAsync(id, replica, region, marker), cancellationToken);

    public ValueTask<Result<DemotionToken>> DemoteAsync(RegionId region, Marker marker, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "demote", Writes: true, region), wire.World.Settings.Data.PromotionTime, () => replica.DemoteAsync(region, marker, CancellationToken.None), cancellationToken);

    public ValueTask<Result<Promotion>> PromoteAsync(RegionId region, DemotionToken? token, Marker marker, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "promote", Writes: true, region), wire.World.Settings.Data.PromotionTime, () => wire.World.PromoteAsync(id, replica, region, token, marker), cancellationToken);
}

/// <summary>A vault at the end of a wire.</summary>
internal sealed class WiredVault(Wire wire, string name, IBackupVault vault) : IBackupVault
{
    private readonly string _plane = $"vault {name}";

    public ValueTask<Result<ImmutableArray<Backup>>> ListAsync(ServiceId service, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "list", Writes: false), wire.World.Settings.ApiLatency, () => vault.ListAsync(service, CancellationToken.None), cancellationToken);

    public ValueTask<Result<Backup>> BackUpAsync(ServiceId service, RegionId region, Marker marker, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "back up", Writes: true, region), wire.World.Settings.Data.RestoreTime, () => vault.BackUpAsync(service, region, marker, CancellationToken.None), cancellationToken);

    public ValueTask<Result<Backup>> RestoreAsync(Backup backup, RegionId region, Marker marker, CancellationToken cancellationToken) =>
        wire.CallAsync(new(_plane, "restore", Writes: true, region), wire.World.Settings.Data.RestoreTime, () => vault.RestoreAsync(backup, region, marker, CancellationToken.None), cancellationToken);
}

/// <summary>A step of the application's own, which always succeeds.</summary>
internal sealed class WiredStep(Wire wire, string name) : ICustomStep
{
    public ValueTask<Result<string>> RunAsync(CustomStepContext context, CancellationToken cancellationToken) =>
        wire.CallAsync<string>(new($"step {name}", "run", Writes: true), wire.World.Settings.ApiLatency, () => ValueTask.FromResult<Result<string>>("done"), cancellationToken);
}

/// <summary>The lease store at the end of a wire.</summary>
internal sealed class WiredLease(Wire wire) : ILeaseStore
{
    public ValueTask<Result<LeaseHolder>> AcquireAsync(ControllerId controller, TimeSpan duration, CancellationToken cancellationToken) =>
        wire.CallAsync(new("lease", "acquire", Writes: false), TimeSpan.Zero, () => wire.World.Lease.AcquireAsync(controller, duration, CancellationToken.None), cancellationToken);

    public async ValueTask ReleaseAsync(ControllerId controller, CancellationToken cancellationToken) =>
        await wire.CallAsync<bool>(
            new("lease", "release", Writes: false),
            TimeSpan.Zero,
            async () =>
            {
                await wire.World.Lease.ReleaseAsync(controller, CancellationToken.None).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
}
