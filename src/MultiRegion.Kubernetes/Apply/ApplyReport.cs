using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What became of an object.</summary>
public enum ObjectOutcome
{
    /// <summary>It is as it shall be, and was so before.</summary>
    Unchanged,

    /// <summary>It was made.</summary>
    Created,

    /// <summary>It was changed.</summary>
    Changed,

    /// <summary>It was deleted, or is being deleted.</summary>
    Deleted,

    /// <summary>It is ours and placed there no longer, and was kept.</summary>
    Kept,

    /// <summary>It is not ours, or was changed by somebody else: nothing was written.</summary>
    Conflict,

    /// <summary>It was refused, or could not be.</summary>
    Failed,

    /// <summary>It was not tried, because something that it needs has failed before it.</summary>
    NotTried,

    /// <summary>Whether the write has taken effect is not known, and could not be read.</summary>
    Unknown,
}

/// <summary>What became of a plan, object by object.</summary>
public sealed record ApplyReport
{
    /// <summary>Each cluster of the plan.</summary>
    public required ImmutableArray<ClusterReport> Clusters { get; init; }

    /// <summary>Whether all is as it shall be.</summary>
    public bool Succeeded => Clusters.All(static cluster => cluster.Succeeded);

    /// <summary>The part of the plan that was not done, to go on with: clusters that could not be planned for are to be planned again.</summary>
    public required FederationPlan Rest { get; init; }

    /// <summary>What did not go well, a line for each object.</summary>
    public override string ToString() => string.Join('\n', Clusters.Select(static cluster => cluster.ToString()));
}

/// <summary>What became of one cluster's part of a plan.</summary>
public sealed record ClusterReport
{
    /// <summary>The cluster.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>Why nothing was tried, or why it was given up; null: it was done to its end.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What became of its objects.</summary>
    public ImmutableArray<ObjectReport> Objects { get; init; } = [];

    /// <summary>How long it took, reading included where it was read for this.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether all is as it shall be there.</summary>
    public bool Succeeded => Problem is null && Objects.All(static one => one.Outcome is ObjectOutcome.Unchanged or ObjectOutcome.Created or ObjectOutcome.Changed or ObjectOutcome.Deleted or ObjectOutcome.Kept);

    /// <summary>How many objects came to so.</summary>
    /// <param name="outcome">What became of them.</param>
    public int Count(ObjectOutcome outcome) => Objects.Count(one => one.Outcome == outcome);

    /// <summary>How much of what, and what did not go well.</summary>
    public override string ToString()
    {
        var counts = string.Join(", ", Objects.GroupBy(static one => one.Outcome).OrderBy(static group => group.Key).Select(static group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"));
        var bad = Objects.Where(static one => one.Problem is not null).Select(static one => $"\n  {one}");
        return $"{Cluster}: {(counts.Length > 0 ? counts : "nothing")}{(Problem is null ? "" : $"; {Problem}")}{string.Concat(bad)}";
    }
}

/// <summary>What became of an object.</summary>
/// <param name="Object">The object.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Problem">Why it did not go well; null: it did.</param>
public sealed record ObjectReport(ObjectRef Object, ObjectOutcome Outcome, Problem? Problem = null)
{
    /// <summary>Each thing that was wrong, as far as the API server tells them apart.</summary>
    public ImmutableArray<FieldCause> Causes { get; init; } = [];

    /// <summary>The object, what became of it, and why.</summary>
    public override string ToString() => $"{Object}: {Outcome}{(Problem is null ? "" : $": {Problem}")}";
}

/// <summary>One thing that an API server finds wrong with an object.</summary>
/// <param name="Field">In which field.</param>
/// <param name="Reason">The reason in one word: <c>FieldValueInvalid</c>, <c>FieldManagerConflict</c>.</param>
/// <param name="Message">What is wrong, in the server's words.</param>
public sealed record FieldCause(string Field, string Reason, string Message);
