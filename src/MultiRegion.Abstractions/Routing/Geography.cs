namespace MultiRegion.Routing;

/// <summary>A point on the globe.</summary>
/// <param name="Latitude">Degrees north, -90 to 90.</param>
/// <param name="Longitude">Degrees east, -180 to 180.</param>
public readonly record struct GeoCoordinate(double Latitude, double Longitude)
{
    private const double EarthRadiusKilometres = 6371;

    /// <summary>The great-circle distance to another point, in kilometres (haversine formula).</summary>
    /// <param name="other">The other point.</param>
    public double DistanceTo(GeoCoordinate other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var halfLat = Math.Sin((lat2 - lat1) / 2);
        var halfLon = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var a = (halfLat * halfLat) + (Math.Cos(lat1) * Math.Cos(lat2) * halfLon * halfLon);
        return 2 * EarthRadiusKilometres * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}

/// <summary>How large an area is; a smaller one wins.</summary>
public enum GeographicScope
{
    /// <summary>A continent by its two-letter code: AF, AN, AS, EU, NA, OC, SA.</summary>
    Continent,

    /// <summary>A country by its ISO 3166-1 alpha-2 code.</summary>
    Country,

    /// <summary>A subdivision by its ISO 3166-2 code, for example <c>US-CA</c>.</summary>
    Subdivision,
}

/// <summary>An area of clients.</summary>
/// <param name="Scope">How large it is.</param>
/// <param name="Code">Its code, in capitals.</param>
public readonly record struct GeographicArea(GeographicScope Scope, string Code)
{
    /// <summary>Whether a client is in the area.</summary>
    /// <param name="client">The client.</param>
    public bool Contains(ClientLocation client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return string.Equals(Code, Scope switch
        {
            GeographicScope.Continent => client.Continent,
            GeographicScope.Country => client.Country,
            _ => client.Subdivision,
        }, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Scope.ToString().ToLowerInvariant()} {Code}";
}

/// <summary>Where a client is, as far as a router knows it. Everything may be unknown.</summary>
public sealed record ClientLocation
{
    /// <summary>A client of whom nothing is known.</summary>
    public static ClientLocation Unknown { get; } = new();

    /// <summary>Two-letter continent code: AF, AN, AS, EU, NA, OC, SA.</summary>
    public string? Continent { get; init; }

    /// <summary>ISO 3166-1 alpha-2 country code.</summary>
    public string? Country { get; init; }

    /// <summary>ISO 3166-2 subdivision code, for example <c>US-CA</c>.</summary>
    public string? Subdivision { get; init; }

    /// <summary>Where on the globe.</summary>
    public GeoCoordinate? Coordinate { get; init; }

    /// <summary>Measured round-trip times to regions; they win over distances. Null when nothing was measured.</summary>
    public IReadOnlyDictionary<RegionId, TimeSpan>? Latencies { get; init; }
}
