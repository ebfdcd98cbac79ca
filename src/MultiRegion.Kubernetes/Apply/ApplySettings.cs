using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What planning and applying need to know of the federation.</summary>
internal sealed record ApplySettings(string Owner, string DefaultNamespace, ImmutableArray<string> Kinds, TimeSpan EstablishTimeout, TimeProvider Time)
{
    /// <summary>The field manager. It is another one than the fleet's, whose scaling is no edit of ours.</summary>
    public string Manager => $"{Owner}-federation";
}
