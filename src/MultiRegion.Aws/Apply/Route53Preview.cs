using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Apply;

/// <summary>Asks the twin about live records.</summary>
internal sealed class Route53Preview(IRoute53 route53, ZoneReader zones, CompileSettings settings)
{
    public async ValueTask<Result<Resolution>> ResolveAsync(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        var hostname = DnsName.Of(intent.Hostname);
        var zone = await zones.ZoneOfAsync(hostname, cancellationToken).ConfigureAwait(false);
        var records = zone.Succeeded ? await zones.ReadAsync(zone.Value, [hostname], cancellationToken).ConfigureAwait(false) : zone.Problem;
        var checks = records.Succeeded ? await route53.ListHealthChecksAsync(cancellationToken).ConfigureAwait(false) : records.Problem;
        return checks.Succeeded ? Resolve(intent, hostname, records.Value, checks.Value, ClientPlaces.Of(client, settings, intent), isHealthy) : checks.Problem;
    }

    private static Resolution Resolve(
        RoutingIntent intent, string hostname, ImmutableArray<ResourceRecordSet> records, ImmutableArray<HealthCheck> checks, DnsClient client, Func<RegionId, bool> isHealthy)
    {
        var (live, byHost) = (LiveService.In(hostname, records), intent.Endpoints.ToLookup(static pair => pair.Value.Host, static pair => pair.Key, StringComparer.OrdinalIgnoreCase));
        var configs = checks.ToDictionary(static check => check.Id, static check => check.Config, StringComparer.Ordinal);
        var twin = new Route53Twin(live.Routes, new(id => IsWell(id), target => Known(target.DnsName) is not { } region || isHealthy(region)));
        var type = live.Routes.Any(record => record.Name == hostname && record.Type == "A") ? "A" : "AAAA";
        return new([.. twin.Ask(hostname, type, client)
            .SelectMany(static answer => answer.Records.Select(record => (To: record.Alias?.DnsName ?? record.Values.FirstOrDefault() ?? "", Part: 100 * answer.Probability / answer.Records.Length)))
            .GroupBy(part => Known(part.To) ?? Foreign(part.To), static part => part.Part)
            .Select(static parts => new RegionFraction(parts.Key, parts.Sum()))]);

        RegionId? Known(string host) => byHost[host.TrimEnd('.')].Select(static region => (RegionId?)region).FirstOrDefault();

        bool IsWell(string id) => !configs.TryGetValue(id, out var config) || (config.Type == "CALCULATED"
            ? config.Children.Count(IsWell) >= config.HealthThreshold
            : Known(config.IpAddress ?? config.FullyQualifiedDomainName ?? "") is not { } region || isHealthy(region));
    }

    private static RegionId Foreign(string text) => IdText.IsValid(text, out _) ? new(text) : new("other");
}
