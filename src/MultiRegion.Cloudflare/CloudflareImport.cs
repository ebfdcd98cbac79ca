using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Lint;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare;

/// <summary>
/// A load balancer that somebody else wrote, as a routing tree. A service with this tree, these endpoints and options can adopt the balancer; where nothing is in <see cref="NotMapped"/>, every
/// client is answered as before in every health state. Hand <see cref="CloudflareLinter"/> the same texts to learn what is wrong with it.
/// </summary>
public sealed record CloudflareImport
{
    /// <summary>The hostname that it answers.</summary>
    public required string Hostname { get; init; }

    /// <summary>How it spreads clients. A region is called as its pool is.</summary>
    public required RoutingNode Tree { get; init; }

    /// <summary>The endpoints of those regions whose pools were given.</summary>
    public ImmutableSortedDictionary<RegionId, EndpointAddress> Endpoints { get; init; } = ImmutableSortedDictionary<RegionId, EndpointAddress>.Empty;

    /// <summary>What the router's options must say beside the tree, by key, for example <c>Proxied</c>.</summary>
    public ImmutableSortedDictionary<string, string> Options { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The custom rules, for the router's options.</summary>
    public ImmutableArray<CloudflareRule> Rules { get; init; } = [];

    /// <summary>The data centres with an order of their own, for the router's options.</summary>
    public ImmutableArray<CloudflareDataCentre> DataCentres { get; init; } = [];

    /// <summary>What neither tree nor options say, each with its place in the document.</summary>
    public ImmutableArray<string> NotMapped { get; init; } = [];

    /// <summary>Reads one load balancer. Pure.</summary>
    /// <param name="balancer">Its JSON: the object itself, or an answer of the API that holds it as its result.</param>
    /// <param name="pools">The pools that it uses: an array of the API's objects, or an answer that holds one. Null: regions are called by the ids of pools, and have no endpoint.</param>
    /// <returns>The tree; refused when a text is not JSON of a load balancer, or when the balancer has no pool or steers in a way that there is not.</returns>
    public static Result<CloudflareImport> Read(string balancer, string? pools = null)
    {
        ArgumentNullException.ThrowIfNull(balancer);
        var read = Import.Read(balancer, DocumentJson.Default.LoadBalancer, "load balancer");
        var known = pools is null ? ImmutableArray<Pool>.Empty : Import.Read(pools, DocumentJson.Default.ImmutableArrayPool, "array of pools");
        return !read.Succeeded ? read.Problem : !known.Succeeded ? known.Problem : new BalancerImport(read.Value, known.Value).Read();
    }
}
