using System.Reflection;

namespace MultiRegion.Kubernetes.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void The_provider_knows_the_contracts_and_not_the_core()
    {
        var names = Assembly.Load("MultiRegion.Kubernetes").GetReferencedAssemblies().Select(static name => name.Name).ToList();
        names.ShouldContain("MultiRegion.Abstractions");
        names.ShouldNotContain("MultiRegion");
    }
}
