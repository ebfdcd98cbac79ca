using System.Collections.Immutable;

namespace MultiRegion.Topology.Forms;

/// <summary>Things with an id: a map by id, or an array of sections that hold their ids. No id twice.</summary>
internal sealed class KeyedForm<T, TId>(SectionForm<T> item, string idKey, Func<T, TId> id) : Form<ImmutableArray<T>>
    where TId : struct, IStringId<TId>
{
    public override FormKind Kind => FormKind.Keyed;

    public override Form Item => item;

    public override ImmutableArray<T> Read(ConfigNode node, ImmutableArray<T> current, Findings findings) => Read(node, item.Seed(), findings);

    /// <summary>Reads entries onto a seed of the caller's.</summary>
    public ImmutableArray<T> Read(ConfigNode node, T seed, Findings findings)
    {
        if (node.IsText)
        {
            findings.Add(node.Path, "is a text where a map or an array is expected", $"write a map by {idKey}");
            return [seed];
        }

        ReportMixture(node, findings);
        findings.Remember(node.Path, [.. node.Children.Select(static entry => entry.Key)]);
        return [.. node.Children.Select(entry => item.Read(ConfigNode.IsIndex(entry.Key) ? entry : Named(entry, findings), seed, findings))];
    }

    public override void Check(ImmutableArray<T> value, string path, Findings findings)
    {
        if (value.IsDefault)
        {
            findings.Add(path, "is missing", "set it, to an empty list if there is nothing to list");
            return;
        }

        var seen = new HashSet<TId>();
        for (var i = 0; i < value.Length; i++)
        {
            var at = findings.PathOf(path, i, id(value[i]).Value);
            item.Check(value[i], at, findings);
            if (id(value[i]).Value.Length > 0 && !seen.Add(id(value[i])))
            {
                findings.Add(at, $"the id '{id(value[i])}' is there twice", "give each its own id");
            }
        }
    }

    private static void ReportMixture(ConfigNode node, Findings findings)
    {
        foreach (var child in node.Children.Where(child => node.HasIndexes && !ConfigNode.IsIndex(child.Key)))
        {
            findings.Add(child.Path, "is a named entry among numbered ones", "write all as a map or all as an array");
        }
    }

    /// <summary>The entry as if it held its id as well.</summary>
    private ConfigNode Named(ConfigNode entry, Findings findings)
    {
        var given = entry.Child(idKey);
        if (given is { IsBlank: false } && given.Value?.Trim() != entry.Key)
        {
            findings.Add(given.Path, $"is not the id that the entry stands under, '{entry.Key}'", "take it out");
        }

        return entry with { Children = [new(idKey, entry.Path, entry.Key, []), .. entry.Children.Where(child => child != given)] };
    }
}
