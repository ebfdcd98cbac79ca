using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Planning;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Apply;

/// <summary>Asks the twin about what is there.</summary>
internal sealed class CloudflarePreview(ICloudflare cloudflare, ZoneReader zones)
{
    public async ValueTask<Result<Resolution>> ResolveAsync(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        var hostname = intent.Hostname.ToLowerInvariant().TrimEnd('.');
        var zone = await zones.ZoneOfAsync(hostname, cancellationToken).ConfigureAwait(false);
        var live = zone.Succeeded ? await new LiveReader(cloudflare).ReadAsync(zone.Value, cancellationToken).ConfigureAwait(false) : zone.Problem;
        return !live.Succeeded ? live.Problem
            : live.Value.Balancer(hostname) is { } unknown && Steering.Unknown(unknown) is { } policy
                ? Problem.Refused($"the load balancer {hostname} steers by '{Shared.Http.ErrorText.Line(policy, 60)}', of which it is not known what it answers.")
            : live.Value.Balancer(hostname) is { } balancer ? Resolve(intent, balancer, live.Value, client, isHealthy)
            : new Problem(ProblemKind.NotFound, $"there is no load balancer {hostname}.", Retryable: false);
    }

    private static Resolution Resolve(RoutingIntent intent, LoadBalancer balancer, Live live, ClientLocation client, Func<RegionId, bool> isHealthy)
    {
        var regions = intent.Endpoints.ToLookup(static pair => pair.Value.Host, static pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        var pools = live.Pools.Where(static pool => pool.Id is not null).DistinctBy(static pool => pool.Id).ToDictionary(static pool => pool.Id!, StringComparer.Ordinal);
        var twin = new CloudflareTwin(balancer, pools, (_, origin) => RegionOf(regions, origin) is not { } region || isHealthy(region) ? OriginState.Up : OriginState.Down);
        return new([.. twin.Answer(EdgeClients.Of(client, pools.Values, origin => RegionOf(regions, origin))).Parts
            .SelectMany(part => Origins.Of(pools[part.Pool]).Select(origin => (To: RegionOf(regions, origin.Origin) ?? Foreign(origin.Origin), Part: 100 * part.Probability * origin.Part)))
            .GroupBy(static part => part.To, static part => part.Part)
            .Select(static parts => new RegionFraction(parts.Key, parts.Sum()))]);
    }

    private static RegionId? RegionOf(ILookup<string, RegionId> regions, Origin origin) => regions[origin.Address ?? ""].Select(static region => (RegionId?)region).FirstOrDefault();

    private static RegionId Foreign(Origin origin) => IdText.IsValid(origin.Address, out _) ? new(origin.Address) : new("other");
}
