using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Compile;

/// <summary>How trees become profiles.</summary>
internal sealed record CompileSettings
{
    public static CompileSettings Default { get; } = new();

    public string Owner { get; init; } = "multiregion";

    public string Subscription { get; init; } = "00000000-0000-0000-0000-000000000000";

    public string ResourceGroup { get; init; } = "multiregion";

    /// <summary>Below it lie the DNS names of profiles.</summary>
    public string Suffix { get; init; } = "trafficmanager.net";

    /// <summary>The relative DNS names of services; those that are not named here get one that is made up.</summary>
    public ImmutableDictionary<string, string> DnsNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The names of the root profiles of services; those that are not named here get one by owner and service.</summary>
    public ImmutableDictionary<string, string> ProfileNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The Azure regions of regions; those that are not named here are known by their id.</summary>
    public ImmutableDictionary<string, string> Regions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The Azure resources of hosts, in lower case; other hosts are external endpoints.</summary>
    public ImmutableDictionary<string, string> Resources { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Clients with an order of their own, by hostname.</summary>
    public ImmutableDictionary<string, ImmutableArray<ClientSubnet>> Subnets { get; init; } = ImmutableDictionary<string, ImmutableArray<ClientSubnet>>.Empty;

    public int Interval { get; init; } = 10;

    public int Timeout { get; init; } = 9;

    public int ToleratedFailures { get; init; } = 3;

    public AzureRegion? RegionOf(RegionId region) => Regions.TryGetValue(region.Value, out var name) ? AzureRegions.Find(name) : AzureRegions.In(region);

    public string IdOf(string profile) => $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}/providers/{EndpointTypes.Profile}/{profile}";
}

/// <summary>Clients that are told by their addresses.</summary>
/// <param name="Ranges">Their addresses.</param>
/// <param name="Regions">Who answers them, in order.</param>
internal sealed record ClientSubnet(ImmutableArray<SubnetRange> Ranges, ImmutableArray<RegionId> Regions);
