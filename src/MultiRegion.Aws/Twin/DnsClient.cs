using MultiRegion.Routing;

namespace MultiRegion.Aws.Twin;

/// <summary>Who asks: a client behind a resolver.</summary>
internal sealed record DnsClient
{
    public Whereabouts Own { get; init; } = new();

    /// <summary>Where the resolver is; null: beside the client.</summary>
    public Whereabouts? Resolver { get; init; }

    /// <summary>Whether the resolver passes on the client's network (EDNS client subnet).</summary>
    public bool SendsSubnet { get; init; } = true;

    /// <summary>What Route 53 takes for the client's place.</summary>
    public Whereabouts Seen => SendsSubnet ? Own : Resolver ?? Own;
}

/// <summary>Where somebody is, as Route 53 knows it.</summary>
internal sealed record Whereabouts
{
    public string? Continent { get; init; }

    public string? Country { get; init; }

    /// <summary>Without the country, for example <c>CA</c>.</summary>
    public string? Subdivision { get; init; }

    public GeoCoordinate? Coordinate { get; init; }

    /// <summary>Round-trip times to AWS regions, in any unit; a region that is missing is farthest.</summary>
    public IReadOnlyDictionary<string, double> Latencies { get; init; } = new Dictionary<string, double>();
}
