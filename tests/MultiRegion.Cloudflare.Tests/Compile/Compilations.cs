using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Cloudflare.Tests.Compile;

/// <summary>Compiles trees over the regions A to E, and asks the twin about them.</summary>
internal static class Compilations
{
    public static RoutingIntent Intent(RoutingNode tree, Shares shares) => new()
    {
        Service = "shop",
        Hostname = Hostname,
        Tree = tree,
        Endpoints = Addresses,
        Shares = shares,
        HealthCheck = new HttpProbeDefinition { Path = "/health" },
    };

    public static CompiledService Compiled(RoutingNode tree, string shares = "", CompileSettings? settings = null) => Compiled(Intent(tree, Trees.Shares(shares)), settings);

    public static CompiledService Compiled(RoutingIntent intent, CompileSettings? settings = null)
    {
        var compiled = CloudflareCompiler.Compile(intent, settings ?? CompileSettings.Default);
        return compiled.Succeeded ? compiled.Value : throw new InvalidOperationException(compiled.Problem.ToString());
    }

    public static string Refusal(RoutingIntent intent, CompileSettings? settings = null) =>
        CloudflareCompiler.Compile(intent, settings ?? CompileSettings.Default).Problem.ShouldNotBeNull().Detail;

    /// <summary>The percentage of each region, in the order A to E, as the twin answers a client.</summary>
    public static double[] Ask(CompiledService service, ClientLocation client, Func<RegionId, bool> isHealthy)
    {
        var parts = new double[Regions.Length];
        foreach (var part in Answer(service, Client(service, client), isHealthy).Parts)
        {
            parts[Regions.IndexOf(RegionOf(service.Pools[part.Pool]))] += 100 * part.Probability;
        }

        return parts;
    }

    public static Answer Answer(CompiledService service, EdgeClient client, Func<RegionId, bool> isHealthy) =>
        new CloudflareTwin(service.Balancer, service.Pools, (pool, _) => isHealthy(RegionOf(pool)) ? OriginState.Up : OriginState.Down).Answer(client);

    /// <summary>Whether a region that is not drained is healthy, among those that the tree has for a client.</summary>
    public static bool IsServed(RoutingNode tree, ClientLocation client, Func<RegionId, bool> isHealthy, Shares shares) =>
        Endpoints(ClientClasses.For(RoutingTreePruning.Prune(tree, shares)!, client)).Any(endpoint => !endpoint.HealthChecked || isHealthy(endpoint.Region));

    /// <summary>The same client as Cloudflare sees it: by the data centre near it.</summary>
    public static EdgeClient Client(CompiledService service, ClientLocation client) => new()
    {
        Country = client.Country,
        Region = client switch
        {
            { Continent: "NA" } => "ENAM",
            { Continent: "AS" } => "NEAS",
            { Continent: { } continent } => Areas.RegionsOf(continent)[^1],
            _ => null,
        },
        PopLocation = client.Coordinate,
        RoundTrips = client.Latencies is { } measured
            ? service.Pools.Where(pool => measured.ContainsKey(RegionOf(pool.Value))).ToDictionary(static pool => pool.Key, pool => measured[RegionOf(pool.Value)])
            : null,
    };

    public static RegionId RegionOf(Pool pool) => Regions[pool.Origins!.Value[0].Address![^1] - '1'];

    public static string Print(CompiledService service) => string.Join('\n', Fields.Of(service.Balancer).Select(static field => $"{field.Key}: {field.Value}")
        .Concat(service.Pools.Select(static pool => $"{pool.Key}: {string.Join(' ', Fields.Of(pool.Value).Select(static field => $"{field.Key}={field.Value}"))}"))
        .Concat(service.Losses.Select(static loss => $"{loss.Kind}: {loss.Text}")));

    private static IEnumerable<EndpointNode> Endpoints(RoutingNode node) => node is EndpointNode endpoint ? [endpoint] : node.ChildNodes().SelectMany(Endpoints);
}
