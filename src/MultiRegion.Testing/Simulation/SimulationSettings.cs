using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>How the world around an estate behaves while nothing is wrong with it.</summary>
public sealed record SimulationSettings
{
    /// <summary>How long a probe's answer takes, on average; each is drawn from 80 to 120 % of it. Default 20 ms.</summary>
    public TimeSpan ProbeLatency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The part of probes that are lost on their way. 0 to below 1, default 0.</summary>
    public double ProbeLoss { get; init; }

    /// <summary>Whether nobody answers in a region that is down, so that probes time out; otherwise connections are refused at once. Default true.</summary>
    public bool DeadRegionsHang { get; init; } = true;

    /// <summary>How long a call to a provider takes. Default 50 ms.</summary>
    public TimeSpan ApiLatency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How routers that <see cref="Routers"/> does not name behave. Default <see cref="RouterModel.Dns"/>.</summary>
    public RouterModel Router { get; init; } = RouterModel.Dns;

    /// <summary>How each router behaves, by its id.</summary>
    public ImmutableSortedDictionary<RouterId, RouterModel> Routers { get; init; } = ImmutableSortedDictionary<RouterId, RouterModel>.Empty;

    /// <summary>Who uses the services.</summary>
    public ClientModel Clients { get; init; } = new();

    /// <summary>How the data sets behave.</summary>
    public DataModel Data { get; init; } = new();

    /// <summary>How long a workload's replicas take to start. Default 90 s.</summary>
    public TimeSpan StartUp { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The operators.</summary>
    public OperatorModel Operators { get; init; } = new();

    internal RouterModel Of(RouterId router) => Routers.GetValueOrDefault(router) ?? Router;
}

/// <summary>How a router carries changes to clients. The numbers come from the providers' documents; where these give none, from what operators report.</summary>
public sealed record RouterModel
{
    /// <summary>The embedded router: clients see a change at once.</summary>
    public static RouterModel Embedded { get; } = new() { Kind = "embedded" };

    /// <summary>A DNS service: servers have a change within 10 s, clients keep answers for the TTL.</summary>
    public static RouterModel Dns { get; } = new() { Kind = "dns", Propagation = TimeSpan.FromSeconds(10), FastestPropagation = TimeSpan.FromSeconds(1), AnswersAreCached = true };

    /// <summary>Route 53: all servers have a change within 60 s; its own health checks act after three failures, 30 s apart.</summary>
    public static RouterModel Route53 { get; } = new()
    {
        Kind = "route53",
        Propagation = TimeSpan.FromSeconds(60),
        FastestPropagation = TimeSpan.FromSeconds(5),
        AnswersAreCached = true,
        OwnHealthChecks = TimeSpan.FromSeconds(90),
    };

    /// <summary>Traffic Manager: a change takes effect within a minute; an endpoint is degraded after four failures, 30 s apart.</summary>
    public static RouterModel TrafficManager { get; } = new()
    {
        Kind = "traffic-manager",
        Propagation = TimeSpan.FromSeconds(60),
        FastestPropagation = TimeSpan.FromSeconds(5),
        AnswersAreCached = true,
        OwnHealthChecks = TimeSpan.FromSeconds(120),
    };

    /// <summary>A proxied Cloudflare load balancer: a change takes seconds, no client caches anything; monitors look every 60 s.</summary>
    public static RouterModel Cloudflare { get; } = new()
    {
        Kind = "cloudflare",
        Fencing = FencingStrength.Checked,
        Propagation = TimeSpan.FromSeconds(5),
        FastestPropagation = TimeSpan.FromSeconds(1),
        OwnHealthChecks = TimeSpan.FromSeconds(60),
    };

    /// <summary>Global Accelerator: anycast, no TTL; new connections follow within about 30 s, established ones stay.</summary>
    public static RouterModel GlobalAccelerator { get; } = new()
    {
        Kind = "global-accelerator",
        Fencing = FencingStrength.Checked,
        Propagation = TimeSpan.FromSeconds(30),
        FastestPropagation = TimeSpan.FromSeconds(5),
        OwnHealthChecks = TimeSpan.FromSeconds(90),
    };

