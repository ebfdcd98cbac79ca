using System.Collections.Immutable;
using System.Net;

namespace MultiRegion.Azure.Documents;

/// <summary>An endpoint of a profile as the API writes it; a field that is null is absent.</summary>
internal sealed record Endpoint
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>One of <see cref="EndpointTypes"/>, whatever its case.</summary>
    public string? Type { get; init; }

    public EndpointProperties? Properties { get; init; }

    public bool IsNested() => Is(EndpointTypes.Nested);

    public bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    public bool IsEnabled() => !string.Equals(Properties?.EndpointStatus, Switches.Disabled, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether its health is not looked at.</summary>
    public bool IsAlwaysServed() => !IsNested() && string.Equals(Properties?.AlwaysServe, Switches.Enabled, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that it is; null when it is a name.</summary>
    public IPAddress? Address() => IPAddress.TryParse(Properties?.Target, out var address) ? address : null;
}

internal sealed record EndpointProperties
{
    /// <summary>The resource of an Azure or nested endpoint.</summary>
    public string? TargetResourceId { get; init; }

    /// <summary>What is answered: a name or an address.</summary>
    public string? Target { get; init; }

    /// <summary><c>Enabled</c> (the default) or <c>Disabled</c>.</summary>
    public string? EndpointStatus { get; init; }

    /// <summary>1 to 1000.</summary>
    public long? Weight { get; init; }

    /// <summary>1 to 1000, lower first.</summary>
    public long? Priority { get; init; }

    /// <summary>The Azure region that Performance measures to.</summary>
    public string? EndpointLocation { get; init; }

    /// <summary>Written by Azure: one of <see cref="MonitorStatuses"/>.</summary>
    public string? EndpointMonitorStatus { get; init; }

    public long? MinChildEndpoints { get; init; }

    public long? MinChildEndpointsIPv4 { get; init; }

    public long? MinChildEndpointsIPv6 { get; init; }

    public ImmutableArray<string>? GeoMapping { get; init; }

    public ImmutableArray<SubnetRange>? Subnets { get; init; }

    public ImmutableArray<CustomHeader>? CustomHeaders { get; init; }

    /// <summary><c>Enabled</c>: answered whatever its health. Default <c>Disabled</c>.</summary>
    public string? AlwaysServe { get; init; }
}

/// <param name="First">The first address.</param>
/// <param name="Last">The last one; null: see <paramref name="Scope"/>.</param>
/// <param name="Scope">How many leading bits count.</param>
internal sealed record SubnetRange(string? First, string? Last, int? Scope);

internal static class EndpointTypes
{
    public const string Profile = "Microsoft.Network/trafficManagerProfiles";
    public const string Azure = $"{Profile}/azureEndpoints";
    public const string External = $"{Profile}/externalEndpoints";
    public const string Nested = $"{Profile}/nestedEndpoints";

    public static readonly ImmutableArray<string> All = [Azure, External, Nested];
}

/// <summary>What Azure says of an endpoint.</summary>
internal static class MonitorStatuses
{
    public const string Checking = "CheckingEndpoint";
    public const string Online = "Online";
    public const string Degraded = "Degraded";
    public const string Disabled = "Disabled";
    public const string Inactive = "Inactive";
    public const string Stopped = "Stopped";
    public const string Unmonitored = "Unmonitored";

    /// <summary>Of a profile.</summary>
    public const string CheckingAll = "CheckingEndpoints";
}
