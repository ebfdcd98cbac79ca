using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Aws.Wire;

/// <summary>The bodies of Global Accelerator; their members are named as on the wire.</summary>
internal static class GlobalAcceleratorBodies
{
    public sealed record Request
    {
        public string? AcceleratorArn { get; init; }

        public string? ListenerArn { get; init; }

        public string? EndpointGroupArn { get; init; }

        public string? ResourceArn { get; init; }

        public string? EndpointGroupRegion { get; init; }

        public IReadOnlyList<Ports>? PortRanges { get; init; }

        public string? Protocol { get; init; }

        public string? ClientAffinity { get; init; }

        public IReadOnlyList<Configuration>? EndpointConfigurations { get; init; }

        public IReadOnlyList<Identifier>? EndpointIdentifiers { get; init; }

        public double? TrafficDialPercentage { get; init; }

        public int? HealthCheckPort { get; init; }

        public string? HealthCheckProtocol { get; init; }

        public string? HealthCheckPath { get; init; }

        public int? HealthCheckIntervalSeconds { get; init; }

        public int? ThresholdCount { get; init; }

        public IReadOnlyList<Override>? PortOverrides { get; init; }

        public string? IdempotencyToken { get; init; }

        public IReadOnlyList<Label>? Tags { get; init; }

        public int? MaxResults { get; init; }

        public string? NextToken { get; init; }
    }

    public sealed record Response
    {
        public Accelerator? Accelerator { get; init; }

        public IReadOnlyList<Accelerator>? Accelerators { get; init; }

        public Listener? Listener { get; init; }

        public IReadOnlyList<Listener>? Listeners { get; init; }

        public Group? EndpointGroup { get; init; }

        public IReadOnlyList<Group>? EndpointGroups { get; init; }

        public IReadOnlyList<Label>? Tags { get; init; }

        public string? NextToken { get; init; }
    }

    public sealed record Accelerator
    {
        public string? AcceleratorArn { get; init; }

        public string? Name { get; init; }

        public string? IpAddressType { get; init; }

        public bool? Enabled { get; init; }

        public IReadOnlyList<Addresses>? IpSets { get; init; }

        public string? DnsName { get; init; }

        public string? DualStackDnsName { get; init; }

        public string? Status { get; init; }
    }

    public sealed record Addresses
    {
        public IReadOnlyList<string>? IpAddresses { get; init; }
    }

    public sealed record Listener
    {
        public string? ListenerArn { get; init; }

        public IReadOnlyList<Ports>? PortRanges { get; init; }

        public string? Protocol { get; init; }

        public string? ClientAffinity { get; init; }
    }

    public sealed record Group
    {
        public string? EndpointGroupArn { get; init; }

        public string? EndpointGroupRegion { get; init; }

        public IReadOnlyList<Description>? EndpointDescriptions { get; init; }

        public double? TrafficDialPercentage { get; init; }

        public int? HealthCheckPort { get; init; }

        public string? HealthCheckProtocol { get; init; }

        public string? HealthCheckPath { get; init; }

        public int? HealthCheckIntervalSeconds { get; init; }

        public int? ThresholdCount { get; init; }

        public IReadOnlyList<Override>? PortOverrides { get; init; }
    }

    public sealed record Description
    {
        public string? EndpointId { get; init; }

        public int? Weight { get; init; }

        public string? HealthState { get; init; }

        public string? HealthReason { get; init; }

        public bool? ClientIPPreservationEnabled { get; init; }
    }

    public sealed record Configuration
    {
        public required string EndpointId { get; init; }

        public int? Weight { get; init; }

        public bool? ClientIPPreservationEnabled { get; init; }
    }

    public sealed record Identifier
    {
        public required string EndpointId { get; init; }
    }

    public sealed record Ports
    {
        public int FromPort { get; init; }

        public int ToPort { get; init; }
    }

    public sealed record Override
    {
        public int ListenerPort { get; init; }

        public int EndpointPort { get; init; }
    }

    public sealed record Label
    {
        public required string Key { get; init; }

        public string? Value { get; init; }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(GlobalAcceleratorBodies.Request))]
[JsonSerializable(typeof(GlobalAcceleratorBodies.Response))]
internal sealed partial class GlobalAcceleratorJson : JsonSerializerContext
{
    public static byte[] Write(GlobalAcceleratorBodies.Request request) => JsonSerializer.SerializeToUtf8Bytes(request, Default.Request);

    /// <exception cref="FormatException">It is not whole, or not of this shape.</exception>
    public static GlobalAcceleratorBodies.Response Read(byte[] body)
    {
        try
        {
            return body.Length == 0 ? new() : JsonSerializer.Deserialize(body, Default.Response) ?? new();
        }
        catch (JsonException error)
        {
            throw new FormatException($"no whole JSON object of the expected shape (line {error.LineNumber}, position {error.BytePositionInLine}, at {error.Path})", error);
        }
    }
}
