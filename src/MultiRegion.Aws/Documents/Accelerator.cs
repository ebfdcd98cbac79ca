using System.Collections.Immutable;

namespace MultiRegion.Aws.Documents;

/// <summary>A standard accelerator.</summary>
/// <param name="Arn">Its name for the API.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Enabled">Whether it takes traffic.</param>
/// <param name="Deployed">False while a change is <c>IN_PROGRESS</c>.</param>
/// <param name="DnsName">What hostnames point to.</param>
internal sealed record Accelerator(string Arn, string Name, bool Enabled, bool Deployed, string DnsName)
{
    public string? DualStackDnsName { get; init; }

    /// <summary>The static addresses.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary><c>IPV4</c> or <c>DUAL_STACK</c>.</summary>
    public string IpAddressType { get; init; } = "IPV4";
}

/// <param name="Arn">Null until it is created.</param>
/// <param name="Protocol"><c>TCP</c> or <c>UDP</c>.</param>
/// <param name="ClientAffinity"><c>NONE</c> or <c>SOURCE_IP</c>.</param>
/// <param name="Ports">At least one range.</param>
internal sealed record Listener(string? Arn, string Protocol, string ClientAffinity, ImmutableArray<PortRange> Ports)
{
    /// <summary>Whether both listen in the same way, whatever their ARNs are.</summary>
    public bool IsLike(Listener other) => ListensLike(other) && ClientAffinity == other.ClientAffinity;

    /// <summary>Whether both have the same protocol and ports.</summary>
    public bool ListensLike(Listener other) => Protocol == other.Protocol && Ports.ToHashSet().SetEquals(other.Ports);
}

internal readonly record struct PortRange(int From, int To);

/// <summary>The endpoints of one AWS region behind one listener.</summary>
internal sealed record EndpointGroup
{
    /// <summary>Null until it is created.</summary>
    public string? Arn { get; init; }

    /// <summary>The AWS region; one group per region and listener.</summary>
    public required string Region { get; init; }

    /// <summary>0 to 100, the part of the traffic already aimed at this group that it takes.</summary>
    public double Dial { get; init; } = 100;

    public ImmutableArray<AcceleratorEndpoint> Endpoints { get; init; } = [];

    /// <summary><c>TCP</c>, <c>HTTP</c> or <c>HTTPS</c>.</summary>
    public string HealthProtocol { get; init; } = "TCP";

    /// <summary>Null: the listener's first port.</summary>
    public int? HealthPort { get; init; }

    public string? HealthPath { get; init; }

    /// <summary>10 or 30 seconds.</summary>
    public int HealthInterval { get; init; } = 30;

    /// <summary>1 to 10, the same in both directions.</summary>
    public int Threshold { get; init; } = 3;

    public ImmutableArray<PortOverride> PortOverrides { get; init; } = [];
}

/// <param name="Id">An ARN, an EC2 instance id or an allocation id.</param>
/// <param name="Weight">0 to 255.</param>
/// <param name="Health">What was read; null in what is desired.</param>
/// <param name="Reason">Why it is not healthy, as read.</param>
/// <param name="PreserveClientAddress">Null: the default of the endpoint's kind.</param>
internal sealed record AcceleratorEndpoint(string Id, int Weight, EndpointHealth? Health = null, string? Reason = null, bool? PreserveClientAddress = null);

internal readonly record struct PortOverride(int ListenerPort, int EndpointPort);

internal enum EndpointHealth
{
    Initial,
    Healthy,
    Unhealthy,
}
