using System.Collections.Immutable;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Azure.Tests.Compile;

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
        var compiled = AzureCompiler.Compile(intent, settings ?? CompileSettings.Default);
        return compiled.Succeeded ? compiled.Value : throw new InvalidOperationException(compiled.Problem.ToString());
    }

    public static string Refusal(RoutingIntent intent, CompileSettings? settings = null) => AzureCompiler.Compile(intent, settings ?? CompileSettings.Default).Problem.ShouldNotBeNull().Detail;

    /// <summary>The percentage of each region, in the order A to E, as the twin answers a client.</summary>
    public static double[] Ask(ImmutableArray<Profile> profiles, ClientLocation client, Func<RegionId, bool> isHealthy)
    {
        var parts = new double[Regions.Length];
        var answer = new TrafficManagerTwin(new(profiles), endpoint => isHealthy(RegionOf(endpoint)) ? ProbeState.Good : ProbeState.Bad).Answer(profiles[^1], TwinClients.Of(client));
        foreach (var part in answer.Parts)
        {
            parts[Regions.IndexOf(RegionOf(part.Endpoint))] += 100 * part.Probability;
        }

        return parts;
    }

    public static RegionId RegionOf(Endpoint endpoint) => Regions[endpoint.Properties!.Target![^1] - '1'];

    public static string Print(CompiledService service) => string.Join('\n', service.Profiles.Select(Print).Concat(service.Losses.Select(static loss => $"{loss.Kind}: {loss.Text}")));

    /// <summary>A profile in one line, for example <c>multiregion-shop Priority: A 1, B 6 off</c>.</summary>
    public static string Print(Profile profile) => $"{profile.Name} {profile.Properties!.TrafficRoutingMethod}: {string.Join(", ", profile.Properties.Endpoints!.Value.Select(endpoint => Print(profile.Properties.TrafficRoutingMethod!, endpoint)))}";

    private static string Print(string method, Endpoint endpoint) => endpoint.Name + method switch
    {
        RoutingMethods.Weighted => $" {endpoint.Properties!.Weight}",
        RoutingMethods.Priority => $" {endpoint.Properties!.Priority}",
        RoutingMethods.Performance => $" {endpoint.Properties!.EndpointLocation}",
        RoutingMethods.Geographic => $" {string.Join('+', endpoint.Properties!.GeoMapping!.Value)}",
        _ => "",
    } + (endpoint.IsAlwaysServed() ? " always" : "") + (endpoint.IsEnabled() ? "" : " off");
}
