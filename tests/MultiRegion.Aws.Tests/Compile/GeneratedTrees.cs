using FsCheck;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Aws.Tests.Compile.Compilations;

namespace MultiRegion.Aws.Tests.Compile;

internal static class GeneratedTrees
{
    private static readonly TreeGenerator Trees = new(Regions,
    [
        new(GeographicScope.Continent, "EU"), new(GeographicScope.Country, "FR"), new(GeographicScope.Continent, "NA"),
        new(GeographicScope.Country, "US"), new(GeographicScope.Subdivision, "US-MA"), new(GeographicScope.Continent, "OC"),
    ]);

    public static Gen<GeneratedTree> Cases() => Trees.Cases();
}
