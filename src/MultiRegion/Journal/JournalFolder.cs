using System.Globalization;

namespace MultiRegion.Journal;

/// <summary>The names in a journal's folder.</summary>
/// <param name="Path">The folder, in full.</param>
internal sealed record JournalFolder(string Path)
{
    private const string Prefix = "journal-";
    private const string Suffix = ".mrj";
    private const string TemporarySuffix = ".mrj.tmp";

    private static readonly string[] OurBeginnings = [".", "lost+found", "journal.lock", "journal.owner", "observations.", "inbox"];
    private static readonly string[] OurEnds = [TemporarySuffix, ".torn"];

    /// <summary>Creates the folder, or refuses one that holds something else than a journal.</summary>
    /// <exception cref="JournalException">The folder is not ours.</exception>
    public static JournalFolder Prepare(string path)
    {
        var folder = new JournalFolder(path);
        if (!Directory.Exists(path))
        {
            folder.Create();
        }
        else if (folder.Segments().Count == 0 && folder.FindForeign() is { } name)
        {
            throw JournalErrors.Foreign(path, $"it holds '{name}', and no journal");
        }

        return folder;
    }

    public string SegmentPath(long baseSequence) => At(Name(baseSequence) + Suffix);

    public string TemporaryPath(long baseSequence) => At(Name(baseSequence) + TemporarySuffix);

    /// <summary>Where the bytes of a torn record at an offset are kept.</summary>
    public string TornPath(long baseSequence, long offset) => At(string.Create(CultureInfo.InvariantCulture, $"{Name(baseSequence)}-{offset}.torn"));

    /// <summary>The base sequences of the segments, rising: the last one is the journal, the others are left over from a compaction.</summary>
    public IReadOnlyList<long> Segments() =>
        [.. Directory.EnumerateFiles(Path, Prefix + "*" + Suffix).Select(BaseOf).Where(static found => found >= 0).Order()];

    /// <summary>Removes what an interrupted compaction left. Failing to is harmless: the next opening tries again.</summary>
    public void RemoveLeftovers(long current)
    {
        var older = Segments().Where(found => found < current).Select(SegmentPath);
        foreach (var path in older.Concat(Directory.EnumerateFiles(Path, Prefix + "*" + TemporarySuffix)))
        {
            TryDelete(path);
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            // What stays is ignored by every reader.
        }
    }

    private static string Name(long baseSequence) => Prefix + baseSequence.ToString("D19", CultureInfo.InvariantCulture);

    private static long BaseOf(string path)
    {
        var digits = System.IO.Path.GetFileNameWithoutExtension(path.AsSpan())[Prefix.Length..];
        return digits.Length == 19 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : -1;
    }

    private string At(string name) => System.IO.Path.Join(Path, name);

    private string? FindForeign() =>
        Directory.EnumerateFileSystemEntries(Path)
            .Select(static entry => System.IO.Path.GetFileName(entry))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(static name => !IsHarmless(name));

    private static bool IsHarmless(string name) =>
        Array.Exists(OurBeginnings, ours => name.StartsWith(ours, StringComparison.Ordinal))
        || Array.Exists(OurEnds, ours => name.EndsWith(ours, StringComparison.Ordinal));

    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Disk.FlushFolder(System.IO.Path.GetDirectoryName(Path) ?? Path);
    }
}
