using System.Collections.Immutable;

namespace MultiRegion.Topology.Forms;

/// <summary>A section with known keys, read onto a record.</summary>
/// <param name="seed">The record with its defaults; what is required is empty in it.</param>
/// <param name="keys">The keys, asked for when first needed, so that forms can hold each other.</param>
/// <param name="textKey">The key that a plain text stands for.</param>
internal sealed class SectionForm<T>(Func<T> seed, Func<ImmutableArray<Key<T>>> keys, string? textKey = null) : Form<T>
{
    private readonly Lazy<ImmutableArray<Key<T>>> _keys = new(keys);

    public override FormKind Kind => FormKind.Section;

    public override string? TextKey => textKey;

    public override ImmutableArray<Field> Fields =>
        [.. _keys.Value.Select(key => new Field(key.Name, key.Form, key.IsRequired, key.Default(seed())))];

    public T Seed() => seed();

    public override T Read(ConfigNode node, T current, Findings findings)
    {
        if (node.IsText && textKey is not null)
        {
            node = node with { Value = null, Children = [node with { Key = textKey }] };
        }
        else if (!string.IsNullOrEmpty(node.Value))
        {
            findings.Add(node.Path, "is a text where a section is expected", $"write the keys of it: {string.Join(", ", KeyNames())}");
        }

        ReportUnknown(node, findings);
        return _keys.Value.Aggregate(current, (owner, key) => ReadKey(key, node, owner, findings));
    }

    public override void Check(T value, string path, Findings findings)
    {
        foreach (var key in _keys.Value)
        {
            key.Check(value, path, findings);
        }
    }

    private static T ReadKey(Key<T> key, ConfigNode node, T owner, Findings findings)
    {
        var child = node.Child(key.Name);
        if (key.IsMissing(owner) && (child is null || (child.IsBlank && !IsEmptyList(child, key))))
        {
            findings.Add(Findings.Join(node.Path, key.Name), "is missing", "add it");
            return owner;
        }

        return child is null ? owner : key.Read(child, owner, findings);
    }

    private static bool IsEmptyList(ConfigNode node, Key<T> key) => node.Value is not null && key.Form.Kind == FormKind.List;

    private void ReportUnknown(ConfigNode node, Findings findings)
    {
        foreach (var child in node.Children.Where(child => !KeyNames().Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            findings.Add(child.Path, "is not a key that is known here", NearName.Mend(child.Key, KeyNames()));
        }
    }

    private IEnumerable<string> KeyNames() => _keys.Value.Select(static key => key.Name);
}
