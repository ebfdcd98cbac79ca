using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Twin;

/// <summary>Which record sets of one name and type Route 53 chooses.</summary>
internal static class RecordChoice
{
    private const int MostValues = 8;

    public static ImmutableArray<Answer> Of(ImmutableArray<ResourceRecordSet> group, Whereabouts client, Func<ResourceRecordSet, bool> isHealthy) => group[0] switch
    {
        { Failover: not null } => [One(Failover(group, isHealthy))],
        { GeoLocation: not null } => Geolocation(group, client, isHealthy) is { } record ? [One(record)] : [new([], 0, 1)],
        { Weight: not null } => Weighted(Available(group, isHealthy)),
        { Region: not null } => [One(Available(group, isHealthy).MinBy(record => client.Latencies.GetValueOrDefault(record.Region!, double.MaxValue))!)],
        { GeoProximity: not null } => [One(Available(group, isHealthy).MinBy(record => Distance(record.GeoProximity!, client))!)],
        { MultiValueAnswer: true } => [Available(group, isHealthy) is var values ? new(values, Math.Min(MostValues, values.Length), 1) : default],
        { CidrRouting: not null } => throw new NotSupportedException("IP-based routing is not known here."),
        var simple => [One(simple)],
    };

    // When none is healthy, all count as healthy. Weight 0 steps in when every other record is unhealthy.
    private static ImmutableArray<ResourceRecordSet> Available(ImmutableArray<ResourceRecordSet> group, Func<ResourceRecordSet, bool> isHealthy)
    {
        ImmutableArray<ResourceRecordSet> healthy = [.. group.Where(isHealthy)];
        var available = healthy.IsEmpty ? group : healthy;
        ImmutableArray<ResourceRecordSet> preferred = [.. available.Where(static record => record.Weight != 0)];
        return preferred.IsEmpty ? available : preferred;
    }

    private static ResourceRecordSet Failover(ImmutableArray<ResourceRecordSet> group, Func<ResourceRecordSet, bool> isHealthy)
    {
        var inOrder = group.OrderBy(static record => record.Failover == "PRIMARY" ? 0 : 1).ToList();
        return inOrder.Find(record => isHealthy(record)) ?? inOrder[0];
    }

    private static ResourceRecordSet? Geolocation(ImmutableArray<ResourceRecordSet> group, Whereabouts client, Func<ResourceRecordSet, bool> isHealthy)
    {
        var around = group.Select(record => (Record: record, Size: Size(record.GeoLocation!, client)))
            .Where(static pair => pair.Size >= 0).OrderBy(static pair => pair.Size).Select(static pair => pair.Record).ToList();
        return around.Find(record => isHealthy(record)) ?? around.FirstOrDefault();
    }

    private static int Size(GeoLocation area, Whereabouts client) => area switch
    {
        { Subdivision: { } part } => area.Country == client.Country && part == client.Subdivision ? 0 : -1,
        { Country: "*" } => 3,
        { Country: { } country } => country == client.Country ? 1 : -1,
        _ => area.Continent == client.Continent ? 2 : -1,
    };

    private static ImmutableArray<Answer> Weighted(ImmutableArray<ResourceRecordSet> available)
    {
        var sum = available.Sum(static record => record.Weight!.Value);
        return [.. available.Select(record => One(record, sum == 0 ? 1.0 / available.Length : (double)record.Weight!.Value / sum))];
    }

    private static double Distance(GeoProximity place, Whereabouts client)
    {
        var at = place is { Latitude: { } latitude, Longitude: { } longitude }
            ? new GeoCoordinate(double.Parse(latitude, System.Globalization.CultureInfo.InvariantCulture), double.Parse(longitude, System.Globalization.CultureInfo.InvariantCulture))
            : AwsRegions.Find(place.AwsRegion ?? "")?.Location;
        return at is { } known && client.Coordinate is { } here ? Biased(here.DistanceTo(known), place.Bias ?? 0) : double.MaxValue;
    }

    /// <summary>A positive bias shrinks the distance, a negative one stretches it.</summary>
    public static double Biased(double distance, int bias) => bias >= 0 ? distance * (1 - (bias / 100.0)) : distance / (1 + (bias / 100.0));

    private static Answer One(ResourceRecordSet record, double probability = 1) => new([record], 1, probability);
}
