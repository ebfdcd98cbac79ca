using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What a plan may do beyond creating, changing and deleting what is ours.</summary>
public sealed record PlanOptions
{
    /// <summary>Whether objects that are there already and belong to nobody are made ours. Objects of another owner are never taken. Default false: they are conflicts.</summary>
    public bool Adopt { get; init; }

    /// <summary>Whether fields are taken over that somebody else has set to something else, and whether what somebody edited since is set back. Default false: such an object is a conflict, and stays as it is.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Whether what is ours and placed no longer is deleted. Default true.</summary>
    public bool Delete { get; init; } = true;

    /// <summary>Whether that goes for what takes other things with it, too: namespaces, definitions of kinds, and volumes with their data. Default false: they are kept, and the plan says so.</summary>
    public bool DeleteHolders { get; init; }

    /// <summary>The only objects that may be deleted; null (the default): all that are ours.</summary>
    public ImmutableHashSet<ObjectRef>? DeleteOnly { get; init; }
}
