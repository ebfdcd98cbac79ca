using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MultiRegion.Routing;

namespace MultiRegion.Planning;

/// <summary>
/// One step of a move: typed, idempotent under its (epoch, sequence), resumable. Steps of the same stage run side by side;
/// a stage begins when the one before it is over.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ApproveStep), "approve")]
[JsonDerivedType(typeof(FenceStep), "fence")]
[JsonDerivedType(typeof(CordonStep), "cordon")]
[JsonDerivedType(typeof(DemoteStep), "demote")]
[JsonDerivedType(typeof(PromoteStep), "promote")]
[JsonDerivedType(typeof(CatchUpStep), "catch-up")]
[JsonDerivedType(typeof(ScaleStep), "scale")]
[JsonDerivedType(typeof(WaitReadyStep), "wait-ready")]
[JsonDerivedType(typeof(ShiftStep), "shift")]
[JsonDerivedType(typeof(AwaitQuietStep), "await-quiet")]
[JsonDerivedType(typeof(SoakStep), "soak")]
[JsonDerivedType(typeof(VerifyStep), "verify")]
[JsonDerivedType(typeof(BackUpStep), "back-up")]
[JsonDerivedType(typeof(RestoreStep), "restore")]
[JsonDerivedType(typeof(NotifyStep), "notify")]
[JsonDerivedType(typeof(CustomStep), "custom")]
internal abstract record MoveStep
{
    /// <summary>Its place in the move, from 1; never used twice in an epoch, so that a marker is never ambiguous.</summary>
    public int Sequence { get; init; }

    /// <summary>Which steps run side by side: those of one stage.</summary>
    public int Stage { get; init; }

    /// <summary>How long it may take, all attempts together.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How often it is tried again after a problem that a retry can help.</summary>
    public int Retries { get; init; }

    public FailureAction OnFailure { get; init; } = FailureAction.Abort;

    /// <summary>What it does, in words.</summary>
    [JsonIgnore]
    public abstract string Words { get; }

    /// <summary>The region that it works on; null when on none or several.</summary>
    [JsonIgnore]
    public virtual RegionId? Where => null;
}

/// <summary>What happens when a step has failed for good.</summary>
internal enum FailureAction
{
    /// <summary>Give the move up and take back what it has done.</summary>
    Abort,

    /// <summary>Go on without it.</summary>
    Skip,

    /// <summary>Go on, and halt at the end with its name: what must happen and cannot be taken back.</summary>
    HaltAtEnd,

    /// <summary>Stop at once and wait for a person.</summary>
    Halt,

    /// <summary>Return to the share before.</summary>
    StepBack,
}

/// <summary>Waits for a person.</summary>
internal sealed record ApproveStep(string Question) : MoveStep
{
    public override string Words => $"wait for approval: {Question}";
}

/// <summary>Makes sure that nobody writes to a data set in a region.</summary>
internal sealed record FenceStep(RegionId Region, ReplicaSetId ReplicaSet) : MoveStep
{
    public override string Words => $"fence {ReplicaSet} in {Region}";

    public override RegionId? Where => Region;
}

/// <summary>Keeps the group's workloads in a region from starting anything, or lets them again.</summary>
internal sealed record CordonStep(RegionId Region, bool Cordoned) : MoveStep
{
    public override string Words => Cordoned ? $"cordon the workloads in {Region}" : $"uncordon the workloads in {Region}";

    public override RegionId? Where => Region;
}

/// <summary>Takes the writable role from a region after a final synchronisation.</summary>
internal sealed record DemoteStep(RegionId Region, ReplicaSetId ReplicaSet) : MoveStep
{
    public override string Words => $"demote {ReplicaSet} in {Region}";

    public override RegionId? Where => Region;
}

/// <summary>Makes a region the writable one.</summary>
/// <param name="Region">The region.</param>
/// <param name="ReplicaSet">The data set.</param>
/// <param name="DemotedFrom">The region whose demotion in this move proves the last position; null in an unplanned move.</param>
/// <param name="AllowedLoss">How much data may be lost; null: a person approved any loss.</param>
internal sealed record PromoteStep(RegionId Region, ReplicaSetId ReplicaSet, RegionId? DemotedFrom, TimeSpan? AllowedLoss) : MoveStep
{
    public override string Words => $"promote {ReplicaSet} in {Region}";

