using System.Collections.Immutable;

namespace MultiRegion.Aws.Documents;

/// <summary>A Route 53 health check.</summary>
/// <param name="Id">The id that record sets name.</param>
/// <param name="CallerReference">What made its creation idempotent.</param>
/// <param name="Version">Rises with each update.</param>
/// <param name="Config">What it checks.</param>
internal sealed record HealthCheck(string Id, string CallerReference, long Version, HealthCheckConfig Config);

/// <summary>What a Route 53 health check checks.</summary>
internal sealed record HealthCheckConfig
{
    /// <summary><c>HTTP</c>, <c>HTTPS</c>, <c>HTTP_STR_MATCH</c>, <c>HTTPS_STR_MATCH</c>, <c>TCP</c>, <c>CALCULATED</c>, <c>CLOUDWATCH_METRIC</c> or <c>RECOVERY_CONTROL</c>.</summary>
    public required string Type { get; init; }

    public string? IpAddress { get; init; }

    public int? Port { get; init; }

    public string? ResourcePath { get; init; }

    public string? FullyQualifiedDomainName { get; init; }

    public string? SearchString { get; init; }

    /// <summary>10 or 30 seconds.</summary>
    public int? RequestInterval { get; init; }

    /// <summary>1 to 10.</summary>
    public int? FailureThreshold { get; init; }

    public bool? MeasureLatency { get; init; }

    public bool? Inverted { get; init; }

    public bool? Disabled { get; init; }

    public bool? EnableSni { get; init; }

    /// <summary>The checkers' regions; empty: all.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Of a calculated check: how many children must be healthy, 0 to 256.</summary>
    public int? HealthThreshold { get; init; }

    /// <summary>Of a calculated check: at most 255.</summary>
    public ImmutableArray<string> Children { get; init; } = [];

    public AlarmIdentifier? Alarm { get; init; }

    /// <summary><c>Healthy</c>, <c>Unhealthy</c> or <c>LastKnownStatus</c>.</summary>
    public string? InsufficientDataHealthStatus { get; init; }

    public string? RoutingControlArn { get; init; }

    public bool Equals(HealthCheckConfig? other) =>
        other is not null && Type == other.Type && IpAddress == other.IpAddress && Port == other.Port && ResourcePath == other.ResourcePath
        && FullyQualifiedDomainName == other.FullyQualifiedDomainName && SearchString == other.SearchString && RequestInterval == other.RequestInterval
        && FailureThreshold == other.FailureThreshold && MeasureLatency == other.MeasureLatency && Inverted == other.Inverted && Disabled == other.Disabled
        && EnableSni == other.EnableSni && Regions.AsSpan().SequenceEqual(other.Regions.AsSpan()) && HealthThreshold == other.HealthThreshold
        && Children.AsSpan().SequenceEqual(other.Children.AsSpan()) && Alarm == other.Alarm
        && InsufficientDataHealthStatus == other.InsufficientDataHealthStatus && RoutingControlArn == other.RoutingControlArn;

    public override int GetHashCode() => HashCode.Combine(Type, FullyQualifiedDomainName, IpAddress, Port, ResourcePath);
}

internal sealed record AlarmIdentifier(string Region, string Name);

/// <summary>What one checker saw last.</summary>
/// <param name="Region">The checker's region.</param>
/// <param name="Address">The checker's address.</param>
/// <param name="Status">In words, beginning with <c>Success</c> or <c>Failure</c>.</param>
/// <param name="CheckedAt">When.</param>
internal sealed record HealthObservation(string Region, string Address, string Status, DateTimeOffset? CheckedAt);
