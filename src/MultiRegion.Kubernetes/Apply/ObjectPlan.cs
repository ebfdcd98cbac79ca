using System.Collections.Immutable;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What a plan does with an object.</summary>
public enum ObjectChange
{
    /// <summary>It is as it shall be: nothing is written.</summary>
    Unchanged,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>Fields of it change.</summary>
    Change,

    /// <summary>It is ours, and placed here no longer: it is deleted.</summary>
    Delete,

    /// <summary>It is ours, and placed here no longer, but takes other things with it: it is kept until deleting such things is asked for.</summary>
    Keep,

    /// <summary>It is not ours, or somebody else has set its fields: nothing is written.</summary>
    Conflict,

    /// <summary>It cannot be: the cluster does not know its kind, or could not be asked about it.</summary>
    Impossible,
}

/// <summary>What a plan does with one object of one cluster.</summary>
public sealed record ObjectPlan
{
    /// <summary>The object.</summary>
    public required ObjectRef Object { get; init; }

    /// <summary>What is done with it.</summary>
    public required ObjectChange Change { get; init; }

    /// <summary>The fields that change, or would if there were no conflict; empty for objects that are made or deleted.</summary>
    public ImmutableArray<FieldChange> Fields { get; init; } = [];

    /// <summary>Whether it becomes ours by this: <see cref="PlanOptions.Adopt"/>.</summary>
    public bool Adopts { get; init; }

    /// <summary>Why it is a conflict or cannot be; null otherwise.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What a reader should know; empty: nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether something is written.</summary>
    public bool Writes => Change is ObjectChange.Create or ObjectChange.Change or ObjectChange.Delete;

    internal DesiredObject? Desired { get; init; }

    internal KubeResource? Resource { get; init; }

    internal string? Uid { get; init; }

    internal string? ResourceVersion { get; init; }

    /// <summary>What was seen of it: see <see cref="DesiredObject.PrintOf"/>.</summary>
    internal string? Before { get; init; }

    internal bool Force { get; init; }

    /// <summary>Kind, name and what is done.</summary>
    public override string ToString() => $"{Change} {Object}";
}

/// <summary>A field that changes.</summary>
/// <param name="Path">Which: <c>spec.template.spec.containers[name=web].image</c>.</param>
/// <param name="Before">What it is, as JSON and cut when it is long; null: it is not there. Values of Secrets are never shown.</param>
/// <param name="After">What it becomes; null: we do not set it any more, and it goes unless somebody else has set it.</param>
public sealed record FieldChange(string Path, string? Before, string? After)
{
    /// <summary>Who else has set it; empty: nobody.</summary>
    public ImmutableArray<FieldManager> Others { get; init; } = [];

    /// <summary>Whether somebody else has set it to something else, or taken away what we had set.</summary>
    public bool IsConflict { get; init; }

    /// <summary>The field, what it is and what it becomes.</summary>
    public override string ToString() => $"{Path}: {Before ?? "none"} to {After ?? "none"}{(Others.IsEmpty ? "" : $" (set by {string.Join(", ", Others)})")}";
}
