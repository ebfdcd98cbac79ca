using System.Reflection;
using MultiRegion.Tests.PublicApi;

namespace MultiRegion.Kubernetes.Tests.PublicApi;

/// <summary>What users can see changes only when somebody has looked at it and approved it.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        var (approved, received) = (Path.Combine(Here(), "MultiRegion.Kubernetes.approved.txt"), Path.Combine(Here(), "MultiRegion.Kubernetes.received.txt"));
        var api = ApiPrinter.Print(Assembly.Load("MultiRegion.Kubernetes"));
        if (api == (File.Exists(approved) ? File.ReadAllText(approved) : ""))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, api);
        Assert.Fail($"The public API is another. Read the difference; when it is meant, approve it:\n  mv {received} {approved}");
    }

    private static string Here() => Path.Combine(Repository.Root, "tests/MultiRegion.Kubernetes.Tests/PublicApi");
}
