using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Config;

internal enum YamlKind
{
    Null,
    Text,
    List,
    Map,
}

/// <summary>A value of a YAML document, with the line it stands on.</summary>
internal sealed class YamlValue
{
    public required YamlKind Kind { get; init; }

    public required long Line { get; init; }

    public string Text { get; init; } = "";

    /// <summary>Whether the text stands there without quotes, and may therefore mean a number or a flag.</summary>
    public bool Plain { get; init; }

    /// <summary>The tag that the text has; null: none.</summary>
    public string? Tag { get; init; }

    public ImmutableArray<YamlValue> Items { get; init; } = [];

    public ImmutableDictionary<string, YamlValue> Members { get; init; } = ImmutableDictionary<string, YamlValue>.Empty;

    /// <summary>How many values it holds when aliases are written out, itself included.</summary>
    public required long Weight { get; init; }

    /// <summary>The member of a map; null when there is none, or nothing in it.</summary>
    public YamlValue? this[string key] => Members.GetValueOrDefault(key) is { Kind: not YamlKind.Null } value ? value : null;
}
