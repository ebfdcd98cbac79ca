namespace MultiRegion.Cloudflare;

/// <summary>How a <see cref="CloudflareRouter"/> works.</summary>
public sealed class CloudflareRouterOptions
{
    /// <summary>
    /// Which installation load balancers, pools and monitors belong to; it stands in their descriptions and in the names of pools, and what belongs to another owner is never
    /// touched. Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, at most 32. Default <c>multiregion</c>.
    /// </summary>
    public string Owner { get; set; } = "multiregion";

    /// <summary>The id of the account whose zones are used; null (the default): any that the token can see, as long as only one of them has the zone.</summary>
    public string? AccountId { get; set; }

    /// <summary>
    /// Whether requests go through Cloudflare, so that a change acts at once and sessions can be kept together. False: DNS answers alone, which clients keep for the TTL.
    /// Default true.
    /// </summary>
    public bool Proxied { get; set; } = true;

    /// <summary>
    /// Whether trees of latency go by round-trip times that Cloudflare's health checks measure, instead of by distance to the locations in the tree. Default false.
    /// </summary>
    public bool MeasuredLatency { get; set; }

    /// <summary>Whether weighted trees also look at how many requests a region has not answered yet, which is listed as a loss. Default false.</summary>
    public bool LeastOutstandingRequests { get; set; }

    /// <summary>Whether a request that a region failed is sent once more to another region (zero-downtime failover across pools). Default false.</summary>
    public bool FailoverAcrossPools { get; set; }

    /// <summary>What happens to a session whose endpoint fails. Default <see cref="SessionFailover.None"/>.</summary>
    public SessionFailover SessionFailover { get; set; } = SessionFailover.None;

    /// <summary>
    /// For how long sessions stay with a region that is left by plan and is well, where the tree has session affinity: 0 to 1 hour, in whole seconds. A region that fails, or whose data moves,
    /// keeps nobody. Default 0: no region does.
    /// </summary>
    public TimeSpan SessionDrain { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// The longest that a change takes until every data centre has it. Cloudflare names no figure and does not say when it is so: this one is for the engine's waiting.
    /// Default 60 s.
    /// </summary>
    public TimeSpan Propagation { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How Cloudflare's own checks work, beside what the service's probe says.</summary>
    public CloudflareMonitorOptions Monitor { get; } = new();

    /// <summary>What the account may have; a plan that goes beyond it is refused before anything is written.</summary>
    public CloudflareLimits Limits { get; } = new();

    /// <summary>Custom rules of services. Not together with geographic trees. Default none.</summary>
    public IList<CloudflareRule> Rules { get; } = [];

    /// <summary>
    /// Data centres of Cloudflare whose clients have an order of their own (its <c>pop_pools</c>, which Enterprise accounts have). Only with priority and geographic trees, and not together with
    /// rules. Default none.
    /// </summary>
    public IList<CloudflareDataCentre> DataCentres { get; } = [];

    /// <summary>How Cloudflare is reached.</summary>
    public CloudflareConnectionOptions Connection { get; } = new();
}

/// <summary>What happens to a session whose endpoint fails.</summary>
public enum SessionFailover
{
    /// <summary>It stays, and its requests fail.</summary>
    None,

    /// <summary>Its requests go elsewhere until the endpoint is back.</summary>
    Temporary,

    /// <summary>It moves for good.</summary>
    Sticky,
}

/// <summary>How Cloudflare's own checks work.</summary>
public sealed class CloudflareMonitorOptions
{
    /// <summary>How often each checking data centre looks: 5 s to 1 hour, and not below what the plan allows. Default 60 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer may take: 1 to 10 s, less than the interval. Default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a check that timed out is repeated at once: 0 to 5, default 2.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>How many good checks in a row make an endpoint healthy: 0 (the default, one is enough) to 10.</summary>
    public int ConsecutiveUp { get; set; }

    /// <summary>How many bad checks in a row make an endpoint unhealthy: 0 (the default, one is enough) to 10.</summary>
    public int ConsecutiveDown { get; set; }

    /// <summary>From where checks run, by Cloudflare's codes, for example <c>WEU</c>, <c>ENAM</c>; empty (the default): what Cloudflare has for the pool.</summary>
    public IList<string> Regions { get; } = [];

    /// <summary>Which changes of health Cloudflare notifies of. Default: what the pool has.</summary>
    public CloudflareNotifications? Notify { get; set; }
}

/// <summary>Which changes of health are notified.</summary>
public enum CloudflareNotifications
{
    /// <summary>All, of pools and of endpoints.</summary>
    All,

    /// <summary>Pools that became unhealthy, alone.</summary>
    PoolsDown,

    /// <summary>None: this engine notifies.</summary>
    None,
}

/// <summary>What an account may have. The defaults are those of plans that are not Enterprise.</summary>
public sealed class CloudflareLimits
{
    /// <summary>Load balancers, 1 or more. Default 20.</summary>
    public int LoadBalancers { get; set; } = 20;

    /// <summary>Pools, 1 or more. Default 20.</summary>
    public int Pools { get; set; } = 20;

    /// <summary>Endpoints in all pools, 1 or more. Default 20.</summary>
    public int Endpoints { get; set; } = 20;

    /// <summary>The shortest interval of checks. Default 15 s; 10 s with Enterprise.</summary>
    public TimeSpan ShortestInterval { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>A custom rule: while its condition is true of a request, other regions answer, or none and a fixed response.</summary>
public sealed class CloudflareRule
{
    /// <summary>The hostname of the service.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>For people; at most 200 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>In Cloudflare's expression language; empty: always true.</summary>
    public string Condition { get; set; } = "";

    /// <summary>The regions that answer, in order; those that are drained are left out. Empty: the response below.</summary>
    public IList<string> Regions { get; } = [];

    /// <summary>The status of a fixed response, for rules without regions: 200 to 599. Default 503.</summary>
    public int Status { get; set; } = 503;

    /// <summary>The body of a fixed response, at most 1024 characters. Default empty.</summary>
    public string Body { get; set; } = "";

    /// <summary>The type of that body, at most 32 characters. Default <c>text/plain</c>.</summary>
    public string ContentType { get; set; } = "text/plain";
}

/// <summary>A data centre of Cloudflare whose clients have an order of their own, whatever the tree says.</summary>
public sealed class CloudflareDataCentre
{
    /// <summary>The hostname of the service.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>The data centre's code, three letters, for example <c>LHR</c>.</summary>
    public string Code { get; set; } = "";

    /// <summary>The regions that answer there, in order; those that are drained are left out, and when none is left the tree decides. Behind them answers the fallback pool.</summary>
    public IList<string> Regions { get; } = [];
}

/// <summary>How Cloudflare is reached.</summary>
public sealed class CloudflareConnectionOptions
{
    /// <summary>The API token. It is never logged and never part of a plan. Null (the default): see <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>A file that holds the token, read again for each request, so that it can be exchanged. Null (the default): none.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The address of the API. Default that of version 4.</summary>
    public Uri Endpoint { get; set; } = Wire.CloudflareSettings.DefaultEndpoint;

    /// <summary>
    /// How many requests this router sends in five minutes at most: 10 to 1200. Cloudflare counts 1200 for a user over all its tokens and the dashboard, and blocks everything beyond.
    /// Default 1000.
    /// </summary>
    public int RequestsPerFiveMinutes { get; set; } = 1000;

    /// <summary>What sends the requests, with the token, and must not follow redirects: for a proxy, for counting, for tests. It is never disposed of here. Null (the default): sockets of our own.</summary>
    public HttpMessageHandler? Transport { get; set; }
}
