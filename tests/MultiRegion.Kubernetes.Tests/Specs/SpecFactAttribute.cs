namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>A test on the vendors' own files, which are not part of this repository: the variable MULTIREGION_SPECS names their folder.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpecFactAttribute : FactAttribute
{
    public SpecFactAttribute() => Skip = Directory.Exists(Path("kubernetes")) ? null : "MULTIREGION_SPECS names no folder with the vendors' files";

    public static string Path(string relative) => System.IO.Path.Combine(Environment.GetEnvironmentVariable("MULTIREGION_SPECS") ?? "/nowhere", relative);
}
