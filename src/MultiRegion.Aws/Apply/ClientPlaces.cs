using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Apply;

/// <summary>A client of the routing tree as Route 53 sees it.</summary>
internal static class ClientPlaces
{
    private const double Unmeasured = 1e6;

    public static DnsClient Of(ClientLocation client, CompileSettings settings, RoutingIntent intent) => new()
    {
        Own = new()
        {
            Continent = client.Continent ?? Countries.ContinentOf(client.Country ?? ""),
            Country = client.Country,
            Subdivision = client.Subdivision is { Length: > 3 } part ? part[3..] : null,
            Coordinate = client.Coordinate,
            Latencies = AwsRegions.All.ToDictionary(static region => region.Name, region => Latency(region, client, settings, intent)),
        },
    };

    private static double Latency(AwsRegion region, ClientLocation client, CompileSettings settings, RoutingIntent intent) =>
        client.Latencies is { } measured && intent.Endpoints.Keys.Where(id => settings.AwsRegion(id) == region && measured.ContainsKey(id)).Select(id => measured[id].TotalMilliseconds).ToList() is [var known, ..]
            ? known
            : Unmeasured + (client.Coordinate?.DistanceTo(region.Location) ?? 0);
}
