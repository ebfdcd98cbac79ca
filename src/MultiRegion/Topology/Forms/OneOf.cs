namespace MultiRegion.Topology.Forms;

/// <summary>Finds the one key that says what kind of thing a section is.</summary>
internal static class OneOf
{
    public static string? Find(ConfigNode node, IReadOnlyCollection<string> names, Findings findings)
    {
        var found = names.Where(name => node.Child(name) is not null).ToArray();
        if (found.Length != 1)
        {
            findings.Add(
                node.Path,
                found.Length == 0 ? "does not say its kind" : $"says more than one kind: {string.Join(", ", found)}",
                $"write exactly one of: {string.Join(", ", names)}");
        }

        return found.Length == 1 ? found[0] : null;
    }
}
