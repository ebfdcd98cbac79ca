using System.Collections.Immutable;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Rollout;

/// <summary>A distribution that is rolled out to one group of clusters after the other.</summary>
public sealed record StagedRollout
{
    /// <summary>What shall be there in the end.</summary>
    public required Distribution Next { get; init; }

    /// <summary>What was there before, to which all clusters that were touched go back when a stage fails; null (the default): they stay as they are.</summary>
    public Distribution? Previous { get; init; }

    /// <summary>The groups of clusters, in order. Each cluster of <see cref="Next"/> is in exactly one.</summary>
    public required ImmutableArray<RolloutStage> Stages { get; init; }

    /// <summary>What may be written; default: as <see cref="PlanOptions"/> says.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <summary>How long the workloads of a stage may take until they are out, and after the soak an inconclusive gate until it says yes. Default 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long from one look to the next. Default 2 s.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Asked before each stage; what it does not allow stops the rollout there, without going back. Null (the default): all are allowed.</summary>
    public Func<RolloutStage, CancellationToken, ValueTask<bool>>? Approve { get; init; }

    /// <summary>Asked at each look of the soak, and at its end. Null (the default): all is well.</summary>
    public Func<RolloutStage, CancellationToken, ValueTask<GateVerdict>>? Gate { get; init; }
}

/// <summary>A group of clusters that get something new at the same time.</summary>
public sealed record RolloutStage
{
    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The clusters.</summary>
    public required ImmutableArray<ClusterId> Clusters { get; init; }

    /// <summary>How long it is watched, once its workloads are out, before the next stage. Default 0.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>What a gate says about a stage.</summary>
public enum GateVerdict
{
    /// <summary>It cannot say: it is asked again, until the deadline.</summary>
    Inconclusive,

    /// <summary>All is well.</summary>
    Pass,

    /// <summary>Something is wrong: the rollout ends here.</summary>
    Fail,
}

/// <summary>What became of a stage.</summary>
public enum StageOutcome
{
    /// <summary>The rollout ended before it.</summary>
    NotReached,

    /// <summary>It was not approved.</summary>
    NotApproved,

    /// <summary>It is out, and its soak is over.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>What became of a rollout.</summary>
public sealed record StagedRolloutReport
{
    /// <summary>Its stages, in order.</summary>
    public required ImmutableArray<StageReport> Stages { get; init; }

    /// <summary>What going back came to; null: nothing went back.</summary>
    public ApplyReport? RolledBack { get; init; }

    /// <summary>Whether all stages are out.</summary>
    public bool Succeeded => Stages.All(static stage => stage.Outcome == StageOutcome.Done);
}

/// <summary>What became of one stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Problem">Why it failed; null: it did not.</param>
/// <param name="Applied">What was written; null: nothing.</param>
public sealed record StageReport(RolloutStage Stage, StageOutcome Outcome, Problem? Problem = null, ApplyReport? Applied = null);
