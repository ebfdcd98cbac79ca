using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Federation;

public sealed class ManifestTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("on", "true")]
    [InlineData("y", "true")]
    [InlineData("n", "false")]
    [InlineData("Off", "false")]
    [InlineData("TRUE", "true")]
    [InlineData("0777", "511")]
    [InlineData("0o17", "15")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("-0777", "-511")]
    [InlineData("1e3", "1000")]
    [InlineData("1_000", "1000")]
    [InlineData("1__0", "10")]
    [InlineData("1.0", "1")]
    [InlineData("1.", "1")]
    [InlineData("+5", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e-7", "1E-07")]
    [InlineData("1e21", "1E+21")]
    [InlineData("-0.0", "0")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("._5", "\"._5\"")]
    [InlineData("5e", "\"5e\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("\"yes\"", "\"yes\"")]
    [InlineData("'0777'", "\"0777\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int \"5\"", "5")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public void A_scalar_means_what_it_means_to_kubectl(string written, string meant) =>
        (One($"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\nvalue: {written}\n").ToJson()["value"]?.ToJsonString() ?? "null").ShouldBe(meant);

    [Fact]
    public void Keys_are_texts_as_kubectl_writes_them() =>
        One("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {yes: 1, 0x10: 2, no: 3, 5: 4}\n").ToJson()["data"]!.ToJsonString().ShouldBe("""{"16":2,"5":4,"false":3,"true":1}""");

    [Fact]
    public void Many_documents_lists_and_empty_ones_are_one_sequence()
    {
        var text = "# nothing\n---\napiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: shop}\n---\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n- {apiVersion: v1, kind: Pod, metadata: {name: c}}\n...\n";
        Manifests.Read(text, "file").Value.Select(static item => item.ToString()).ShouldBe(["Service shop/a", "Pod b", "Pod c"]);
    }

    [Fact]
    public void Json_is_read_one_value_or_several()
    {
        var text = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\\ud83d\\ude00\"}, \"n\": 1e3, \"t\": \"yes\"}\n\t{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"b\"}}";
        var read = Manifests.Read(text, "file").Value;
        read.Select(static item => item.Name).ShouldBe(["a😀", "b"]);
        read[0].ToJson()["n"]!.ToJsonString().ShouldBe("1000");
        read[0].ToJson()["t"]!.GetValue<string>().ShouldBe("yes");
    }

    [Fact]
    public void Merge_keys_bring_what_is_not_there()
    {
        var text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nbase: &b {p: 1, q: 2}\nother: &o {p: 3, r: 4}\none: {<<: *b, p: 5}\ntwo: {<<: [*o, *b]}\n";
        var json = One(text).ToJson();
        json["one"]!.ToJsonString().ShouldBe("""{"p":5,"q":2}""");
        json["two"]!.ToJsonString().ShouldBe("""{"p":3,"q":2,"r":4}""");
    }

    [Theory]
    [InlineData("a: 1\na: 2", "file:", "the key 'a' stands there twice")]
    [InlineData("{\"a\": 1, \"a\": 2}", "file:", "the key 'a' stands there twice")]
    [InlineData("[1, 2]", "file:1: document 1", "an object was expected")]
    [InlineData("---\nkind: Pod\nmetadata: {name: a}", "file:2: document 1", "Pod a has no apiVersion")]
    [InlineData("---\n---\napiVersion: v1\nmetadata: {name: a}", "file:3: document 2", "has no kind")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}", "file:1: document 1", "Pod has no metadata.name")]
    [InlineData("kind: List\napiVersion: v1\nitems:\n- {apiVersion: v1, kind: Pod}", "file:4: document 1, items[0]", "Pod has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  x: .inf", "file:5: document 1", "a number that JSON does not have")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: yes}", "file:1: document 1", "Pod has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: !!binary aGk=}", "file:4", "the tag 'tag:yaml.org,2002:binary' is not read")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: !!int hunter2}", "file:4: document 1: the value is tagged as int, and is none.", "")]
    [InlineData("a: 1\n<<: {a: 2}", "file:", "put the merge key first")]
    [InlineData("<<: 5", "file:", "names a map or a list of maps")]
    [InlineData("a: *b", "file:", "an alias of an anchor that does not stand before it")]
    [InlineData("a: &b {x: 1}\n---\nc: *b", "file:", "an alias of an anchor")]
    [InlineData("1.5: a", "file:", "is a number: put it into quotes")]
    [InlineData("~: a", "file:", "a key must be a text")]
    [InlineData("? [a]\n: b", "file:", "a key must be a text")]
    [InlineData("a: [", "file:", "line")]
    [InlineData("kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nresources: [a.yaml]", "file:1", "kustomize build")]
    public void Bad_manifests_are_told_with_their_place(string text, string place, string told)
    {
        var problem = Manifests.Read(text, "file").Problem.ShouldNotBeNull();
        problem.Detail.ShouldStartWith(place);
        problem.Detail.ShouldContain(told);
    }

    [Fact]
    public void A_bomb_and_a_pit_are_refused_before_they_hurt()
    {
        var bomb = string.Concat(Enumerable.Range(0, 12).Select(static i => i == 0 ? "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" : $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Manifests.Read(bomb, "file").Problem!.Detail.ShouldContain("aliases written out");
        var merges = string.Concat(Enumerable.Range(0, 40).Select(static i => i == 0 ? "a0: &a0 {x: 1, y: {z: 1}}\n" : $"a{i}: &a{i} {{k{i}: *a{i - 1}, <<: *a{i - 1}}}\n"));
        Manifests.Read(merges, "file").Problem!.Detail.ShouldContain("aliases written out");
        Manifests.Read(new string('[', 200) + new string(']', 200), "file").Problem!.Detail.ShouldContain("nested deeper than 100 levels");
        Manifests.Read(string.Concat(Enumerable.Repeat("a:\n ", 1)) + string.Concat(Enumerable.Range(1, 200).Select(static i => $"b:\n{new string(' ', i + 1)}")), "file").Problem.ShouldNotBeNull();
    }

    internal static KubernetesObject One(string text)
    {
        var read = Manifests.Read(text, "file");
        read.Problem.ShouldBeNull();
        return read.Value.ShouldHaveSingleItem();
    }
}
