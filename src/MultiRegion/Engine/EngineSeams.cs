using MultiRegion.Machine;

namespace MultiRegion.Engine;

/// <summary>Where a simulation looks into the engine, or plants a mistake to see it found. An engine that serves has none of them.</summary>
internal sealed record EngineSeams
{
    /// <summary>No seams: production.</summary>
    public static EngineSeams None { get; } = new();

    /// <summary>Folds an entry into the estate.</summary>
    public Func<EstateState, EstateEntry, EstateState> Fold { get; init; } = EstateMachine.Apply;

    /// <summary>The clock of steps that only look again; null: the engine's own.</summary>
    public TimeProvider? Polls { get; init; }
}
