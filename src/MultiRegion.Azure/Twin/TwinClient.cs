using System.Collections.Immutable;
using System.Net;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Twin;

/// <summary>Who asks, as Traffic Manager sees it: by the address of the resolver.</summary>
internal sealed record TwinClient
{
    /// <summary>The places that it is in, the smallest first, as geographic mappings name them; <c>WORLD</c> need not be said.</summary>
    public ImmutableArray<string> Places { get; init; } = [];

    /// <summary>About where it is.</summary>
    public GeoCoordinate? Coordinate { get; init; }

    /// <summary>Its address.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Whether it asks for AAAA records instead of A records.</summary>
    public bool WantsIPv6 { get; init; }
}
