namespace MultiRegion.Tests;

/// <summary>Tables of the documents, which tests hold against the code.</summary>
internal static class Documents
{
    /// <summary>The rows of the first table whose first heading is so, without the heading.</summary>
    public static List<string[]> Table(string document, string heading) =>
    [
        .. File.ReadLines(Path.Combine(Root(), "docs", document))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .SkipWhile(cells => cells.Length < 3 || cells[1] != heading).Skip(2)
            .TakeWhile(static cells => cells.Length > 2)
            .Select(static cells => cells[1..^1]),
    ];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MultiRegion.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository's root is not above the tests.");
        }

        return folder;
    }
}