    /// <summary>What it stands for, in words.</summary>
    public required string Kind { get; init; }

    /// <summary>The longest that an accepted change takes until it is in effect; each is drawn between <see cref="FastestPropagation"/> and this. Default zero.</summary>
    public TimeSpan Propagation { get; init; }

    /// <summary>The shortest. At most <see cref="Propagation"/>, default zero.</summary>
    public TimeSpan FastestPropagation { get; init; }

    /// <summary>
    /// Whether a write is refused by what is there when it lands, or was only checked when it was sent, so that a late one can land on
    /// top of newer ones. Default <see cref="FencingStrength.Atomic"/>.
    /// </summary>
    public FencingStrength Fencing { get; init; } = FencingStrength.Atomic;

    /// <summary>Whether clients keep answers for the TTL. Default false: anycast or a proxy.</summary>
    public bool AnswersAreCached { get; init; }

    /// <summary>How long clients keep an answer where the service's tree has no TTL. Default 60 s.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a region must have been down before the router's own health checks leave it out, among the regions that the
    /// routing answers as it stands. Null: it has none. Default null.
    /// </summary>
    public TimeSpan? OwnHealthChecks { get; init; }
}

/// <summary>Who uses the services, as a flow of requests.</summary>
public sealed record ClientModel
{
    /// <summary>The requests of each service, a second. At least 0, default 100.</summary>
    public double RequestsPerSecond { get; init; } = 100;

    /// <summary>The part of clients that keep DNS answers longer than the TTL allows. 0 to 1, default 0.05.</summary>
    public double OverstayShare { get; init; } = 0.05;

    /// <summary>For how long these keep an answer. Default 10 min.</summary>
    public TimeSpan OverstayFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The part of requests that come over connections which stay where they are until they end; a region that dies breaks its own. 0 to 1, default 0.1.</summary>
    public double StickyShare { get; init; } = 0.1;

    /// <summary>How long such a connection lives. Default 5 min.</summary>
    public TimeSpan ConnectionLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where clients are, with their weights. Default: one group of whom nothing is known.</summary>
    public ImmutableArray<ClientGroup> Groups { get; init; } = [new(Routing.ClientLocation.Unknown, 1)];

    /// <summary>How often the engine is told what users got; null: never, so that grey failures go unseen. Default 10 s.</summary>
    public TimeSpan? ReportInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The mean time to an answer from a region that is well. Default 80 ms.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>Users count as recovered while at most this part of their requests fails. 0 to 1, default 0.01.</summary>
    public double RecoveredBelow { get; init; } = 0.01;

    /// <summary>The part of requests that write, and fail while no region is writable for them. 0 to 1, default 0.2.</summary>
    public double WriteShare { get; init; } = 0.2;
}

/// <summary>Clients in one place.</summary>
/// <param name="Location">Where they are.</param>
/// <param name="Weight">Their part of all clients, against the weights of the others; above 0.</param>
public sealed record ClientGroup(Routing.ClientLocation Location, double Weight);

/// <summary>How data sets behave.</summary>
public sealed record DataModel
{
    /// <summary>How far standbys are behind. Default 1 s.</summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a promotion or a demotion takes. Default 5 s.</summary>
    public TimeSpan PromotionTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What comes of fencing a region that does not answer. Default <see cref="FenceOutcome.Unconfirmed"/>: a person is asked, unless the settings accept the risk.</summary>
    public FenceOutcome DeadFence { get; init; } = FenceOutcome.Unconfirmed;

    /// <summary>How long a backup or a restore takes. Default 5 min.</summary>
    public TimeSpan RestoreTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a region that was fenced takes to follow again, once it is back. Default 5 min.</summary>
    public TimeSpan ReattachTime { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>What people do.</summary>
public sealed record OperatorModel
{
    /// <summary>How long they take to approve what is asked of them; null: they never do. Default 10 min.</summary>
    public TimeSpan? ApprovesAfter { get; init; } = TimeSpan.FromMinutes(10);
}
