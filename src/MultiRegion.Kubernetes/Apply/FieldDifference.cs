using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Apply;

internal enum DifferenceKind
{
    /// <summary>The value is another, or is not there.</summary>
    Value,

    /// <summary>We have set it, and do not any more.</summary>
    GivenUp,

    /// <summary>The value is right, but it is not we who have set it.</summary>
    Unowned,
}

/// <summary>Where an object differs from what it shall be. It may hold secrets, and is therefore no record that prints itself.</summary>
internal sealed class FieldDifference(DifferenceKind kind, string path, JsonNode? before, JsonNode? after, ImmutableArray<FieldManager> others)
{
    public DifferenceKind Kind { get; } = kind;

    public string Path { get; } = path;

    public JsonNode? Before { get; } = before;

    public JsonNode? After { get; } = after;

    /// <summary>Whether it is ours: we have set it, and nobody has set it to something else since.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Who else has set it.</summary>
    public ImmutableArray<FieldManager> Others { get; } = others;
}
