using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Lint;

/// <summary>The areas of a load balancer as those of a tree: countries, and continents of which all regions have the same pools. Pure.</summary>
internal static class ImportedAreas
{
    private static readonly string[] Continents = ["AF", "AS", "EU", "NA", "OC", "SA"];

    public static IEnumerable<(GeographicArea Area, ImmutableArray<string> Pools)> Of(LoadBalancer balancer, List<string> left)
    {
        var (regions, areas) = (balancer.RegionPools ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty, new List<(GeographicArea, ImmutableArray<string>)>());
        foreach (var continent in Continents.Where(continent => Areas.RegionsOf(continent).Any(regions.ContainsKey)))
        {
            var lists = Areas.RegionsOf(continent).Select(code => regions.GetValueOrDefault(code, [])).ToList();
            if (lists.TrueForAll(list => !list.IsEmpty && list.SequenceEqual(lists[0])))
            {
                areas.Add((new(GeographicScope.Continent, continent), lists[0]));
            }
            else
            {
                left.Add($"region_pools: a tree knows continents, and {string.Join(" and ", Areas.RegionsOf(continent))} do not have the same pools: give all of them the same, or name countries");
            }
        }

        left.AddRange(regions.Keys.Where(static code => !Areas.Regions.Contains(code)).Select(static code => $"region_pools.{code}: Cloudflare has no such region"));
        foreach (var (code, pools) in balancer.CountryPools ?? regions.Clear())
        {
            if (Countries.IsKnown(code) && !pools.IsEmpty)
            {
                areas.Add((new(GeographicScope.Country, code), pools));
            }
            else
            {
                left.Add($"country_pools.{code}: there is no such country, or it has no pools");
            }
        }

        return areas;
    }
}
