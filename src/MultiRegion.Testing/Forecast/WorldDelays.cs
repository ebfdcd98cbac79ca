using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Testing.Simulation;

namespace MultiRegion.Testing.Forecast;

/// <summary>
/// How long the world around the engine takes at worst. What a topology's recovery takes beyond the engine's own settings follows from these
/// alone; a forecast is as good as they are. All times are zero or more.
/// </summary>
public sealed record WorldDelays
{
    /// <summary>How long a probe of a dead region takes to fail. Null, the default: silence, so the schedule's time-out.</summary>
    public TimeSpan? FailingProbe { get; init; }

    /// <summary>How long a probe of a healthy region takes at most. Null, the default: the schedule's time-out.</summary>
    public TimeSpan? HealthyProbe { get; init; }

    /// <summary>How long what another vantage point sees takes to get here. Matters where more than one must agree. Default zero.</summary>
    public TimeSpan VantageReport { get; init; }

    /// <summary>How long one call of a provider's API takes: of a router, a fleet, a data replica or a vault. Default zero.</summary>
    public TimeSpan Call { get; init; }

    /// <summary>How long one entry takes to be in the journal, with the beginning of what follows from it. Default zero.</summary>
    public TimeSpan Bookkeeping { get; init; }

    /// <summary>How long a replica takes from when it is asked for until it is ready. Default zero.</summary>
    public TimeSpan StartUp { get; init; }

    /// <summary>How long fencing a region takes. Default zero.</summary>
    public TimeSpan Fence { get; init; }

    /// <summary>What comes of fencing a dead region. Default confirmed.</summary>
    public FenceOutcome FenceOutcome { get; init; } = FenceOutcome.Confirmed;

    /// <summary>How long a promotion takes. Default zero.</summary>
    public TimeSpan Promotion { get; init; }

    /// <summary>How far replicas are behind at most; null: not known. Default zero.</summary>
    public TimeSpan? ReplicaLag { get; init; } = TimeSpan.Zero;

    /// <summary>How long restoring a backup takes, for cold standbys. Default zero.</summary>
    public TimeSpan Restore { get; init; }

    /// <summary>How long a step of the application's own takes. Default zero.</summary>
    public TimeSpan CustomStep { get; init; }

    /// <summary>How long a person takes to approve what a move asks for. Null, the default: nobody knows, and the forecast ends there.</summary>
    public TimeSpan? Approval { get; init; }

    /// <summary>How long a request to the dead region takes to fail, when recovery counts until the last one has. Default zero: until it is sent.</summary>
    public TimeSpan Request { get; init; }

    /// <summary>How routers behave that <see cref="Routers"/> does not name. Default: at once, and nobody keeps an answer.</summary>
    public RouterDelays Router { get; init; } = new();

    /// <summary>How single routers behave.</summary>
    public ImmutableDictionary<RouterId, RouterDelays> Routers { get; init; } = ImmutableDictionary<RouterId, RouterDelays>.Empty;

    /// <summary>The worst that a simulated world does while nothing else is wrong in it.</summary>
    /// <param name="world">The world.</param>
    public static WorldDelays Of(SimulationSettings world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var answer = world.ProbeLatency * 1.2;
        var overstays = Overstays(world.Clients);
        RouterDelays Delays(RouterModel model) => new() { Propagation = model.Propagation, AnswersAreCached = model.AnswersAreCached, Ttl = model.Ttl, OverstayFor = overstays };
        return new()
        {
            HealthyProbe = answer,
            FailingProbe = world.DeadRegionsHang ? null : answer,
            Call = world.ApiLatency,
            StartUp = world.StartUp,
            Fence = world.ApiLatency,
            FenceOutcome = world.Data.DeadFence,
            Promotion = world.Data.PromotionTime,
            ReplicaLag = world.Data.Lag,
            Restore = world.Data.RestoreTime,
            CustomStep = world.ApiLatency,
            Approval = world.Operators.ApprovesAfter,
            Router = Delays(world.Router),
            Routers = world.Routers.ToImmutableDictionary(static pair => pair.Key, pair => Delays(pair.Value)),
        };
    }

    // Those who keep old answers let go one after the other, until so few are left that users count as recovered.
    private static TimeSpan Overstays(ClientModel clients) =>
        clients.OverstayShare * (1 - clients.StickyShare) is var share && share > clients.RecoveredBelow ? clients.OverstayFor * (1 - (clients.RecoveredBelow / share)) : TimeSpan.Zero;

    /// <summary>How a router behaves.</summary>
    /// <param name="router">The router.</param>
    public RouterDelays Of(RouterId router) => Routers.GetValueOrDefault(router, Router);

    internal string? Mistake()
    {
        var times = new (string Name, TimeSpan? Time)[]
        {
            (nameof(FailingProbe), FailingProbe), (nameof(HealthyProbe), HealthyProbe), (nameof(VantageReport), VantageReport), (nameof(Call), Call),
            (nameof(Bookkeeping), Bookkeeping), (nameof(StartUp), StartUp), (nameof(Fence), Fence), (nameof(Promotion), Promotion), (nameof(ReplicaLag), ReplicaLag),
            (nameof(Restore), Restore), (nameof(CustomStep), CustomStep), (nameof(Approval), Approval), (nameof(Request), Request),
        };
        var wrong = times.Concat(Routers.Values.Prepend(Router).SelectMany(static router => router.Times())).FirstOrDefault(static time => time.Time < TimeSpan.Zero);
        return wrong.Time is { } negative ? $"{wrong.Name} is {negative}: no delay is negative" : null;
    }
}

/// <summary>How long a router's changes take until users feel them.</summary>
public sealed record RouterDelays
{
    /// <summary>How long a change takes at most until clients are answered from it. Default zero.</summary>
    public TimeSpan Propagation { get; init; }

    /// <summary>Whether clients keep an answer for its time to live, as with DNS. Default false.</summary>
    public bool AnswersAreCached { get; init; }

    /// <summary>How long clients keep an answer where they do and the service's routing tree does not say. Default 60 s.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long those clients keep an answer that keep it longer than they may. Default zero: there are none that count.</summary>
    public TimeSpan OverstayFor { get; init; }

    /// <summary>What a router says of itself.</summary>
    /// <param name="capabilities">Its capabilities.</param>
    public static RouterDelays Of(RouterCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return new() { Propagation = capabilities.Propagation, AnswersAreCached = capabilities.AnswersAreCached };
    }

    internal TimeSpan KeptFor(RoutingNode tree) =>
        !AnswersAreCached ? TimeSpan.Zero
        : Longest(tree, Ttl) is var kept && kept > OverstayFor ? kept
        : OverstayFor;

    internal IEnumerable<(string Name, TimeSpan? Time)> Times() => [("Router.Propagation", Propagation), ("Router.Ttl", Ttl), ("Router.OverstayFor", OverstayFor)];

    private static TimeSpan Longest(RoutingNode node, TimeSpan inherited)
    {
        var own = node.Ttl ?? inherited;
        return node is EndpointNode ? own : node.ChildNodes().Select(child => Longest(child, own)).DefaultIfEmpty(own).Max();
    }
}
