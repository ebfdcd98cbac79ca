using System.Net;
using System.Net.Sockets;

namespace MultiRegion.Aws.Compile;

/// <summary>How an endpoint is written into a zone.</summary>
internal abstract record Target
{
    private const string AcceleratorZone = "Z2BJ6XQ5FK7U4H";

    /// <summary>Whether clients of IPv4 (type A) find it.</summary>
    public virtual bool HasA => false;

    /// <summary>Whether clients of IPv6 (type AAAA) find it.</summary>
    public virtual bool HasAaaa => false;

    public static Target Of(EndpointAddress endpoint)
    {
        var host = endpoint.Host.ToLowerInvariant().TrimEnd('.');
        return IPAddress.TryParse(host, out var address) ? new AddressTarget(address)
            : Zone(host) is { } zone ? new AliasedTarget(host, zone)
            : new NamedTarget(host);
    }

    private static string? Zone(string host) => (host.EndsWith(".cn", StringComparison.Ordinal) ? host[..^3] : host).Split('.') switch
    {
        [.., "awsglobalaccelerator", "com"] => AcceleratorZone,
        [.., var region, "elb", "amazonaws", "com"] => AwsRegions.Find(region)?.ApplicationZone,
        [.., "elb", var region, "amazonaws", "com"] => AwsRegions.Find(region)?.NetworkZone,
        _ => null,
    };
}

/// <summary>An address: an A or AAAA record.</summary>
internal sealed record AddressTarget(IPAddress Address) : Target
{
    public override bool HasA => Address.AddressFamily == AddressFamily.InterNetwork;

    public override bool HasAaaa => Address.AddressFamily == AddressFamily.InterNetworkV6;
}

/// <summary>A load balancer or an accelerator: an alias, which costs no query of its own and knows the target's health.</summary>
internal sealed record AliasedTarget(string Host, string ZoneId) : Target
{
    public override bool HasA => true;

    public override bool HasAaaa => Host.StartsWith("dualstack.", StringComparison.Ordinal) || Host.Contains(".dualstack.", StringComparison.Ordinal);
}

/// <summary>Any other name: a CNAME record.</summary>
internal sealed record NamedTarget(string Host) : Target;
