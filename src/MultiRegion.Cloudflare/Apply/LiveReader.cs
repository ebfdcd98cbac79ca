using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Planning;

namespace MultiRegion.Cloudflare.Apply;

/// <summary>Reads zones and accounts, each once for a plan.</summary>
internal sealed class LiveReader(ICloudflare cloudflare)
{
    private readonly Dictionary<string, Live> _read = new(StringComparer.Ordinal);

    public async ValueTask<Result<Live>> ReadAsync(Zone zone, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(zone.Id!, out var known))
        {
            return known;
        }

        var balancers = await cloudflare.ListBalancersAsync(zone.Id!, cancellationToken).ConfigureAwait(false);
        if (!balancers.Succeeded)
        {
            return balancers.Problem;
        }

        if (_read.Values.Where(other => other.Zone.Account!.Id == zone.Account!.Id).ToList() is [var same, ..] others)
        {
            return _read[zone.Id!] = same with { Zone = zone, Balancers = balancers.Value, BalancersElsewhere = others.Sum(static other => other.Balancers.Length) };
        }

        var pools = await cloudflare.ListPoolsAsync(zone.Account!.Id!, cancellationToken).ConfigureAwait(false);
        if (!pools.Succeeded)
        {
            return pools.Problem;
        }

        var monitors = await cloudflare.ListMonitorsAsync(zone.Account!.Id!, cancellationToken).ConfigureAwait(false);
        return monitors.Succeeded ? _read[zone.Id!] = new(zone, balancers.Value, pools.Value, monitors.Value) : monitors.Problem;
    }
}
