using MultiRegion.Kubernetes.Import;

namespace MultiRegion.Kubernetes.Tests.Federation;

/// <summary>Our own small manifests.</summary>
internal static class Sample
{
    public static string Text(string name) => System.IO.File.ReadAllText(System.IO.Path.Combine(Repository.Root, "tests/MultiRegion.Kubernetes.Tests/Federation/Samples", name));

    public static ImportFile File(string name) => new(name, Text(name));
}
