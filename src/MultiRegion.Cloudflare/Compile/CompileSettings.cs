using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>What a compilation needs to know beside the intent.</summary>
internal sealed record CompileSettings
{
    public static CompileSettings Default { get; } = new();

    /// <summary>Which installation pools and monitors belong to.</summary>
    public string Owner { get; init; } = "multiregion";

    public bool Proxied { get; init; } = true;

    /// <summary>Whether latency is measured by Cloudflare instead of going by distance.</summary>
    public bool MeasuredLatency { get; init; }

    /// <summary>Whether pools of weighted trees are chosen by their outstanding requests, scaled by the weights.</summary>
    public bool LeastOutstandingRequests { get; init; }

    public bool FailoverAcrossPools { get; init; }

    /// <summary><c>none</c>, <c>temporary</c> or <c>sticky</c>, where there is session affinity.</summary>
    public string ZeroDowntimeFailover { get; init; } = "none";

    /// <summary>Seconds for which sessions stay with an endpoint that is disabled.</summary>
    public int SessionDrain { get; init; }

    public MonitorSettings Monitor { get; init; } = new();

    public NotificationFilter? Notifications { get; init; }

    /// <summary>From where checks run; empty: what Cloudflare has for the pool.</summary>
    public ImmutableArray<string> CheckRegions { get; init; } = [];

    /// <summary>Rules of the services, by hostname.</summary>
    public ImmutableDictionary<string, ImmutableArray<RegionRule>> Rules { get; init; } = ImmutableDictionary<string, ImmutableArray<RegionRule>>.Empty;

    /// <summary>Data centres with an order of their own, by hostname.</summary>
    public ImmutableDictionary<string, ImmutableArray<DataCentre>> DataCentres { get; init; } = ImmutableDictionary<string, ImmutableArray<DataCentre>>.Empty;
}

/// <summary>How monitors check beside what the service's probe says.</summary>
internal sealed record MonitorSettings
{
    /// <summary>Seconds, 5 to 3600.</summary>
    public int Interval { get; init; } = 60;

    /// <summary>Seconds, below the interval.</summary>
    public int Timeout { get; init; } = 5;

    public int Retries { get; init; } = 2;

    public int ConsecutiveUp { get; init; }

    public int ConsecutiveDown { get; init; }
}

/// <summary>A custom rule over regions.</summary>
/// <param name="Name">For people.</param>
/// <param name="Condition">When it applies.</param>
/// <param name="Regions">Who answers then, in order; empty: the fixed response.</param>
/// <param name="Response">What is answered then without any region.</param>
internal sealed record RegionRule(string Name, string Condition, ImmutableArray<RegionId> Regions, FixedResponse? Response = null);

/// <summary>A data centre of Cloudflare whose clients have an order of their own.</summary>
/// <param name="Code">Its code, three letters.</param>
/// <param name="Regions">Who answers there, in order.</param>
internal sealed record DataCentre(string Code, ImmutableArray<RegionId> Regions);
