using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>What to simulate: an estate, the world around it, and what goes wrong in it.</summary>
public sealed record SimulationInput
{
    /// <summary>The longest run: what the virtual clock counts exactly. Longer spans are several runs, each with a seed of its own.</summary>
    public static TimeSpan LongestRun { get; } = TimeSpan.FromDays(8 * 365);

    /// <summary>The estate. Its probes are answered by the simulated regions, whatever they are.</summary>
    public required EstateTopology Topology { get; init; }

    /// <summary>The engine's own settings. The simulation names the controllers and seeds their probes itself.</summary>
    public EngineOptions Options { get; init; } = new();

    /// <summary>The world around the estate.</summary>
    public SimulationSettings World { get; init; } = new();

    /// <summary>What goes wrong, and when; faults that are drawn come on top. Default nothing.</summary>
    public FaultScript Faults { get; init; } = FaultScript.Empty;

    /// <summary>What goes wrong by lot; null: nothing does.</summary>
    public FaultDistributions? Drawn { get; init; }

    /// <summary>Policies of the application's own that services name. Default none.</summary>
    public ImmutableDictionary<PolicyId, IFailoverPolicy> Policies { get; init; } = ImmutableDictionary<PolicyId, IFailoverPolicy>.Empty;

    /// <summary>Decides everything that is drawn by lot: the same seed gives the same run, byte for byte. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long the run is. Above zero, up to <see cref="LongestRun"/>; default 2 h.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Whether calm stretches are passed over in one go, which changes nothing but the time that the run takes. Default true.</summary>
    public bool SkipsCalm { get; init; } = true;

    /// <summary>Whether the trace is kept. Default true; thousands of runs are better off without it.</summary>
    public bool KeepsTrace { get; init; } = true;
}
