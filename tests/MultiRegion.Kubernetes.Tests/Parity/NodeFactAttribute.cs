namespace MultiRegion.Kubernetes.Tests.Parity;

/// <summary>A test that needs Node and the official client; <c>npm ci --prefix tests/wire/kubernetes</c> installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Node is null ? "there is no node on the path"
        : !Directory.Exists(Path.Combine(Folder(), "node_modules", "@kubernetes", "client-node")) ? "the official client is not installed: npm ci --prefix tests/wire/kubernetes"
        : null;

    public static string? Node { get; } = Programs.Find("node");

    public static string Folder() => Path.Combine(Repository.Root, "tests/wire/kubernetes");
}

/// <summary>A test that needs kubectl.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute() => Skip = Kubectl is null ? "there is no kubectl on the path" : null;

    public static string? Kubectl { get; } = Programs.Find("kubectl");
}

internal static class Programs
{
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, $"{name}.exe") }).FirstOrDefault(File.Exists);
}
