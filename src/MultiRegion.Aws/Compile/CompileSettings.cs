using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Compile;

/// <summary>What a compilation needs to know beside the intent.</summary>
internal sealed record CompileSettings
{
    public static CompileSettings Default { get; } = new();

    public ImmutableDictionary<RegionId, RegionSettings> Regions { get; init; } = ImmutableDictionary<RegionId, RegionSettings>.Empty;

    /// <summary>10 or 30 seconds.</summary>
    public int RequestInterval { get; init; } = 30;

    /// <summary>1 to 10.</summary>
    public int FailureThreshold { get; init; } = 3;

    public AwsRegion? AwsRegion(RegionId region) =>
        Regions.TryGetValue(region, out var settings) && settings.AwsRegion is { } name ? AwsRegions.Find(name) : AwsRegions.In(region);
}

/// <summary>What is known of a region.</summary>
internal sealed record RegionSettings
{
    /// <summary>The AWS region that latency is measured to; null: the one in the region's id.</summary>
    public string? AwsRegion { get; init; }

    /// <summary>Further checks that must be healthy for the region to be: an alarm, a routing control, a switch of our own.</summary>
    public ImmutableArray<HealthCheckConfig> AlsoHealthy { get; init; } = [];
}
