using System.Collections.Concurrent;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Apply;

/// <summary>Finds the zone of a hostname; zones that were found are remembered.</summary>
/// <param name="cloudflare">The API.</param>
/// <param name="account">The account that zones must be on; null: any that the token can see.</param>
internal sealed class ZoneReader(ICloudflare cloudflare, string? account)
{
    private readonly ConcurrentDictionary<string, Zone> _known = new(StringComparer.Ordinal);

    public async ValueTask<Result<Zone>> ZoneOfAsync(string hostname, CancellationToken cancellationToken)
    {
        var labels = hostname.Split('.');
        for (var from = 0; from <= labels.Length - 2; from++)
        {
            var name = string.Join('.', labels[from..]);
            if (_known.TryGetValue(name, out var known))
            {
                return known;
            }

            var found = await cloudflare.FindZonesAsync(name, cancellationToken).ConfigureAwait(false);
            if (!found.Succeeded)
            {
                return found.Problem;
            }

            var zones = found.Value.RemoveAll(zone => account is not null && zone.Account?.Id != account);
            if (!zones.IsEmpty)
            {
                return Only(zones.Length == 1 ? zones[0] : null, name);
            }
        }

        return Problem.Refused($"no zone of {hostname} is {(account is null ? "visible to the token" : $"on account {account}, as far as the token can see")}: it is on another account, or the token lacks 'Zone Read' on it.");
    }

    private Result<Zone> Only(Zone? zone, string name)
    {
        if (zone is null)
        {
            return Problem.Refused($"several accounts have a zone {name}: name the account in the options.");
        }

        if (zone is not { Id.Length: > 0, Account.Id.Length: > 0 })
        {
            return Problem.Failed($"cloudflare: list zones: zone {name} has no id or no account.", retryable: false);
        }

        return zone.Status is null or "active" ? _known.GetOrAdd(name, zone) : Problem.Refused($"zone {name} is {zone.Status}, not active: its name servers are not Cloudflare's yet, so that nobody would see a load balancer in it.");
    }
}
