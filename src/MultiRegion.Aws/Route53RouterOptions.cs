namespace MultiRegion.Aws;

/// <summary>How a <see cref="Route53Router"/> works.</summary>
public sealed class Route53RouterOptions
{
    /// <summary>
    /// Which installation the records belong to; it stands in their TXT record, and records of another owner are never touched. Letters, digits, <c>-</c>, <c>_</c>,
    /// <c>.</c>, at most 64. Default <c>multiregion</c>.
    /// </summary>
    public string Owner { get; set; } = "multiregion";

    /// <summary>The ids of the public hosted zones that hold the hostnames; empty (the default): found by name in the account.</summary>
    public IList<string> HostedZoneIds { get; } = [];

    /// <summary>What is known of regions beside the topology, by region id. Default nothing.</summary>
    public IDictionary<string, Route53RegionOptions> Regions { get; } = new Dictionary<string, Route53RegionOptions>(StringComparer.Ordinal);

    /// <summary>How often Route 53's own checkers look, in seconds: 10 (which costs more) or 30. Default 30.</summary>
    public int HealthCheckInterval { get; set; } = 30;

    /// <summary>How many checks in a row must come out the same to change a checker's opinion: 1 to 10, default 3.</summary>
    public int FailureThreshold { get; set; } = 3;

    /// <summary>The longest that a change takes until every name server has it: what Route 53 promises for most changes. Default 60 s.</summary>
    public TimeSpan Propagation { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How AWS is reached.</summary>
    public AwsConnectionOptions Connection { get; } = new();
}

/// <summary>What a router should know of a region beside the topology.</summary>
public sealed class Route53RegionOptions
{
    /// <summary>
    /// The AWS region that latency is measured to, for example <c>eu-west-1</c>. Null (the default): the one that the region's id is or ends with, else the nearest one
    /// by the location in the routing tree, which is listed as a loss.
    /// </summary>
    public string? AwsRegion { get; set; }

    /// <summary>
    /// The ARN of an ARC routing control that must be on for the region to be answered: a switch that needs no Route 53 API, over five regional endpoints. Null (the default): none.
    /// </summary>
    public string? RoutingControlArn { get; set; }

    /// <summary>
    /// The address of something that you own outside of every region and can turn off, for example <c>https://switches.example.net/eu</c>: while it does not answer with a
    /// status from 200 to 399, the region is not answered. It is a switch that needs no API of AWS. Null (the default): none.
    /// </summary>
    public Uri? SwitchAddress { get; set; }

    /// <summary>The name of a CloudWatch alarm that must not be in alarm for the region to be answered. Null (the default): none.</summary>
    public string? AlarmName { get; set; }

    /// <summary>The AWS region that the alarm is in. Needed with <see cref="AlarmName"/>.</summary>
    public string? AlarmRegion { get; set; }
}

/// <summary>How AWS is reached.</summary>
public sealed class AwsConnectionOptions
{
    /// <summary>A region of the partition to work in, for example <c>us-east-1</c>, <c>cn-north-1</c>, <c>us-gov-west-1</c>. Default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Whether to use the endpoints that answer over IPv6 as well. Default false.</summary>
    public bool UseDualStack { get; set; }

    /// <summary>Whether to use the endpoints with FIPS 140 cryptography. Default false.</summary>
    public bool UseFips { get; set; }

    /// <summary>An endpoint of one's own instead of the partition's, for tests; not together with the two above. Default null.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// How many requests a second may be sent once <see cref="RequestBurst"/> is used up, 1 or more. The service counts them by account: routers of one account divide its limit.
    /// Null (the default): 5, the lowest that AWS documents for Route 53 (DNS service quotas); the page on throttling says 10.
    /// </summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>How many requests may be sent at once, 1 or more. Null (the default): 5 for Route 53, where the page on throttling says 50, and 10 for Global Accelerator.</summary>
    public int? RequestBurst { get; set; }

    /// <summary>What sends the requests, signed, and must not follow redirects: for a proxy, for counting, for tests. It is never disposed of here. Null (the default): sockets of our own.</summary>
    public HttpMessageHandler? Transport { get; set; }
}
