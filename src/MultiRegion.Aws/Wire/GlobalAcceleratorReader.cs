using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Wire;

/// <summary>From the answers of Global Accelerator to the documents.</summary>
internal static class GlobalAcceleratorReader
{
    public static Accelerator Accelerator(GlobalAcceleratorBodies.Accelerator? read) => new(
        Needed(read, "Accelerator").AcceleratorArn ?? throw Missing("AcceleratorArn"), read!.Name ?? "", read.Enabled ?? true, read.Status == "DEPLOYED", read.DnsName ?? "")
    {
        DualStackDnsName = read.DualStackDnsName,
        Addresses = [.. (read.IpSets ?? []).SelectMany(static set => set.IpAddresses ?? [])],
        IpAddressType = read.IpAddressType ?? "IPV4",
    };

    public static Listener Listener(GlobalAcceleratorBodies.Listener? read) => new(
        Needed(read, "Listener").ListenerArn ?? throw Missing("ListenerArn"), read!.Protocol ?? "TCP", read.ClientAffinity ?? "NONE",
        [.. (read.PortRanges ?? []).Select(static range => new PortRange(range.FromPort, range.ToPort))]);

    public static EndpointGroup Group(GlobalAcceleratorBodies.Group? read) => new()
    {
        Arn = Needed(read, "EndpointGroup").EndpointGroupArn ?? throw Missing("EndpointGroupArn"),
        Region = read!.EndpointGroupRegion ?? throw Missing("EndpointGroupRegion"),
        Dial = read.TrafficDialPercentage ?? 100,
        Endpoints = [.. (read.EndpointDescriptions ?? []).Select(Endpoint)],
        HealthProtocol = read.HealthCheckProtocol ?? "TCP",
        HealthPort = read.HealthCheckPort,
        HealthPath = read.HealthCheckPath,
        HealthInterval = read.HealthCheckIntervalSeconds ?? 30,
        Threshold = read.ThresholdCount ?? 3,
        PortOverrides = [.. (read.PortOverrides ?? []).Select(static one => new PortOverride(one.ListenerPort, one.EndpointPort))],
    };

    public static ImmutableDictionary<string, string> Tags(GlobalAcceleratorBodies.Response read) =>
        (read.Tags ?? []).ToImmutableDictionary(static tag => tag.Key, static tag => tag.Value ?? "", StringComparer.Ordinal);

    /// <summary>An endpoint is written with weight 128 where none is said.</summary>
    private static AcceleratorEndpoint Endpoint(GlobalAcceleratorBodies.Description read) => new(
        read.EndpointId ?? throw Missing("EndpointId"), read.Weight ?? 128, Health(read.HealthState), read.HealthReason, read.ClientIPPreservationEnabled);

    private static EndpointHealth? Health(string? state) => state switch
    {
        "INITIAL" => EndpointHealth.Initial,
        "HEALTHY" => EndpointHealth.Healthy,
        "UNHEALTHY" => EndpointHealth.Unhealthy,
        _ => null,
    };

    private static T Needed<T>(T? value, string name)
        where T : class => value ?? throw Missing(name);

    private static FormatException Missing(string name) => new($"'{name}' is missing");
}
