using System.Reflection;

namespace MultiRegion.Tests.PublicApi;

/// <summary>What users can see changes only when somebody has looked at it and approved it.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("MultiRegion.Abstractions")]
    [InlineData("MultiRegion")]
    [InlineData("MultiRegion.Testing")]
    public void The_public_api_is_the_approved_one(string assembly)
    {
        var folder = Path.Combine(Repository.Root, "tests/MultiRegion.Tests/PublicApi");
        var (approved, received) = (Path.Combine(folder, $"{assembly}.approved.txt"), Path.Combine(folder, $"{assembly}.received.txt"));
        var api = ApiPrinter.Print(Assembly.Load(assembly));
        var known = File.Exists(approved) ? File.ReadAllText(approved) : "";
        if (api == known)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, api);
        Assert.Fail($"The public API of {assembly} is another. Read the difference; when it is meant, approve it:\n  mv {received} {approved}\n{Difference(known, api)}");
    }

    private static string Difference(string known, string api)
    {
        var (before, after) = (known.Split('\n'), api.Split('\n'));
        return string.Join('\n', before.Except(after).Select(static line => $"- {line}").Concat(after.Except(before).Select(static line => $"+ {line}")).Take(40));
    }
}
