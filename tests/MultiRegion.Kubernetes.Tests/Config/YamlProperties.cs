using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Kubernetes.Config;

namespace MultiRegion.Kubernetes.Tests.Config;

public sealed class YamlProperties
{
    [Fact]
    public void Whatever_is_written_is_read_or_refused()
    {
        var pieces = new[] { "a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "&a ", "*a", "|", ">", "'", "\"", "#", "---\n", "...\n", "!!str ", "? ", "\t", "\0", "%YAML 9\n", ",", "é", "\\", "<<", "clusters", "name" };
        var texts = Gen.Elements(pieces).ListOf().Select(static some => string.Concat(some)).ToArbitrary();

        Prop.ForAll(texts, static text => Answers(text)).QuickCheckThrowOnFailure();
        Prop.ForAll<string?>(static text => Answers(text ?? "")).QuickCheckThrowOnFailure();
    }

    private static bool Answers(string text) => KubeConfigReader.Read("config", text) is var read && (read.Succeeded || read.Problem.Detail.StartsWith("config:", StringComparison.Ordinal));
}
