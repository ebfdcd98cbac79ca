using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>A load balancer for people.</summary>
internal static class Words
{
    /// <param name="balancer">The balancer.</param>
    /// <param name="name">What a pool is called.</param>
    /// <param name="shed">What a pool gives away, in percent.</param>
    public static string Of(LoadBalancer balancer, Func<string, string> name, Func<string, double> shed)
    {
        string Pool(string pool) => shed(pool) is > 0 and var percent ? Text($"{name(pool)} (gives away {percent} %)") : name(pool);
        string List(ImmutableArray<string>? pools) => string.Join(", ", (pools ?? []).Select(Pool));
        string Lists(string kind, ImmutableSortedDictionary<string, ImmutableArray<string>>? lists) =>
            string.Concat((lists ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty).Select(list => $"; {kind} {list.Key}: {List(list.Value)}"));
        var weights = balancer.SteeringPolicy is SteeringPolicies.Random or SteeringPolicies.LeastConnections or SteeringPolicies.LeastOutstandingRequests
            ? string.Join(", ", (balancer.DefaultPools ?? []).Select(pool => Text($"{Pool(pool)} {Steering.WeightOf(balancer, pool)}")))
            : List(balancer.DefaultPools);
        return $"{balancer.Name} {balancer.SteeringPolicy}{(balancer.Proxied == true ? "" : ", DNS only")}: {weights}"
            + Lists("data centre", balancer.PopPools) + Lists("country", balancer.CountryPools) + Lists("region", balancer.RegionPools)
            + $"; fallback {(balancer.FallbackPool is { } fallback ? name(fallback) : "none")}"
            + (balancer.Rules is { IsEmpty: false } rules ? $"; rules {string.Join(", ", rules.Select(static rule => rule.Name))}" : "")
            + (balancer.SessionAffinity is { } affinity and not ("none" or "") ? $"; sessions by {affinity}" : "")
            + (balancer.Enabled == false ? "; disabled" : "");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
