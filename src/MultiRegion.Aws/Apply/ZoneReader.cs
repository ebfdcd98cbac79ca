using System.Collections.Concurrent;
using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Apply;

/// <summary>Finds the hosted zone of each hostname, and reads what lies there.</summary>
internal sealed class ZoneReader(IRoute53 route53, ImmutableArray<string> zoneIds)
{
    private const int PageSize = 300;
    private readonly ConcurrentDictionary<string, HostedZone> _known = new(StringComparer.Ordinal);

    /// <summary>The zone with the longest name that the hostname lies within.</summary>
    public async ValueTask<Result<HostedZone>> ZoneOfAsync(string hostname, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(hostname, out var known))
        {
            return known;
        }

        var found = zoneIds.IsEmpty ? await SearchAsync(hostname, cancellationToken).ConfigureAwait(false) : await ChooseAsync(hostname, cancellationToken).ConfigureAwait(false);
        return found.Succeeded ? _known.GetOrAdd(hostname, found.Value) : found;
    }

    /// <summary>The records at and below some hostnames of one zone, and perhaps more, in as few requests as can be.</summary>
    public async ValueTask<Result<ImmutableArray<ResourceRecordSet>>> ReadAsync(HostedZone zone, IReadOnlyCollection<string> hostnames, CancellationToken cancellationToken)
    {
        if (hostnames.Count > 1 + (zone.RecordCount / PageSize))
        {
            return await route53.ListRecordsAsync(zone.Id, null, onlyBelow: false, cancellationToken).ConfigureAwait(false);
        }

        var records = ImmutableArray.CreateBuilder<ResourceRecordSet>();
        foreach (var hostname in hostnames)
        {
            var some = await route53.ListRecordsAsync(zone.Id, hostname, onlyBelow: true, cancellationToken).ConfigureAwait(false);
            if (!some.Succeeded)
            {
                return some;
            }

            records.AddRange(some.Value);
        }

        return records.ToImmutable();
    }

    private async ValueTask<Result<HostedZone>> ChooseAsync(string hostname, CancellationToken cancellationToken)
    {
        HostedZone? best = null;
        foreach (var id in zoneIds)
        {
            var zone = await route53.GetZoneAsync(id, cancellationToken).ConfigureAwait(false);
            if (!zone.Succeeded)
            {
                return zone.Problem.Kind == ProblemKind.NotFound ? Missing(id) : zone;
            }

            best = DnsName.IsWithin(hostname, zone.Value.Name) && !(zone.Value.Name.Length <= best?.Name.Length) ? zone.Value : best;
        }

        return best is null ? Problem.Refused($"{hostname} is within none of the hosted zones {string.Join(", ", zoneIds)}; add the id of its zone to the router's HostedZoneIds.")
            : best.IsPrivate ? Private(hostname, best)
            : best;
    }

    private async ValueTask<Result<HostedZone>> SearchAsync(string hostname, CancellationToken cancellationToken)
    {
        for (var name = hostname; name.Contains('.', StringComparison.Ordinal) && name.Length > 1; name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            var zones = await route53.FindZonesAsync(name, cancellationToken).ConfigureAwait(false);
            if (!zones.Succeeded)
            {
                return zones.Problem;
            }

            if (zones.Value is not [])
            {
                return Only(hostname, zones.Value);
            }
        }

        return new Problem(ProblemKind.NotFound, $"No hosted zone of this account holds {hostname}: use credentials of the account that has the zone, or make the zone.", Retryable: false);
    }

    private static Result<HostedZone> Only(string hostname, ImmutableArray<HostedZone> zones) => zones.RemoveAll(static zone => zone.IsPrivate) switch
    {
        [] => Private(hostname, zones[0]),
        [var only] => only,
        var several => Problem.Refused($"{several.Length} public hosted zones are named {several[0].Name} ({string.Join(", ", several.Select(static zone => zone.Id))}): name the one that the registrar delegates to in the router's HostedZoneIds."),
    };

    private static Problem Private(string hostname, HostedZone zone) =>
        Problem.Refused($"the hosted zone of {hostname}, {zone.Name} ({zone.Id}), is private: it answers inside networks only, so that no public client is routed by it; name a public zone.");

    private static Problem Missing(string id) =>
        new(ProblemKind.NotFound, $"The hosted zone {id} is not in this account: it was deleted, mistyped, or belongs to another account, whose credentials are needed.", Retryable: false);
}
