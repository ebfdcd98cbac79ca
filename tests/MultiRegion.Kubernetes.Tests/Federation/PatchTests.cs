using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Federation;

/// <summary>The rules of RFC 6902 and RFC 6901, one by one.</summary>
public sealed class PatchTests
{
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc"]}]""", """{"foo":["bar",["abc"]]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/1","value":1}]""", """{"foo":["bar",1]}""")]
    [InlineData("""{"foo":1}""", """[{"op":"add","path":"/foo","value":2}]""", """{"foo":2}""")]
    [InlineData("""{"foo":1}""", """[{"op":"add","path":"","value":[]}]""", "[]")]
    [InlineData("""{"foo":{}}""", """[{"op":"add","path":"/foo/bar","value":null}]""", """{"foo":{"bar":null}}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("""{"foo":["a","b","c"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["a","c"]}""")]
    [InlineData("""{"foo":null}""", """[{"op":"remove","path":"/foo"}]""", "{}")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo","foo":"bar"}""")]
    [InlineData("""{"foo":["a"]}""", """[{"op":"replace","path":"/foo/0","value":{}}]""", """{"foo":[{}]}""")]
    [InlineData("""{"foo":{"bar":"baz","waldo":"fred"},"qux":{}}""", """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""", """{"foo":{"bar":"baz"},"qux":{"thud":"fred"}}""")]
    [InlineData("""{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""", """{"foo":["all","cows","eat","grass"]}""")]
    [InlineData("""{"foo":1}""", """[{"op":"move","from":"/foo","path":"/foo"}]""", """{"foo":1}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/a/c"}]""", """{"a":{"b":1,"c":{"b":1}}}""")]
    [InlineData("""{"baz":"qux","n":[1,{"a":2.0}]}""", """[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/n","value":[1,{"a":2}]}]""", """{"baz":"qux","n":[1,{"a":2.0}]}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10},{"op":"replace","path":"/~1","value":8}]""", """{"/":8,"~1":10}""")]
    [InlineData("""{"":{"":1}}""", """[{"op":"replace","path":"//","value":2}]""", """{"":{"":2}}""")]
    public void Allowed(string document, string patch, string result)
    {
        var applied = PatchRules.Apply(JsonNode.Parse(document), Read(patch));
        applied.Problem.ShouldBeNull();
        applied.Value!.ToJsonString().ShouldBe(JsonNode.Parse(result)!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz/bat","value":"qux"}]""", "is not there")]
    [InlineData("""{"foo":["a"]}""", """[{"op":"add","path":"/foo/2","value":1}]""", "no such place")]
    [InlineData("""{"foo":["a"]}""", """[{"op":"add","path":"/foo/01","value":1}]""", "no such place")]
    [InlineData("""{"foo":["a"]}""", """[{"op":"add","path":"/foo/+1","value":1}]""", "no such place")]
    [InlineData("""{"foo":["a"]}""", """[{"op":"replace","path":"/foo/-","value":1}]""", "nothing stands there")]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/foo/a","value":1}]""", "is not there")]
    [InlineData("""{}""", """[{"op":"remove","path":"/foo"}]""", "nothing stands there")]
    [InlineData("""{}""", """[{"op":"replace","path":"/foo","value":1}]""", "nothing stands there")]
    [InlineData("""{}""", """[{"op":"test","path":"/foo","value":null}]""", "nothing stands there")]
    [InlineData("""{"baz":"qux"}""", """[{"op":"test","path":"/baz","value":"bar"}]""", "another value")]
    [InlineData("""{"a":"10"}""", """[{"op":"test","path":"/a","value":10}]""", "another value")]
    [InlineData("""{"a":{"b":{}}}""", """[{"op":"move","from":"/a","path":"/a/b/c"}]""", "into itself")]
    [InlineData("""{"a":1}""", """[{"op":"copy","from":"/b","path":"/c"}]""", "nothing stands at /b")]
    [InlineData("""{"a":1}""", """[{"op":"move","path":"/c"}]""", "needs a 'from'")]
    [InlineData("""{"a":1}""", """[{"op":"remove","path":"a"}]""", "no JSON pointer")]
    [InlineData("""{"a":1}""", """[{"op":"remove","path":"/a~2"}]""", "no JSON pointer")]
    [InlineData("""{"a":1}""", """[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]""", "nothing stands there")]
    public void Refused(string document, string patch, string told)
    {
        var node = JsonNode.Parse(document)!;
        PatchRules.Apply(node, Read(patch)).Problem!.Detail.ShouldContain(told);
        node.ToJsonString().ShouldBe(JsonNode.Parse(document)!.ToJsonString());
    }

    [Fact]
    public void The_difference_of_two_objects_makes_one_the_other() => Chance.Holds(static chance =>
    {
        var (before, after) = (chance.Map(4), chance.Map(4));
        before["same"] = chance.Json(2);
        after["same"] = before["same"]?.DeepClone();
        var patch = JsonDiff.Between(before, after);
        JsonNode.DeepEquals(PatchRules.Apply(before, patch).Value, after).ShouldBeTrue();
        patch.Select(static one => one.Path).ShouldBeUnique();
        patch.ShouldAllBe(static one => one.Path != "/same");
        JsonNode.DeepEquals(PatchRules.Apply(before, [.. patch.Reverse()]).Value, after).ShouldBeTrue();
    });

    private static ImmutableArray<PatchOperation> Read(string patch) => [.. JsonNode.Parse(patch)!.AsArray().Select(static one => new PatchOperation
    {
        Kind = PatchRules.Kind(one!["op"]!.GetValue<string>())!.Value,
        Path = one["path"]!.GetValue<string>(),
        From = one["from"]?.GetValue<string>(),
        Value = one["value"],
    })];
}
