using System.Collections.Immutable;
using MultiRegion;

namespace RegionOutage;

/// <summary>Everything that a run left behind, all times since its beginning.</summary>
internal sealed record Observations
{
    public required Settings Settings { get; init; }

    public required SharedClock Clock { get; init; }

    public required TimeSpan TrafficBegan { get; init; }

    /// <summary>Just before the region's process was sent SIGKILL.</summary>
    public required TimeSpan Killed { get; init; }

    /// <summary>Just before the region's process was started again.</summary>
    public required TimeSpan Restarted { get; init; }

    public required TimeSpan TrafficEnded { get; init; }

    public required ImmutableList<EngineEvent> Events { get; init; }

    public required ImmutableList<RouterWrite> Writes { get; init; }

    /// <summary>Whether every write of the router was seen.</summary>
    public required bool SawEveryWrite { get; init; }

    public required ImmutableList<RouteView> Routes { get; init; }

    public required GroupStatus Final { get; init; }

    public required ImmutableArray<int> ControllerPids { get; init; }

    /// <summary>The step that ran when the controller was killed; null when it was not.</summary>
    public string? KilledAtStep { get; init; }

    /// <summary>When the controller was killed; null when it was not.</summary>
    public TimeSpan? ControllerKilled { get; init; }

    public required List<Attempt> Attempts { get; init; }

    public required List<Served> Served { get; init; }

    public required int JournalEntries { get; init; }

    public TimeSpan At(EngineEvent happened) => Clock.Since(happened.At);
}
