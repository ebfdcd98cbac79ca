using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>Finds the live monitors that are wanted, among those that are the service's.</summary>
internal sealed class MonitorMatch
{
    private readonly ImmutableArray<HealthMonitor> _ours;
    private readonly ImmutableDictionary<string, string> _ids;

    public MonitorMatch(string owner, ServiceId service, ImmutableArray<HealthMonitor> live, ImmutableSortedDictionary<string, HealthMonitor> wanted)
    {
        _ours = [.. live.Where(monitor => PartOwnership.Of(monitor)?.IsOf(owner, service) == true)];
        _ids = wanted.Select(pair => (pair.Key, Found: _ours.FirstOrDefault(monitor => Prints.Content(monitor) == Prints.Content(pair.Value))?.Id))
            .Where(static pair => pair.Found is not null).ToImmutableDictionary(static pair => pair.Key, static pair => pair.Found!);
        Missing = wanted.RemoveRange(_ids.Keys);
    }

    /// <summary>Those that are to be created, by key. One that a person edited is no longer what is wanted: another is made, and it is left alone.</summary>
    public ImmutableSortedDictionary<string, HealthMonitor> Missing { get; }

    public string IdOf(string key) => _ids.GetValueOrDefault(key, key);

    /// <summary>Ours that no pool uses.</summary>
    public ImmutableArray<string> Unused(IEnumerable<Pool> pools)
    {
        var all = pools.ToList();
        return [.. _ours.Where(IsAsWritten).Select(static monitor => monitor.Id!).Where(id => !_ids.ContainsValue(id) && References.Of(id, all).IsEmpty)];
    }

    private static bool IsAsWritten(HealthMonitor monitor) => PartOwnership.Of(monitor)?.Content == Prints.Content(monitor);
}
