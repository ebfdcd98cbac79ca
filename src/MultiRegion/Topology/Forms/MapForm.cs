using System.Collections.Immutable;

namespace MultiRegion.Topology.Forms;

/// <summary>Maps from a name to a value.</summary>
internal sealed class MapForm<T>(Func<Form<T>> item, Func<T> seed) : Form<ImmutableArray<KeyValuePair<string, T>>>
{
    private readonly Lazy<Form<T>> _item = new(item);

    public override FormKind Kind => FormKind.Map;

    public override Form Item => _item.Value;

    public override ImmutableArray<KeyValuePair<string, T>> Read(
        ConfigNode node, ImmutableArray<KeyValuePair<string, T>> current, Findings findings)
    {
        if (node.IsText)
        {
            findings.Add(node.Path, "is a text where a map is expected", "write names with their values");
            return current;
        }

        return [.. node.Children.Select(child => KeyValuePair.Create(child.Key, ReadItem(child, findings)))];
    }

    private T ReadItem(ConfigNode child, Findings findings)
    {
        if (!child.IsBlank)
        {
            return _item.Value.Read(child, seed(), findings);
        }

        findings.Add(child.Path, "is empty", "write a value or take the entry out");
        return seed();
    }
}
