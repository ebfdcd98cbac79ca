using System.Collections.Immutable;

namespace MultiRegion.Topology.Forms;

/// <summary>Lists whose order matters: arrays only, because a map has none; single values also in one text with commas.</summary>
internal sealed class ListForm<T>(Func<Form<T>> item, Func<T> seed) : Form<ImmutableArray<T>>
{
    private readonly Lazy<Form<T>> _item = new(item);

    public override FormKind Kind => FormKind.List;

    public override Form Item => _item.Value;

    private bool TakesCommas => _item.Value.Kind is not (FormKind.Section or FormKind.Union) || _item.Value.TextKey is not null;

    /// <summary>The list replaces the one that holds so far.</summary>
    public override ImmutableArray<T> Read(ConfigNode node, ImmutableArray<T> current, Findings findings)
    {
        if (node.IsText && !TakesCommas)
        {
            findings.Add(node.Path, "is a text where an array is expected", "write an array");
            return [seed()];
        }

        var entries = node.IsText ? Split(node) : Entries(node, findings);
        findings.Remember(node.Path, [.. entries.Select(static entry => entry.Key)]);
        return [.. entries.Select(entry => ReadItem(entry, findings))];
    }

    /// <summary>An empty text is how configuration writes <c>[]</c>.</summary>
    public override ImmutableArray<T> ReadBlank(ConfigNode node, ImmutableArray<T> current, Findings findings) =>
        node.Value is null ? current : [];

    public override void Check(ImmutableArray<T> value, string path, Findings findings)
    {
        if (value.IsDefault)
        {
            findings.Add(path, "is missing", "set it, to an empty list if there is nothing to list");
            return;
        }

        for (var i = 0; i < value.Length; i++)
        {
            _item.Value.Check(value[i], findings.PathOf(path, i), findings);
        }
    }

    public override string? Text(ImmutableArray<T> value) =>
        value.IsDefaultOrEmpty || value.Select(_item.Value.Text).Any(static text => text is null)
            ? null
            : string.Join(", ", value.Select(_item.Value.Text));

    private T ReadItem(ConfigNode entry, Findings findings)
    {
        if (!entry.IsBlank || _item.Value.Kind == FormKind.Section)
        {
            return _item.Value.Read(entry, seed(), findings);
        }

        findings.Add(entry.Path, "is empty", "write a value or take the entry out");
        return seed();
    }

    private static ImmutableArray<ConfigNode> Entries(ConfigNode node, Findings findings)
    {
        foreach (var child in node.Children.Where(static child => !ConfigNode.IsIndex(child.Key)))
        {
            findings.Add(node.Path, $"'{child.Key}' is a named entry in a list whose order matters", "write an array: configuration keeps no order of names");
        }

        return node.Children;
    }

    private static ImmutableArray<ConfigNode> Split(ConfigNode node) =>
        [.. node.Value!.Split(',').Select((text, index) => node with { Key = $"{index}", Value = text.Trim() })];
}
