using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MultiRegion.Planning;

namespace MultiRegion.Machine;

/// <summary>Something that happened to a group. The journal holds every one that changed the state; folding them is the replay.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(VerdictChanged), "verdict-changed")]
[JsonDerivedType(typeof(MoveStarted), "move-started")]
[JsonDerivedType(typeof(MoveReported), "move-reported")]
[JsonDerivedType(typeof(MoveInterrupted), "move-interrupted")]
[JsonDerivedType(typeof(StepEnded), "step-ended")]
[JsonDerivedType(typeof(TimePassed), "time-passed")]
[JsonDerivedType(typeof(OperatorSaid), "operator-said")]
[JsonDerivedType(typeof(HoldPlaced), "hold-placed")]
[JsonDerivedType(typeof(PlanesFound), "planes-found")]
internal abstract record MachineEvent;

/// <summary>A region's verdict is another.</summary>
internal sealed record VerdictChanged(RegionId Region, Verdict Verdict, Reason Reason) : MachineEvent;

/// <summary>A move begins. Its append to the journal is the epoch.</summary>
internal sealed record MoveStarted(long Epoch, MoveRequest Request, Reason Reason, string? By) : MachineEvent;

/// <summary>A monitor-only group would have moved.</summary>
internal sealed record MoveReported(Reason Reason) : MachineEvent;

/// <summary>A region failed while a move was under way.</summary>
internal sealed record MoveInterrupted(MoveRequest Request, Reason Reason) : MachineEvent;

/// <summary>An attempt at a step is over.</summary>
internal sealed record StepEnded(int Sequence, int Attempt, StepOutcome Outcome) : MachineEvent;

/// <summary>A time was reached that the machine waited for.</summary>
internal sealed record TimePassed : MachineEvent;

/// <summary>An operator's command that the machine itself carries out.</summary>
internal sealed record OperatorSaid(OperatorCommand Command) : MachineEvent;

/// <summary>The engine found a reason to touch nothing.</summary>
internal sealed record HoldPlaced(Reason Reason) : MachineEvent;

/// <summary>What the planes hold, where the journal is empty or behind: the regions are set to it, and nothing is touched.</summary>
internal sealed record PlanesFound(ImmutableArray<RegionStatus> Regions, RegionId? DataAt, Reason Reason) : MachineEvent;

/// <summary>What came of an attempt.</summary>
/// <param name="Problem">Why it failed; null when it succeeded.</param>
/// <param name="Output">What it brought; null when nothing.</param>
internal sealed record StepOutcome(Problem? Problem, string? Output = null)
{
    public static StepOutcome Done(string? output = null) => new(null, output);

    public static implicit operator StepOutcome(Problem problem) => new(problem);
}
