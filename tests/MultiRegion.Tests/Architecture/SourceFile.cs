using System.Text.RegularExpressions;

namespace MultiRegion.Tests.Architecture;

/// <summary>A source file of the core without its comments and texts, and the folder that it lies in.</summary>
internal sealed partial record SourceFile(string Name, string Folder, string Code)
{
    /// <summary>The core, file by file.</summary>
    public static IReadOnlyList<SourceFile> Core { get; } = [.. Read()];

    /// <summary>The types that the file declares, without those within others.</summary>
    public IEnumerable<string> Types => Declarations().Matches(Code).Select(static match => match.Groups[1].Value);

    public string Namespace => Namespaces().Match(Code).Groups[1].Value;

    public bool Names(string word) => Regex.IsMatch(Code, $@"(?<![\w.]){Regex.Escape(word)}(?!\w)");

    private static IEnumerable<SourceFile> Read()
    {
        var root = Path.Combine(Repository.Root, "src/MultiRegion");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (path, parts: Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)))
            .Where(static file => file.parts[0] is not ("bin" or "obj"))
            .Select(static file => new SourceFile(Path.GetFileName(file.path), file.parts[0], Noise().Replace(File.ReadAllText(file.path), " ")));
    }

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", RegexOptions.Singleline)]
    private static partial Regex Noise();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespaces();

    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref)\s+)*(?:class|record struct|record|struct|interface|enum)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declarations();
}
