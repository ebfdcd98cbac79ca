using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Kubernetes.Apply;

namespace MultiRegion.Kubernetes.Tests.Apply;

public sealed class ApplyProperties
{
    private static readonly string[] Amounts = ["1000m", "1", "0.5", "250m", "2", "1024Mi", "1Gi", "3000m"];
    private static readonly string[] Texts = ["", "0", "a", "1000m", "ü\n\"", "false"];

    [Fact]
    public void The_plan_of_an_applied_state_is_empty_whatever_was_there_before() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>().Generator.Two().ToArbitrary(),
        static seeds => CheckAsync(Objects(new(seeds.Item1)), Objects(new(seeds.Item2))).GetAwaiter().GetResult()).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task CheckAsync(string[] first, string[] second)
    {
        using var estate = new Estate("eu");
        foreach (var objects in new[] { first, second })
        {
            var distribution = Estate.InEu(objects);
            var report = await estate.ApplyAsync(distribution);
            report.Succeeded.ShouldBeTrue(report.ToString());
            estate.Forget();
            var plan = await estate.PlanAsync(distribution);
            (plan.IsEmpty, plan.IsWhole).ShouldBe((true, true), plan.ToString());
            (await estate.ApplyAsync(plan)).Clusters[0].Objects.ShouldAllBe(static one => one.Outcome == ObjectOutcome.Unchanged || one.Outcome == ObjectOutcome.Kept);
            estate.Eu.Writes.ShouldBeEmpty();
        }
    }

    private static string[] Objects(Random random) =>
    [
        Shop.Namespace,
        .. Enumerable.Range(0, random.Next(4)).Select(i => new JsonObject { ["apiVersion"] = "v1", ["kind"] = random.Next(2) == 0 ? "ConfigMap" : "Secret", ["metadata"] = Meta($"c{i}", random), [random.Next(2) == 0 ? "data" : "stringData"] = new JsonObject() }).Select(item => Data(item, random)),
        .. Enumerable.Range(0, random.Next(3)).Select(i => Workload(i, random).ToJsonString()),
    ];

    private static string Data(JsonObject item, Random random)
    {
        var isSecret = (string?)item["kind"] == "Secret";
        var plain = !isSecret || item.ContainsKey("stringData");
        item["metadata"]!["name"] = $"{item["metadata"]!["name"]}-{(isSecret ? "s" : "c")}";
        var data = new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)(plain ? Pick(Texts, random) : Convert.ToBase64String([(byte)random.Next(256)])))));
        item.Remove("data");
        item.Remove("stringData");
        item[isSecret && plain ? "stringData" : "data"] = data;
        return item.ToJsonString();
    }

    private static JsonObject Workload(int i, Random random)
    {
        var container = new JsonObject { ["name"] = "app", ["image"] = $"shop/web:{random.Next(3)}" };
        Maybe(container, "args", random, () => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => JsonValue.Create(Pick(Texts, random)))]));
        Maybe(container, "env", random, () => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(one => new JsonObject { ["name"] = $"V{one}", ["value"] = Pick(Texts, random) })]));
        Maybe(container, "ports", random, () => new JsonArray(new JsonObject { ["containerPort"] = 53 }, new JsonObject { ["containerPort"] = 53, ["protocol"] = "UDP" }));
        Maybe(container, "resources", random, () => new JsonObject { ["requests"] = new JsonObject { ["cpu"] = Pick(Amounts, random), ["memory"] = Pick(Amounts, random) }, ["limits"] = new JsonObject() });
        Maybe(container, "securityContext", random, static () => new JsonObject());
        var spec = new JsonObject { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = $"w{i}" } }, ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = $"w{i}" } }, ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) } } };
        Maybe(spec, "replicas", random, () => random.Next(3));
        Maybe(spec, "strategy", random, static () => new JsonObject { ["type"] = "Recreate" });
        return new() { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["metadata"] = Meta($"w{i}", random), ["spec"] = spec };
    }

    private static JsonObject Meta(string name, Random random)
    {
        var meta = new JsonObject { ["name"] = name, ["namespace"] = "shop" };
        Maybe(meta, "labels", random, () => new JsonObject(Enumerable.Range(0, random.Next(3)).Select(i => KeyValuePair.Create($"l{i}", (JsonNode?)$"{random.Next(3)}"))));
        Maybe(meta, "finalizers", random, () => new JsonArray([.. Enumerable.Range(0, 1 + random.Next(2)).Select(static i => JsonValue.Create($"f{i}.example.com/x"))]));
        return meta;
    }

    private static void Maybe(JsonObject map, string key, Random random, Func<JsonNode> make)
    {
        if (random.Next(2) == 0)
        {
            map[key] = make();
        }
    }

    private static T Pick<T>(T[] some, Random random) => some[random.Next(some.Length)];
}
