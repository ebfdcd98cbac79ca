namespace MultiRegion.Azure;

/// <summary>How a <see cref="TrafficManagerRouter"/> works.</summary>
public sealed class TrafficManagerRouterOptions
{
    /// <summary>
    /// Which installation profiles belong to; it stands in their tags and names, and what belongs to another owner is never touched. Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, at most 32.
    /// Default <c>multiregion</c>.
    /// </summary>
    public string Owner { get; set; } = "multiregion";

    /// <summary>The id of the subscription. Mandatory.</summary>
    public string SubscriptionId { get; set; } = "";

    /// <summary>The resource group that the profiles are in. It must be there. Mandatory.</summary>
    public string ResourceGroup { get; set; } = "";

    /// <summary>
    /// The relative DNS names of services, by their ids. A service that is not named here has the first label of its hostname where that lies below Traffic Manager's own domain, or else a name that is
    /// made up of owner, service and resource group. Letters, digits and inner hyphens, at most 50.
    /// </summary>
    public IDictionary<string, string> DnsNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The names of the root profiles of services, by their ids: for profiles that are to be adopted. A service that is not named here has <c>{owner}-{service}</c>.</summary>
    public IDictionary<string, string> ProfileNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The Azure regions of regions, by their ids, for trees of latency, for example <c>northeurope</c>. A region whose id ends with the name of an Azure region need not be named; another one is
    /// measured to the Azure region nearest to its location in the tree.
    /// </summary>
    public IDictionary<string, string> AzureRegions { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The resource ids of hosts that are Azure resources (public addresses, web apps), by host. Other hosts are external endpoints.</summary>
    public IDictionary<string, string> AzureEndpoints { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Clients that have an order of their own, told by their addresses or those of their resolvers (a Subnet profile above all others). Default none.</summary>
    public IList<TrafficManagerSubnet> Subnets { get; } = [];

    /// <summary>How Traffic Manager's own checks work, beside what the service's probe says.</summary>
    public TrafficManagerMonitorOptions Monitor { get; } = new();

    /// <summary>
    /// The longest that a change takes until every name server of Traffic Manager has it. Azure does not say when it is so: this one is for the engine's waiting. Default 60 s, which Azure names for a
    /// change of the routing method.
    /// </summary>
    public TimeSpan Propagation { get; set; } = Twin.Limits.Propagation;

    /// <summary>How Azure Resource Manager is reached.</summary>
    public TrafficManagerConnectionOptions Connection { get; } = new();
}

/// <summary>Clients of a service that have an order of their own, whatever its tree says.</summary>
public sealed class TrafficManagerSubnet
{
    /// <summary>The hostname of the service.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>Their addresses: <c>203.0.113.0/24</c>, or the first and the last with a hyphen between them. Ranges of a service do not overlap.</summary>
    public IList<string> Ranges { get; } = [];

    /// <summary>The regions that answer them, in order. While none of them is healthy they get no answer; while all are drained the tree decides.</summary>
    public IList<string> Regions { get; } = [];
}

/// <summary>How Traffic Manager's own checks work.</summary>
public sealed class TrafficManagerMonitorOptions
{
    /// <summary>How often each probing region looks: 10 s (the default, which costs more) or 30 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take: 5 to 9 s with an interval of 10 s, else 5 to 10 s. Default 9 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(9);

    /// <summary>How many failures in a row are tolerated: 0 to 9, default 3.</summary>
    public int ToleratedFailures { get; set; } = 3;
}

/// <summary>Which Azure.</summary>
public enum AzureCloud
{
    /// <summary>The one that is open to everybody.</summary>
    Public,

    /// <summary>China, operated by 21Vianet.</summary>
    China,

    /// <summary>That of the government of the United States.</summary>
    USGovernment,
}

/// <summary>How Azure Resource Manager is reached.</summary>
public sealed class TrafficManagerConnectionOptions
{
    /// <summary>Which Azure. Default the public one.</summary>
    public AzureCloud Cloud { get; set; } = AzureCloud.Public;

    /// <summary>Another address of Azure Resource Manager, over https. Null (the default): that of the cloud.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>What tokens are asked for. Null (the default): that of the cloud.</summary>
    public string? Scope { get; set; }

    /// <summary>How long an operation that Azure accepted is waited for: 1 s to 1 hour. Default 5 min.</summary>
    public TimeSpan OperationDeadline { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What sends the requests, with the token, and must not follow redirects: for a proxy, for counting, for tests. It is never disposed of here. Null (the default): sockets of our own.</summary>
    public HttpMessageHandler? Transport { get; set; }
}
