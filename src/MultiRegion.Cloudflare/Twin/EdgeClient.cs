using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>A client as Cloudflare sees it.</summary>
internal sealed record EdgeClient
{
    /// <summary>The data centre that it reaches, for example <c>AMS</c>.</summary>
    public string? Pop { get; init; }

    /// <summary>The region of that data centre, for example <c>WEU</c>.</summary>
    public string? Region { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code.</summary>
    public string? Country { get; init; }

    /// <summary>Where that data centre is.</summary>
    public GeoCoordinate? PopLocation { get; init; }

    /// <summary>Where its resolver is, by the resolver's address.</summary>
    public GeoCoordinate? ResolverLocation { get; init; }

    /// <summary>Where it is itself, by the EDNS client subnet of its query.</summary>
    public GeoCoordinate? SubnetLocation { get; init; }

    /// <summary>Round-trip times from its data centre to pools, by pool; a pool that is missing was not measured.</summary>
    public IReadOnlyDictionary<string, TimeSpan>? RoundTrips { get; init; }

    /// <summary>Requests that pools have not answered yet, by pool.</summary>
    public IReadOnlyDictionary<string, int>? Outstanding { get; init; }

    /// <summary>The session that its request belongs to; null: none.</summary>
    public EdgeSession? Session { get; init; }

    /// <summary>Whether a rule's condition is true of its request; null: none is.</summary>
    public Func<string, bool>? Matches { get; init; }
}
