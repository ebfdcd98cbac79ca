using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>Whether taking over somebody's load balancer leaves every client's answer as it is, while everything is healthy. Pure.</summary>
internal static class Adoption
{
    /// <param name="intent">What adopts.</param>
    /// <param name="live">Theirs.</param>
    /// <param name="livePools">The account's pools.</param>
    /// <param name="desired">Ours.</param>
    /// <param name="desiredPools">Our pools, by what the balancer calls them.</param>
    public static Problem? Check(
        RoutingIntent intent, LoadBalancer live, ImmutableArray<Pool> livePools, LoadBalancer desired, IReadOnlyDictionary<string, Pool> desiredPools)
    {
        if (live.Rules is { IsEmpty: false } && live.Rules.Value.Length != (desired.Rules?.Length ?? 0))
        {
            return Problem.Refused($"service {intent.Service}: the load balancer {live.Name} has {live.Rules.Value.Length} custom rules, and the options {desired.Rules?.Length ?? 0}; write them into the options, or delete them first.");
        }

        if (Steering.Unknown(live) is { } policy)
        {
            return Problem.Refused($"service {intent.Service}: the load balancer {live.Name} steers by '{Shared.Http.ErrorText.Line(policy, 60)}', of which it is not known what it answers: make it one of {string.Join(", ", SteeringPolicies.All)} first.");
        }

        return Difference(live, livePools, desired, desiredPools, sick: null) is { } difference
            ? Problem.Refused(
                $"service {intent.Service}: taking over the load balancer {live.Name} would change answers: {difference.Client} gets {difference.Before} now and would get {difference.After}; bring the routing tree and the shares in line with it, or it with the tree.")
            : null;
    }

    /// <summary>What the load balancer taken over will answer otherwise once an endpoint is unhealthy: one line for each, at most.</summary>
    /// <inheritdoc cref="Check"/>
    public static IEnumerable<string> Losses(LoadBalancer live, ImmutableArray<Pool> livePools, LoadBalancer desired, IReadOnlyDictionary<string, Pool> desiredPools) =>
        from sick in References.PoolsOf(live).SelectMany(name => livePools.Where(pool => pool.Id == name)).SelectMany(static pool => pool.Origins ?? []).Select(static origin => origin.Address)
            .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
        let difference = Difference(live, livePools, desired, desiredPools, sick)
        where difference is not null
        select $"once adopted, while {sick} is unhealthy, {difference.Client} gets {difference.After} where the load balancer as it is answers {difference.Before}";

    private static Changed? Difference(LoadBalancer live, ImmutableArray<Pool> livePools, LoadBalancer desired, IReadOnlyDictionary<string, Pool> desiredPools, string? sick)
    {
        var known = livePools.Where(static pool => pool.Id is not null).DistinctBy(static pool => pool.Id).ToDictionary(static pool => pool.Id!, StringComparer.Ordinal);
        return Clients(live, desired, known.Values.Concat(desiredPools.Values))
            .Select(client => new Changed(Words(client), Words(live, known, client, sick), Words(desired, desiredPools, client, sick)))
            .FirstOrDefault(static changed => changed.Before != changed.After);
    }

    /// <summary>One client for each area that either side tells apart, one at the place of each pool, and one of whom nothing is known.</summary>
    private static IEnumerable<EdgeClient> Clients(LoadBalancer live, LoadBalancer desired, IEnumerable<Pool> pools) =>
        new[] { live, desired }.SelectMany(static balancer => Codes(balancer.RegionPools).Select(static code => new EdgeClient { Region = code })
                .Concat(Codes(balancer.CountryPools).Select(static code => new EdgeClient { Country = code }))
                .Concat(Codes(balancer.PopPools).Select(static code => new EdgeClient { Pop = code })))
            .Concat(pools.Where(static pool => pool is { Latitude: not null, Longitude: not null }).Select(static pool => new EdgeClient { PopLocation = new GeoCoordinate(pool.Latitude!.Value, pool.Longitude!.Value) }))
            .Prepend(new()).Distinct().SelectMany(client => Conditions(live, desired).Select(condition => client with { Matches = condition }));

    /// <summary>Requests for which no condition of a rule is true, each one alone, and all of them.</summary>
    private static IEnumerable<Func<string, bool>?> Conditions(LoadBalancer live, LoadBalancer desired)
    {
        var all = (live.Rules ?? []).Concat(desired.Rules ?? []).Select(static rule => rule.Condition).OfType<string>().Distinct().ToList();
        return all.Select(static condition => (Func<string, bool>?)condition.Equals).Prepend(null).Concat(all.Count > 1 ? [all.Contains] : []);
    }

    private static IEnumerable<string> Codes(ImmutableSortedDictionary<string, ImmutableArray<string>>? lists) => lists?.Keys ?? [];

    private static string Words(LoadBalancer balancer, IReadOnlyDictionary<string, Pool> pools, EdgeClient client, string? sick)
    {
        if (balancer.Enabled == false)
        {
            return "nothing";
        }

        var answer = new CloudflareTwin(balancer, pools, (_, origin) => sick is not null && string.Equals(origin.Address, sick, StringComparison.OrdinalIgnoreCase) ? OriginState.Down : OriginState.Up).Answer(client);
        if (answer.Fixed is { } response)
        {
            return FormattableString.Invariant($"the response {response.StatusCode} of a rule");
        }

        var parts = answer.Parts.SelectMany(part => Origins.Of(pools[part.Pool]).Select(origin => (Address: origin.Origin.Address ?? "", Part: part.Probability * origin.Part)));
        return string.Join(", ", parts.GroupBy(static part => part.Address, static part => part.Part, StringComparer.OrdinalIgnoreCase).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => FormattableString.Invariant($"{group.Key} {100 * group.Sum():0} %")).DefaultIfEmpty("nothing"));
    }

    private static string Words(EdgeClient client) => client switch
    {
        { Pop: { } pop } => $"a client at data centre {pop}",
        { Country: { } country } => $"a client in {country}",
        { Region: { } region } => $"a client in {region}",
        { PopLocation: { } place } => FormattableString.Invariant($"a client at {place.Latitude:0.#}/{place.Longitude:0.#}"),
        _ => "a client anywhere",
    };

    private sealed record Changed(string Client, string Before, string After);
}
