using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Documents;

/// <summary>A load balancer as the API writes it; a field that is null is absent. Pools are named by id, or by key until they have one.</summary>
internal sealed record LoadBalancer
{
    public string? Id { get; init; }

    /// <summary>The hostname that it answers; it goes before DNS records of that name.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public bool? Enabled { get; init; }

    public bool? Proxied { get; init; }

    public double? Ttl { get; init; }

    /// <summary>One of <see cref="SteeringPolicies"/>; empty means geo when there are pools of regions, countries or data centres, else off.</summary>
    public string? SteeringPolicy { get; init; }

    public ImmutableArray<string>? DefaultPools { get; init; }

    public string? FallbackPool { get; init; }

    public ImmutableSortedDictionary<string, ImmutableArray<string>>? RegionPools { get; init; }

    public ImmutableSortedDictionary<string, ImmutableArray<string>>? CountryPools { get; init; }

    public ImmutableSortedDictionary<string, ImmutableArray<string>>? PopPools { get; init; }

    public RandomSteering? RandomSteering { get; init; }

    /// <summary><c>none</c>, <c>cookie</c>, <c>ip_cookie</c> or <c>header</c>.</summary>
    public string? SessionAffinity { get; init; }

    public double? SessionAffinityTtl { get; init; }

    public SessionAffinityAttributes? SessionAffinityAttributes { get; init; }

    public AdaptiveRouting? AdaptiveRouting { get; init; }

    public LocationStrategy? LocationStrategy { get; init; }

    public ImmutableArray<BalancerRule>? Rules { get; init; }
}

internal sealed record RandomSteering
{
    /// <summary>Of pools that are not named; 1 when absent.</summary>
    public double? DefaultWeight { get; init; }

    public ImmutableSortedDictionary<string, double>? PoolWeights { get; init; }
}

internal sealed record SessionAffinityAttributes
{
    /// <summary>Seconds for which sessions stay with an endpoint that was disabled.</summary>
    public double? DrainDuration { get; init; }

    public ImmutableArray<string>? Headers { get; init; }

    public bool? RequireAllHeaders { get; init; }

    public string? Samesite { get; init; }

    public string? Secure { get; init; }

    /// <summary><c>none</c>, <c>temporary</c> or <c>sticky</c>.</summary>
    public string? ZeroDowntimeFailover { get; init; }
}

internal sealed record AdaptiveRouting(bool? FailoverAcrossPools);

/// <param name="Mode"><c>pop</c> or <c>resolver_ip</c>.</param>
/// <param name="PreferEcs"><c>always</c>, <c>never</c>, <c>proximity</c> or <c>geo</c>.</param>
internal sealed record LocationStrategy(string? Mode, string? PreferEcs);

/// <summary>A custom rule: overrides, or a fixed response.</summary>
internal sealed record BalancerRule
{
    public string? Name { get; init; }

    /// <summary>Empty: always true.</summary>
    public string? Condition { get; init; }

    public bool? Disabled { get; init; }

    /// <summary>The lowest runs first; without any, the order of the rules.</summary>
    public int? Priority { get; init; }

    public bool? Terminates { get; init; }

    public FixedResponse? FixedResponse { get; init; }

    /// <summary>Of a balancer's fields, those that may be overridden.</summary>
    public LoadBalancer? Overrides { get; init; }
}

internal sealed record FixedResponse
{
    public int? StatusCode { get; init; }

    public string? ContentType { get; init; }

    public string? MessageBody { get; init; }

    public string? Location { get; init; }
}

internal static class SteeringPolicies
{
    public const string Off = "off";
    public const string Geo = "geo";
    public const string Random = "random";
    public const string DynamicLatency = "dynamic_latency";
    public const string Proximity = "proximity";
    public const string LeastOutstandingRequests = "least_outstanding_requests";
    public const string LeastConnections = "least_connections";

    public static readonly ImmutableArray<string> All = [Off, Geo, Random, DynamicLatency, Proximity, LeastOutstandingRequests, LeastConnections];
}
