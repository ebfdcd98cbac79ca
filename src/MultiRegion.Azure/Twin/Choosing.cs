using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>What each routing method makes of endpoints. Pure.</summary>
internal static class Choosing
{
    public const int UsualRecords = 2;
    private const string World = "WORLD";

    public static ImmutableArray<EndpointPart> ByPriority(List<Endpoint> candidates) => One(candidates.MinBy(static endpoint => endpoint.Properties?.Priority ?? long.MaxValue));

    public static ImmutableArray<EndpointPart> ByWeight(List<Endpoint> candidates)
    {
        double all = candidates.Sum(Weight);
        return [.. candidates.Select(endpoint => new EndpointPart(endpoint, Weight(endpoint) / all))];
    }

    /// <summary>The nearest; those of which nobody knows where they are come last, in their order.</summary>
    public static ImmutableArray<EndpointPart> ByDistance(List<Endpoint> candidates, TwinClient client) => One(candidates.MinBy(endpoint =>
        client.Coordinate is { } from && AzureRegions.Find(endpoint.Properties?.EndpointLocation) is { } to ? from.DistanceTo(to.Location) : double.PositiveInfinity));

    public static ImmutableArray<EndpointPart> Several(List<Endpoint> candidates, long most) =>
        // Any of them may be among so many: each is taken equally often.
        [.. candidates.Select(endpoint => new EndpointPart(endpoint, 1.0 / candidates.Count)).Take(most > 0 ? candidates.Count : 0)];

    /// <summary>The endpoint of the smallest place, healthy or not; a stopped one gives nothing, and no larger place is asked.</summary>
    public static ImmutableArray<EndpointPart> ByPlace(List<(Endpoint Endpoint, string Status)> endpoints, TwinClient client)
    {
        var enabled = endpoints.Where(static one => one.Status is not (MonitorStatuses.Disabled or MonitorStatuses.Inactive)).ToList();
        var (found, status) = client.Places.Append(World).Select(place => enabled.Find(one => Maps(one.Endpoint, place))).FirstOrDefault(static one => one.Endpoint is not null);
        return found is not null && status != MonitorStatuses.Stopped ? One(found) : [];
    }

    /// <summary>The endpoint of the address, or else one without subnets; only when it is well.</summary>
    public static ImmutableArray<EndpointPart> BySubnet(List<(Endpoint Endpoint, string Status)> endpoints, TwinClient client)
    {
        var enabled = endpoints.Where(static one => one.Status is not (MonitorStatuses.Disabled or MonitorStatuses.Inactive)).ToList();
        var found = enabled.Find(one => Subnets.Of(one.Endpoint).Any(range => Subnets.Holds(range, client.Address)));
        var (endpoint, status) = found.Endpoint is not null ? found : enabled.Find(static one => !Subnets.Of(one.Endpoint).Any());
        return endpoint is not null && MonitorStatus.IsAvailable(status) ? One(endpoint) : [];
    }

    private static bool Maps(Endpoint endpoint, string place) => endpoint.Properties?.GeoMapping?.Contains(place, StringComparer.OrdinalIgnoreCase) == true;

    private static long Weight(Endpoint endpoint) => endpoint.Properties?.Weight ?? 1;

    private static ImmutableArray<EndpointPart> One(Endpoint? endpoint) => endpoint is null ? [] : [new(endpoint, 1)];
}
