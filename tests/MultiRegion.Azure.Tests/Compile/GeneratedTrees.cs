using FsCheck;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Compile.Compilations;

namespace MultiRegion.Azure.Tests.Compile;

internal static class GeneratedTrees
{
    private static readonly TreeGenerator Trees = new(Regions,
    [
        new(GeographicScope.Continent, "EU"), new(GeographicScope.Country, "FR"), new(GeographicScope.Continent, "NA"), new(GeographicScope.Country, "US"), new(GeographicScope.Subdivision, "US-MA"),
        new(GeographicScope.Continent, "OC"), new(GeographicScope.Country, "CA"), new(GeographicScope.Continent, "AS"), new(GeographicScope.Country, "NA"),
    ]);

    public static Gen<GeneratedTree> Cases() => Trees.Cases();
}
