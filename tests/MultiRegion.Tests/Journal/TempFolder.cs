namespace MultiRegion.Tests.Journal;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("multiregion-").FullName;

    /// <summary>A folder that does not exist yet.</summary>
    public string Path => System.IO.Path.Combine(_root, "home");

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Path).Select(static path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
