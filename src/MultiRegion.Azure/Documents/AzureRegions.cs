using System.Collections.Frozen;
using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Documents;

/// <summary>A region of Azure.</summary>
/// <param name="Name">As the API writes it, for example <c>northeurope</c>.</param>
/// <param name="Location">About where.</param>
/// <param name="Pair">The region that Azure pairs it with; null when it has none. A pair need not be mutual.</param>
internal sealed record AzureRegion(string Name, GeoCoordinate Location, string? Pair = null);

/// <summary>As of 2026-11. Options may add to it and change it.</summary>
internal static class AzureRegions
{
    public static readonly ImmutableArray<AzureRegion> All =
    [
        new("australiacentral", new(-35.3, 149.1), "australiacentral2"),
        new("australiacentral2", new(-35.3, 149.1), "australiacentral"),
        new("australiaeast", new(-33.9, 151.2), "australiasoutheast"),
        new("australiasoutheast", new(-37.8, 145.0), "australiaeast"),
        new("austriaeast", new(48.2, 16.4)),
        new("belgiumcentral", new(50.8, 4.4)),
        new("brazilsouth", new(-23.6, -46.6), "southcentralus"),
        new("brazilsoutheast", new(-22.9, -43.2), "brazilsouth"),
        new("canadacentral", new(43.7, -79.4), "canadaeast"),
        new("canadaeast", new(46.8, -71.2), "canadacentral"),
        new("centralindia", new(18.6, 73.9), "southindia"),
        new("centralus", new(41.6, -93.6), "eastus2"),
        new("chilecentral", new(-33.4, -70.7)),
        new("chinaeast", new(31.2, 121.5), "chinanorth"),
        new("chinaeast2", new(31.2, 121.5), "chinanorth2"),
        new("chinaeast3", new(31.2, 121.5), "chinanorth3"),
        new("chinanorth", new(39.9, 116.4), "chinaeast"),
        new("chinanorth2", new(39.9, 116.4), "chinaeast2"),
        new("chinanorth3", new(40.8, 114.9), "chinaeast3"),
        new("eastasia", new(22.3, 114.2), "southeastasia"),
        new("eastus", new(37.4, -79.8), "westus"),
        new("eastus2", new(36.7, -78.4), "centralus"),
        new("francecentral", new(46.4, 2.4), "francesouth"),
        new("francesouth", new(43.8, 2.2), "francecentral"),
        new("germanynorth", new(53.1, 8.8), "germanywestcentral"),
        new("germanywestcentral", new(50.1, 8.7), "germanynorth"),
        new("indonesiacentral", new(-6.2, 106.8)),
        new("israelcentral", new(31.3, 33.5)),
        new("italynorth", new(45.5, 9.2)),
        new("japaneast", new(35.7, 139.8), "japanwest"),
        new("japanwest", new(34.7, 135.5), "japaneast"),
        new("koreacentral", new(37.6, 127.0), "koreasouth"),
        new("koreasouth", new(35.2, 129.1), "koreacentral"),
        new("malaysiawest", new(3.1, 101.7)),
        new("mexicocentral", new(20.6, -100.4)),
        new("newzealandnorth", new(-36.8, 174.8)),
        new("northcentralus", new(41.9, -87.6), "southcentralus"),
        new("northeurope", new(53.3, -6.3), "westeurope"),
        new("norwayeast", new(59.9, 10.8), "norwaywest"),
        new("norwaywest", new(59.0, 5.7), "norwayeast"),
        new("polandcentral", new(52.2, 21.0)),
        new("qatarcentral", new(25.6, 51.4)),
        new("southafricanorth", new(-25.7, 28.2), "southafricawest"),
        new("southafricawest", new(-34.1, 18.8), "southafricanorth"),
        new("southcentralus", new(29.4, -98.5), "northcentralus"),
        new("southeastasia", new(1.3, 103.8), "eastasia"),
        new("southindia", new(13.0, 80.2), "centralindia"),
        new("spaincentral", new(40.4, -3.4)),
        new("swedencentral", new(60.7, 17.1), "swedensouth"),
        new("swedensouth", new(55.6, 13.0), "swedencentral"),
        new("switzerlandnorth", new(47.5, 8.6), "switzerlandwest"),
        new("switzerlandwest", new(46.2, 6.1), "switzerlandnorth"),
        new("uaecentral", new(24.5, 54.4), "uaenorth"),
        new("uaenorth", new(25.3, 55.3), "uaecentral"),
        new("uksouth", new(50.9, -0.8), "ukwest"),
        new("ukwest", new(53.4, -3.1), "uksouth"),
        new("usdodcentral", new(41.6, -93.6), "usdodeast"),
        new("usdodeast", new(36.7, -78.4), "usdodcentral"),
        new("usgovarizona", new(33.4, -112.1), "usgovtexas"),
        new("usgovtexas", new(29.4, -98.5), "usgovarizona"),
        new("usgovvirginia", new(37.4, -79.8), "usgovtexas"),
        new("westcentralus", new(40.9, -110.2), "westus2"),
        new("westeurope", new(52.4, 4.9), "northeurope"),
        new("westindia", new(19.1, 72.9), "southindia"),
        new("westus", new(37.8, -122.4), "eastus"),
        new("westus2", new(47.2, -119.9), "westcentralus"),
        new("westus3", new(33.4, -112.1), "eastus"),
    ];

    private static readonly FrozenDictionary<string, AzureRegion> ByName = All.ToFrozenDictionary(static region => region.Name);

    /// <summary>A region by its name, written with or without blanks and capitals.</summary>
    public static AzureRegion? Find(string? name) => ByName.GetValueOrDefault((name ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant());

    /// <summary>The region whose name an id is or ends with, for example <c>azure-northeurope</c>.</summary>
    public static AzureRegion? In(RegionId id) => Find(id.Value[(id.Value.LastIndexOfAny(['-', '_', '.', ':', '/']) + 1)..]);

    /// <summary>The nearest of the regions of the cloud that is open to everybody.</summary>
    public static AzureRegion Nearest(GeoCoordinate place) => Public.MinBy(region => region.Location.DistanceTo(place))!;

    private static readonly ImmutableArray<AzureRegion> Public =
        [.. All.Where(static region => !region.Name.StartsWith("china", StringComparison.Ordinal) && !region.Name.StartsWith("usgov", StringComparison.Ordinal) && !region.Name.StartsWith("usdod", StringComparison.Ordinal))];
}