    public override RegionId? Where => Region;
}

/// <summary>Waits until a replica follows again and is no further behind than the objective.</summary>
internal sealed record CatchUpStep(RegionId Region, ReplicaSetId ReplicaSet, TimeSpan AllowedLag) : MoveStep
{
    public override string Words => $"wait until {ReplicaSet} in {Region} has caught up";

    public override RegionId? Where => Region;
}

/// <summary>Scales the group's workloads in a region to their serving or their standby size.</summary>
internal sealed record ScaleStep(RegionId Region, bool ToServing) : MoveStep
{
    public override string Words => $"scale {Region} to its {(ToServing ? "serving" : "standby")} size";

    public override RegionId? Where => Region;
}

/// <summary>Waits until the group's workloads in a region are ready.</summary>
internal sealed record WaitReadyStep(RegionId Region) : MoveStep
{
    public override string Words => $"wait until {Region} is ready";

    public override RegionId? Where => Region;
}

/// <summary>Gives every service of the group new shares on one router, and waits until they are in effect.</summary>
internal sealed record ShiftStep(RouterId Router, Shares Shares) : MoveStep
{
    /// <summary>Whether regions that are left may keep the connections and sessions that they have: a later shift takes them out for good.</summary>
    public bool Gently { get; init; }

    public override string Words => $"shift{(Gently ? " gently" : "")} on {Router}: {Shares}";
}

/// <summary>Waits until a region really serves nothing, or the deadline.</summary>
internal sealed record AwaitQuietStep(RegionId Region, TimeSpan Deadline) : MoveStep
{
    public override string Words => $"wait until {Region} is quiet";

    public override RegionId? Where => Region;
}

/// <summary>Stays at a share, then judges it: pass, fail, or inconclusive, which is waited on for a bounded time.</summary>
internal sealed record SoakStep(RegionId Region, Share Share, TimeSpan Duration, TimeSpan InconclusiveFor) : MoveStep
{
    public override string Words => $"soak {Region} at {Share}";

    public override RegionId? Where => Region;
}

/// <summary>Sees that a region answers its probes after the switch.</summary>
internal sealed record VerifyStep(RegionId Region, TimeSpan For) : MoveStep
{
    public override string Words => $"verify {Region}";

    public override RegionId? Where => Region;
}

/// <summary>Makes a backup of a service.</summary>
internal sealed record BackUpStep(ServiceId Service, RegionId Region, string Vault) : MoveStep
{
    public override string Words => $"back up {Service} from {Region} to {Vault}";

    public override RegionId? Where => Region;
}

/// <summary>Restores the newest backup of a service.</summary>
internal sealed record RestoreStep(ServiceId Service, RegionId Region, string Vault) : MoveStep
{
    public override string Words => $"restore {Service} in {Region} from {Vault}";

    public override RegionId? Where => Region;
}

/// <summary>Tells people.</summary>
internal sealed record NotifyStep(NotificationSeverity Severity, string Text) : MoveStep
{
    public override string Words => $"notify: {Text}";
}

/// <summary>What the application registered under a name.</summary>
internal sealed record CustomStep(string Name) : MoveStep
{
    public override string Words => $"run '{Name}'";
}

internal static class MoveSteps
{
    /// <summary>Numbers steps after those that exist, stage by stage.</summary>
    public static ImmutableArray<MoveStep> Number(IEnumerable<IReadOnlyList<MoveStep>> stages, int lastSequence, int lastStage)
    {
        var numbered = ImmutableArray.CreateBuilder<MoveStep>();
        foreach (var stage in stages.Where(static stage => stage.Count > 0))
        {
            lastStage++;
            foreach (var step in stage)
            {
                numbered.Add(step with { Sequence = ++lastSequence, Stage = lastStage });
            }
        }

        return numbered.ToImmutable();
    }
}
