namespace MultiRegion.Topology;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearName
{
    /// <summary>A mend that names the nearest of the names when one is near, and all of them otherwise.</summary>
    public static string Mend(string given, IEnumerable<string> names)
    {
        var known = names.Where(static name => name.Length > 0).ToArray();
        return Of(given, known) is { } near ? $"did you mean '{near}'?"
            : known.Length == 0 ? "there are none to choose from"
            : $"choose from: {string.Join(", ", known)}";
    }

    public static string? Of(string given, IReadOnlyCollection<string> names)
    {
        var allowed = Math.Max(1, given.Length / 3);
        return names
            .Where(name => Math.Abs(name.Length - given.Length) <= allowed)
            .Select(name => (Name: name, Distance: Distance(given.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(near => near.Distance <= allowed)
            .OrderBy(static near => near.Distance)
            .Select(static near => near.Name)
            .FirstOrDefault();
    }

    /// <summary>Letters to insert, drop, replace or swap with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i : Cheapest(rows, left, right, i, j);
            }
        }

        return rows[left.Length, right.Length];
    }

    private static int Cheapest(int[,] rows, string left, string right, int i, int j)
    {
        var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
        var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
