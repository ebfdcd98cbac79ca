using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>
/// Finds the live pools of a service by their names, and says what must be written. A pool that the balancer will not name is left as it is: what it
/// should be matters when it comes back, so that a drain writes nothing but the balancer.
/// </summary>
internal sealed class PoolMatch
{
    private readonly RoutingIntent _intent;
    private readonly string _owner;
    private readonly Live _live;
    private readonly CompiledService _compiled;
    private readonly Dictionary<string, Pool> _found;

    public PoolMatch(RoutingIntent intent, string owner, Live live, CompiledService compiled, Func<string, string> monitor)
    {
        (_intent, _owner, _live, _compiled) = (intent, owner, live, compiled);
        _found = live.Pools.Where(pool => compiled.Pools.ContainsKey(pool.Name ?? "")).DistinctBy(static pool => pool.Name).ToDictionary(static pool => pool.Name!, StringComparer.Ordinal);
        var named = References.PoolsOf(compiled.Balancer);
        Writes = [.. compiled.Pools.Where(pool => named.Contains(pool.Key) || !_found.ContainsKey(pool.Key))
            .Select(pool => Write(pool.Value with { Monitor = pool.Value.Monitor is { } key ? monitor(key) : null })).OfType<PoolWrite>()];
        Problem = named.Where(_found.ContainsKey).Select(name => OwnershipRules.Check(intent, _found[name], compiled.Pools[name], owner)).FirstOrDefault(static problem => problem is not null)
            ?? Writes.Select(Shared).FirstOrDefault(static problem => problem is not null);
    }

    public ImmutableArray<PoolWrite> Writes { get; }

    public Problem? Problem { get; }

    /// <summary>The id of a pool, or its key when it is to be created.</summary>
    public string IdOf(string name) => _found.TryGetValue(name, out var pool) ? pool.Id! : Keys.OfPool(name);

    public string NameOf(string id) => _compiled.Pools.Keys.FirstOrDefault(name => IdOf(name) == id) ?? id;

    public double ShedOf(string id) => _compiled.Pools.GetValueOrDefault(NameOf(id))?.LoadShedding?.DefaultPercent ?? 0;

    /// <summary>What the service's pools will be, by id or key.</summary>
    public Dictionary<string, Pool> ById => _compiled.Pools.ToDictionary(pool => IdOf(pool.Key), static pool => pool.Value, StringComparer.Ordinal);

    /// <summary>What a live pool will be once everything is written.</summary>
    public Pool Afterwards(Pool live) => Writes.FirstOrDefault(write => write.Id == live.Id)?.Pool ?? live;

    /// <summary>Ours of which the service has no use any more, and no other balancer of the zone either.</summary>
    public ImmutableArray<string> Unused(LoadBalancer? balancer)
    {
        var others = _live.Balancers.Where(other => other.Id != balancer?.Id).ToList();
        return [.. _live.Pools.Where(pool => PartOwnership.Of(pool) is { } mark && mark.IsOf(_owner, _intent.Service) && mark.Content == Prints.Content(pool))
            .Where(pool => !_compiled.Pools.ContainsKey(pool.Name!) && References.Of(pool.Id!, others).IsEmpty).Select(static pool => pool.Id!)];
    }

    private PoolWrite? Write(Pool desired)
    {
        if (!_found.TryGetValue(desired.Name!, out var live))
        {
            return new(null, desired, Patches.All(desired));
        }

        // What the options leave open is Cloudflare's or a person's.
        var wanted = desired with { CheckRegions = desired.CheckRegions ?? live.CheckRegions, NotificationFilter = desired.NotificationFilter ?? live.NotificationFilter };
        var changed = Patches.Between(Fields.Of(live), Fields.Of(wanted));
        return changed.IsEmpty && PartOwnership.Of(live)?.IsOf(_owner, _intent.Service) == true ? null : new(live.Id, wanted, changed);
    }

    private Problem? Shared(PoolWrite write)
    {
        var others = _live.Balancers.Where(balancer => !string.Equals(balancer.Name, _compiled.Balancer.Name, StringComparison.OrdinalIgnoreCase));
        return write.Id is { } id && References.Of(id, others) is [var other, ..]
            ? PoolUsers.Refusal(_intent.Service, write, other.Name!)
            : null;
    }
}
