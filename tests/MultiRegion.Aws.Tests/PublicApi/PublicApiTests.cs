using System.Reflection;
using MultiRegion.Tests.PublicApi;

namespace MultiRegion.Aws.Tests.PublicApi;

/// <summary>What users can see changes only when somebody has looked at it and approved it.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        var folder = Path.Combine(Repository.Root, "tests/MultiRegion.Aws.Tests/PublicApi");
        var (approved, received) = (Path.Combine(folder, "MultiRegion.Aws.approved.txt"), Path.Combine(folder, "MultiRegion.Aws.received.txt"));
        var api = ApiPrinter.Print(Assembly.Load("MultiRegion.Aws"));
        if (File.Exists(approved) && api == File.ReadAllText(approved))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, api);
        Assert.Fail($"The public API of MultiRegion.Aws is another. Read the difference; when it is meant, approve it:\n  mv {received} {approved}");
    }
}
