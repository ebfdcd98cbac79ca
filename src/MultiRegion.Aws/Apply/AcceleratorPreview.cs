using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Apply;

/// <summary>Asks the twin about live groups.</summary>
internal static class AcceleratorPreview
{
    public static async ValueTask<Result<Resolution>> ResolveAsync(
        AcceleratorReader reader, ListenerSettings? settings, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        if (settings is null)
        {
            return Problem.Refused("The accelerator's options have no ports and endpoints for the service: add them under Services.");
        }

        var listeners = await reader.ListenersAsync(cancellationToken).ConfigureAwait(false);
        var live = listeners.Succeeded ? await reader.ReadAsync(listeners.Value, settings.Listener(), cancellationToken).ConfigureAwait(false) : listeners.Problem;
        if (!live.Succeeded)
        {
            return live.Problem;
        }

        var regions = settings.Endpoints.ToLookup(static pair => pair.Value.Id, static pair => pair.Key);
        var twin = new AcceleratorTwin(live.Value.Groups, id => regions[id].All(isHealthy));
        return new Resolution([.. twin.Connect(region => Distance(region, settings, client))
            .Select(landing => new RegionFraction(regions[landing.Endpoint].Select(static region => (RegionId?)region).FirstOrDefault() ?? new(landing.Endpoint), 100 * landing.Probability))]);
    }

    private static double Distance(string awsRegion, ListenerSettings settings, ClientLocation client) =>
        client.Latencies is { } measured && settings.Endpoints.Where(pair => pair.Value.AwsRegion == awsRegion).Select(pair => measured.GetValueOrDefault(pair.Key, TimeSpan.MaxValue)).FirstOrDefault(TimeSpan.MaxValue) is var latency && latency < TimeSpan.MaxValue
            ? latency.TotalMilliseconds
            : 1e6 + (client.Coordinate is { } at && AwsRegions.Find(awsRegion) is { } known ? at.DistanceTo(known.Location) : 0);
}
