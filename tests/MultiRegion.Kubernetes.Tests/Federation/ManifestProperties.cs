using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Federation;

public sealed class ManifestProperties
{
    private static readonly string[] Pieces = ["a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "&a ", "*a", "|", ">", "'", "\"", "#", "---\n", "...\n", "!!str ", "!!binary ", "? ", "\t", "\0", "%YAML 9\n", ",", "é", "\\", "<<", "<<: ", "apiVersion: v1\n", "kind: List\n", "items:\n", "metadata: {name: x}\n", "{\"a\":", "1e999", "0x"];

    [Fact]
    public void What_is_written_is_read_again() => Chance.Holds(static chance =>
    {
        var json = chance.Map(4);
        (json["apiVersion"], json["kind"], json["metadata"]) = ("v1", "ConfigMap", new JsonObject { ["name"] = "a", ["annotations"] = chance.Map(2) });
        var item = KubernetesObject.Of(json).Value!;
        var text = Manifests.Write([item, item]);
        var read = Manifests.Read(text, "file");
        read.Problem.ShouldBeNull(text);
        read.Value.Length.ShouldBe(2);
        read.Value.ShouldAllBe(again => JsonNode.DeepEquals(again.ToJson(), item.ToJson()), text);
    });

    [Fact]
    public void Json_means_the_same_as_yaml() => Chance.Holds(static chance =>
    {
        var json = chance.Map(4);
        (json["apiVersion"], json["kind"], json["metadata"]) = ("v1", "ConfigMap", new JsonObject { ["name"] = "a" });
        var read = Manifests.Read(json.ToJsonString(new() { WriteIndented = chance.Heads() }), "file");
        read.Problem.ShouldBeNull();
        JsonNode.DeepEquals(read.Value[0].ToJson(), json).ShouldBeTrue();
    });

    [Fact]
    public void Whatever_is_written_is_read_or_refused() => Chance.Holds(
        static chance =>
        {
            var text = string.Concat(chance.Some(20, () => chance.One(Pieces)));
            var read = Manifests.Read(text, "file");
            (read.Succeeded || read.Problem.Detail.StartsWith("file:", StringComparison.Ordinal)).ShouldBeTrue(text);
        },
        times: 1000);
}
