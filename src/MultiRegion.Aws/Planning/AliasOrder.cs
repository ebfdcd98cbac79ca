using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Puts changes in an order in which no alias ever leads to a name that is not there.</summary>
internal static class AliasOrder
{
    public static ImmutableArray<RecordChange> TargetsFirst(IEnumerable<RecordChange> changes)
    {
        var byName = changes.ToLookup(static change => change.Record.Name);
        var heights = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. byName.OrderBy(group => Height(group.Key, byName, heights)).SelectMany(static group => group)];
    }

    public static ImmutableArray<RecordChange> TargetsLast(IEnumerable<RecordChange> changes)
    {
        var ordered = TargetsFirst(changes).ToArray();
        Array.Reverse(ordered);
        return [.. ordered];
    }

    private static int Height(string name, ILookup<string, RecordChange> byName, Dictionary<string, int> heights)
    {
        if (!heights.TryGetValue(name, out var height))
        {
            // Entered before its targets are looked at, so that a ring of aliases ends.
            heights[name] = 0;
            foreach (var target in byName[name].Select(static change => change.Record.Alias?.DnsName).OfType<string>().Where(byName.Contains))
            {
                height = Math.Max(height, 1 + Height(target, byName, heights));
            }

            heights[name] = height;
        }

        return height;
    }
}
