using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Documents;

/// <summary>A pool as the API writes it; a field that is null is absent. Pools belong to the account: every load balancer on it may use them.</summary>
internal sealed record Pool
{
    public string? Id { get; init; }

    /// <summary>Letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>How many origins must be healthy; 1 when absent.</summary>
    public int? MinimumOrigins { get; init; }

    /// <summary>The id of the monitor, or its key until it has one; null: health is not considered at all.</summary>
    public string? Monitor { get; init; }

    public ImmutableArray<Origin>? Origins { get; init; }

    public LoadShedding? LoadShedding { get; init; }

    public OriginSteering? OriginSteering { get; init; }

    /// <summary>Degrees north; together with the longitude or not at all.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>From where checks run; null: everywhere.</summary>
    public ImmutableArray<string>? CheckRegions { get; init; }

    /// <summary>Out of date: notifications are central now.</summary>
    public string? NotificationEmail { get; init; }

    public NotificationFilter? NotificationFilter { get; init; }
}

/// <summary>An endpoint of a pool.</summary>
internal sealed record Origin
{
    public string? Name { get; init; }

    public string? Address { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>0 to 1 in hundredths; 1 when absent.</summary>
    public double? Weight { get; init; }

    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Header { get; init; }
}

/// <summary>What part of its traffic a pool gives away to the next ones.</summary>
internal sealed record LoadShedding
{
    /// <summary>Percent of requests without a session.</summary>
    public double? DefaultPercent { get; init; }

    /// <summary><c>random</c> or <c>hash</c>.</summary>
    public string? DefaultPolicy { get; init; }

    /// <summary>Percent of sessions.</summary>
    public double? SessionPercent { get; init; }

    /// <summary><c>hash</c> alone.</summary>
    public string? SessionPolicy { get; init; }
}

internal sealed record OriginSteering(string? Policy);

/// <summary>Which changes of health are told; null: all.</summary>
internal sealed record NotificationFilter(FilterOptions? Origin, FilterOptions? Pool);

/// <param name="Disable">Tells nothing.</param>
/// <param name="Healthy">Tells only of things that became this; null: of both.</param>
internal sealed record FilterOptions(bool? Disable, bool? Healthy);
