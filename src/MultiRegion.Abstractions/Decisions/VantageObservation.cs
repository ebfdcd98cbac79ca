namespace MultiRegion;

/// <summary>What another vantage point sees of a service in a region, as it stands when it is reported. Ages instead of times, since no two clocks agree.</summary>
public sealed record VantageObservation
{
    /// <summary>The vantage point; it must be in the topology, and not be <c>local</c>.</summary>
    public required VantageId Vantage { get; init; }

    /// <summary>The service.</summary>
    public required ServiceId Service { get; init; }

    /// <summary>The region.</summary>
    public required RegionId Region { get; init; }

    /// <summary>Its vote.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>For how long it has seen the region failing; null: it does not.</summary>
    public TimeSpan? FailingFor { get; init; }

    /// <summary>How long ago it last saw a success; null: never.</summary>
    public TimeSpan? SinceLastSuccess { get; init; }
}
