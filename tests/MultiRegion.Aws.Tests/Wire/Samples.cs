using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests.Wire;

/// <summary>Documents that tests send.</summary>
internal static class Samples
{
    public static ResourceRecordSet Record(string name = "www.example.com.", string value = "192.0.2.1") => new() { Name = name, Type = "A", Ttl = 30, Values = [value] };

    public static ImmutableArray<RecordChange> Create(params ImmutableArray<ResourceRecordSet> records) => [.. records.Select(static record => new RecordChange(ChangeAction.Create, record))];

    public static HealthCheckConfig Https(string host = "a.example.com") => new() { Type = "HTTPS", FullyQualifiedDomainName = host, Port = 443, ResourcePath = "/healthz", RequestInterval = 10, FailureThreshold = 3 };

    public static EndpointGroup Group(string region = "eu-west-1", double dial = 100, params ImmutableArray<AcceleratorEndpoint> endpoints) => new() { Region = region, Dial = dial, Endpoints = endpoints };
}
