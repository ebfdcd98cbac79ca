using System.Collections.Immutable;

namespace MultiRegion;

/// <summary>
/// Everything that is to be kept alive and where: regions, clusters, services, vantage points. One immutable value per
/// revision; a move keeps the revision that it began with.
/// </summary>
public sealed record EstateTopology
{
    /// <summary>Which revision this is: 1 for the first, rising with each change. Default 1.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>The regions; no id twice.</summary>
    public required ImmutableArray<RegionDefinition> Regions { get; init; }

    /// <summary>The clusters; no id twice. Default none.</summary>
    public ImmutableArray<ClusterDefinition> Clusters { get; init; } = [];

    /// <summary>The services; no id and no hostname twice.</summary>
    public required ImmutableArray<ServiceDefinition> Services { get; init; }

    /// <summary>The vantage points whose votes make a verdict. Default: <c>local</c> alone, which is the controller's own process.</summary>
    public ImmutableArray<VantageDefinition> Vantages { get; init; } = [VantageDefinition.Local];

    /// <summary>Where the controller itself runs.</summary>
    public ControllerHome Home { get; init; } = ControllerHome.OutsideAllRegions;

    /// <summary>The definition of a region.</summary>
    /// <param name="region">The region.</param>
    /// <exception cref="KeyNotFoundException">The topology has no such region.</exception>
    public RegionDefinition Region(RegionId region) =>
        Regions.FirstOrDefault(definition => definition.Id == region) ?? throw new KeyNotFoundException($"The topology has no region '{region}'.");

    /// <summary>The definition of a service.</summary>
    /// <param name="service">The service.</param>
    /// <exception cref="KeyNotFoundException">The topology has no such service.</exception>
    public ServiceDefinition Service(ServiceId service) =>
        Services.FirstOrDefault(definition => definition.Id == service) ?? throw new KeyNotFoundException($"The topology has no service '{service}'.");
}

/// <summary>Where the controller runs: it should lie outside every region that it moves.</summary>
/// <param name="Region">The region that the controller, its journal and its lease live in; null when outside all regions of the topology.</param>
/// <param name="AcknowledgeInside">That somebody knows and accepts that a controller inside a region dies with it. Default false: refused at start.</param>
public sealed record ControllerHome(RegionId? Region = null, bool AcknowledgeInside = false)
{
    /// <summary>Outside every region of the topology.</summary>
    public static ControllerHome OutsideAllRegions { get; } = new();
}

/// <summary>A region: a place that can die as a whole.</summary>
public sealed record RegionDefinition
{
    /// <summary>Its id, for example <c>aws-eu-west-1</c>.</summary>
    public required RegionId Id { get; init; }

    /// <summary>Who runs it, for example <c>aws</c>, <c>azure</c>, <c>gcp</c>, <c>on-premises</c>; null when it does not matter.</summary>
    public string? Provider { get; init; }

    /// <summary>Where it is on the globe; null when unknown: latency routing then falls back to the order of the tree.</summary>
    public Routing.GeoCoordinate? Location { get; init; }

    /// <summary>The region it is paired with: pairs are not updated at once by their provider, and fail together more often.</summary>
    public RegionId? Pair { get; init; }

    /// <summary>A zone that data may not leave, for example <c>eu</c>; null when there is no such rule.</summary>
    public string? SovereigntyZone { get; init; }
}

/// <summary>A cluster that runs workloads in a region.</summary>
public sealed record ClusterDefinition
{
    /// <summary>Its id.</summary>
    public required ClusterId Id { get; init; }

    /// <summary>The region that it dies with.</summary>
    public required RegionId Region { get; init; }

    /// <summary>The fleet that knows it.</summary>
    public required FleetId Fleet { get; init; }
}

/// <summary>A place from which regions are probed, and how it knows that it can see at all.</summary>
public sealed record VantageDefinition
{
    /// <summary>The controller's own process.</summary>
    public static VantageDefinition Local { get; } = new() { Id = "local" };

    /// <summary>Its id; <c>local</c> is the controller's own process.</summary>
    public required VantageId Id { get; init; }

    /// <summary>
    /// Targets outside every region of the topology that are practically always up. When more than half of them fail, the
    /// vantage point is blind and votes Unknown. Default none: then it trusts itself.
    /// </summary>
    public ImmutableArray<ProbeDefinition> References { get; init; } = [];
}
