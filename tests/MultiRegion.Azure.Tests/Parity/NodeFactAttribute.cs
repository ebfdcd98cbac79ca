
namespace MultiRegion.Azure.Tests.Parity;

/// <summary>A test that needs Node and the official SDK; <c>npm ci --prefix tests/wire/azure</c> installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Node is null ? "there is no node on the path"
        : !Directory.Exists(Path.Combine(Folder(), "node_modules", "@azure", "arm-trafficmanager")) ? "the official SDK is not installed: npm ci --prefix tests/wire/azure"
        : null;

    public static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(static folder => new[] { Path.Combine(folder, "node"), Path.Combine(folder, "node.exe") }).FirstOrDefault(File.Exists);

    public static string Folder() => Path.Combine(Repository.Root, "tests/wire/azure");
}
