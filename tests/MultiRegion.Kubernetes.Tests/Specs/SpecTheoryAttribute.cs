namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>As <see cref="SpecFactAttribute"/>, file by file.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpecTheoryAttribute : TheoryAttribute
{
    public SpecTheoryAttribute() => Skip = new SpecFactAttribute().Skip;
}
