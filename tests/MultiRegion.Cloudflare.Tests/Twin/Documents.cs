using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using Ids = System.Collections.Immutable.ImmutableArray<string>;

namespace MultiRegion.Cloudflare.Tests.Twin;

/// <summary>Short ways to write balancers and pools, and to ask the twin.</summary>
internal static class Documents
{
    public static LoadBalancer Balancer(string pools, string fallback, string? policy = "off") => new()
    {
        Name = "www.example.com",
        Proxied = true,
        SteeringPolicy = policy,
        DefaultPools = List(pools),
        FallbackPool = fallback,
    };

    public static ImmutableSortedDictionary<string, Ids> Lists(params (string Code, string Pools)[] lists) =>
        lists.ToImmutableSortedDictionary(static list => list.Code, static list => List(list.Pools));

    public static Pool Pool(string name, int endpoints = 1, string? monitor = "m") => new()
    {
        Id = name,
        Name = name,
        Monitor = monitor,
        Origins = [.. Enumerable.Range(1, endpoints).Select(n => new Origin { Name = $"{name}{n}", Address = $"{name.ToLowerInvariant()}{n}.example.net", Enabled = true })],
    };

    public static Pool Shedding(string name, double percent) => Pool(name) with { LoadShedding = new() { DefaultPercent = percent } };

    /// <summary>What a client is answered, as <c>A 60, B 40</c>; a fallback is marked by an exclamation mark.</summary>
    public static string Ask(LoadBalancer balancer, string sick = "", EdgeClient? client = null, params Pool[] pools)
    {
        var all = pools.Concat(Named(balancer).Where(name => pools.All(pool => pool.Name != name)).Select(static name => Pool(name))).ToDictionary(static pool => pool.Name!);
        var answer = new CloudflareTwin(balancer, all, (_, origin) => sick.Split(' ').Any(name => name.Length > 0 && origin.Name!.StartsWith(name, StringComparison.Ordinal)) ? OriginState.Down : OriginState.Up)
            .Answer(client ?? new());
        return answer.Fixed is { } response ? $"fixed {response.StatusCode}"
            : string.Join(", ", answer.Parts.Where(static part => part.Probability > 0).Select(static part => FormattableString.Invariant($"{part.Pool}{(part.IsFallback ? "!" : "")} {Math.Round(100 * part.Probability, 2)}"))
                .Concat(answer.Failure is { } failure ? [failure] : []));
    }

    public static IEnumerable<string> Named(LoadBalancer balancer) => References.PoolsOf(balancer);

    private static Ids List(string pools) => [.. pools.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
