using System.Collections.Immutable;

namespace MultiRegion.Azure.Documents;

/// <summary>A Traffic Manager profile as the API writes it; a field that is null is absent.</summary>
internal sealed record Profile
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Type { get; init; }

    /// <summary>Always <c>global</c>.</summary>
    public string? Location { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public ProfileProperties? Properties { get; init; }
}

internal sealed record ProfileProperties
{
    /// <summary><c>Enabled</c> (the default) or <c>Disabled</c>.</summary>
    public string? ProfileStatus { get; init; }

    /// <summary>One of <see cref="RoutingMethods"/>.</summary>
    public string? TrafficRoutingMethod { get; init; }

    public DnsConfig? DnsConfig { get; init; }

    public MonitorConfig? MonitorConfig { get; init; }

    public ImmutableArray<Endpoint>? Endpoints { get; init; }

    /// <summary>A feature of its own, not ours: kept as it is.</summary>
    public string? TrafficViewEnrollmentStatus { get; init; }

    public ImmutableArray<string>? AllowedEndpointRecordTypes { get; init; }

    /// <summary>How many endpoints one answer of MultiValue holds at most.</summary>
    public long? MaxReturn { get; init; }
}

/// <param name="RelativeName">The label below the suffix of the cloud.</param>
/// <param name="Fqdn">Written by Azure.</param>
/// <param name="Ttl">Seconds.</param>
internal sealed record DnsConfig(string? RelativeName, string? Fqdn, long? Ttl);

internal sealed record MonitorConfig
{
    /// <summary>Written by Azure.</summary>
    public string? ProfileMonitorStatus { get; init; }

    /// <summary><c>HTTP</c>, <c>HTTPS</c> or <c>TCP</c>.</summary>
    public string? Protocol { get; init; }

    public long? Port { get; init; }

    public string? Path { get; init; }

    public long? IntervalInSeconds { get; init; }

    public long? TimeoutInSeconds { get; init; }

    public long? ToleratedNumberOfFailures { get; init; }

    public ImmutableArray<CustomHeader>? CustomHeaders { get; init; }

    public ImmutableArray<StatusCodeRange>? ExpectedStatusCodeRanges { get; init; }
}

internal sealed record CustomHeader(string Name, string Value);

internal readonly record struct StatusCodeRange(int Min, int Max);

/// <summary>How a profile chooses.</summary>
internal static class RoutingMethods
{
    public const string Priority = "Priority";
    public const string Weighted = "Weighted";
    public const string Performance = "Performance";
    public const string Geographic = "Geographic";
    public const string MultiValue = "MultiValue";
    public const string Subnet = "Subnet";

    public static readonly ImmutableArray<string> All = [Priority, Weighted, Performance, Geographic, MultiValue, Subnet];
}

/// <summary>What somebody set.</summary>
internal static class Switches
{
    public const string Enabled = "Enabled";
    public const string Disabled = "Disabled";
}
