using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace MultiRegion.Topology;

/// <summary>A configuration section copied once, so that a reload in the middle of the reading cannot mix two states.</summary>
internal sealed record ConfigNode(string Key, string Path, string? Value, ImmutableArray<ConfigNode> Children)
{
    /// <summary>Nothing is written there: an absent value, an empty text, an empty list or an empty section.</summary>
    public bool IsBlank => Children.IsEmpty && string.IsNullOrEmpty(Value);

    /// <summary>A text, or nothing: not a section.</summary>
    public bool IsText => Children.IsEmpty && !string.IsNullOrEmpty(Value);

    public bool HasIndexes => Children.Any(static child => IsIndex(child.Key));

    public static ConfigNode Of(IConfiguration configuration)
    {
        var section = configuration as IConfigurationSection;
        return new(section?.Key ?? "", section?.Path ?? "", section?.Value, [.. configuration.GetChildren().Select(Of)]);
    }

    public static bool IsIndex(string key) => key.Length > 0 && key.All(char.IsAsciiDigit);

    public ConfigNode? Child(string name) =>
        Children.FirstOrDefault(child => string.Equals(child.Key, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The node at a path below this one; null when nothing is written there.</summary>
    public ConfigNode? Find(IEnumerable<string> keys) => keys.Aggregate((ConfigNode?)this, static (node, key) => node?.Child(key));
}
