namespace MultiRegion.Aws;

/// <summary>How a <see cref="GlobalAcceleratorRouter"/> works.</summary>
public sealed class GlobalAcceleratorRouterOptions
{
    /// <summary>
    /// Which installation the listeners belong to; it stands in a tag of the accelerator, and listeners of another owner are never touched. Letters, digits, <c>-</c>, <c>_</c>,
    /// <c>.</c>, at most 64. Default <c>multiregion</c>.
    /// </summary>
    public string Owner { get; set; } = "multiregion";

    /// <summary>The ARN of the accelerator, which must be there. Needed.</summary>
    public string AcceleratorArn { get; set; } = "";

    /// <summary>What each service has on the accelerator, by service id. At least one.</summary>
    public IDictionary<string, AcceleratorServiceOptions> Services { get; } = new Dictionary<string, AcceleratorServiceOptions>(StringComparer.Ordinal);

    /// <summary>The longest that a change takes until every edge location has it. Default 60 s.</summary>
    public TimeSpan Propagation { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How AWS is reached; the calls go to the us-west-2 region in any case.</summary>
    public AwsConnectionOptions Connection { get; } = new();
}

/// <summary>What a service has on an accelerator: a listener, and an endpoint in each region.</summary>
public sealed class AcceleratorServiceOptions
{
    /// <summary>The ports that clients use, 1 to 65535; no two services share one. Empty: 443 alone.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary><c>TCP</c> or <c>UDP</c>. Default TCP.</summary>
    public string Protocol { get; set; } = "TCP";

    /// <summary>What each region is entered by, by region id. At least one.</summary>
    public IDictionary<string, AcceleratorEndpointOptions> Endpoints { get; } = new Dictionary<string, AcceleratorEndpointOptions>(StringComparer.Ordinal);
}

/// <summary>What a region is entered by.</summary>
public sealed class AcceleratorEndpointOptions
{
    /// <summary>The ARN of a load balancer, or the id of an Elastic IP allocation or of an EC2 instance. Needed.</summary>
    public string EndpointId { get; set; } = "";

    /// <summary>The AWS region that it is in. Null (the default): the one in the ARN, else the one that the region's id is or ends with.</summary>
    public string? AwsRegion { get; set; }

    /// <summary>Its weight within its group, 1 to 255. Default 128.</summary>
    public int Weight { get; set; } = 128;

    /// <summary>Whether the endpoint sees the clients' addresses. Null (the default): as its kind does.</summary>
    public bool? PreserveClientAddress { get; set; }
}
