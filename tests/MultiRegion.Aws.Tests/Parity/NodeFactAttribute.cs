namespace MultiRegion.Aws.Tests.Parity;

/// <summary>A test that needs Node and the official clients; <c>npm ci --prefix tests/wire/aws</c> installs them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Node is null ? "there is no node on the path"
        : !Directory.Exists(Path.Combine(Recording.Folder(), "node_modules", "@aws-sdk", "client-route-53")) ? "the official clients are not installed: npm ci --prefix tests/wire/aws"
        : null;

    public static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(static folder => new[] { Path.Combine(folder, "node"), Path.Combine(folder, "node.exe") }).FirstOrDefault(File.Exists);
}
