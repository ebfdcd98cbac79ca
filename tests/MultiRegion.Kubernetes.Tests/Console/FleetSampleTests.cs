using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Tests.Parity;

namespace MultiRegion.Kubernetes.Tests.Console;

/// <summary>The sample as a process, against fakes over sockets.</summary>
public sealed class FleetSampleTests : IAsyncLifetime, IDisposable
{
    private static readonly string Sample = Path.Combine(Repository.Root, "samples/Fleet/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/Fleet.dll");

    private readonly Folder _folder = new();
    private readonly Dictionary<string, FakeCluster> _fakes = new() { ["a"] = new(), ["b"] = new() };
    private readonly List<FakeHost> _hosts = [];

    public async Task InitializeAsync()
    {
        foreach (var fake in _fakes.Values)
        {
            _hosts.Add(await FakeHost.StartAsync(fake));
        }

        var clusters = _fakes.Keys.Zip(_hosts, static (name, host) => $"- {{name: {name}, cluster: {{server: \"{host.Address}\"}}}}\n").Append("- {name: dead, cluster: {server: \"http://127.0.0.1:9\"}}\n");
        var contexts = _fakes.Keys.Append("dead").Select(static name => $"- {{name: {name}, context: {{cluster: {name}}}}}\n");
        _folder.Write("config", $"clusters:\n{string.Concat(clusters)}contexts:\n{string.Concat(contexts)}");
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_own_manifest_is_planned_applied_watched_scaled_and_deleted()
    {
        Counts(await RunAsync(0, "plan")).ShouldBe("a 4/0/0/0/0/0 b 4/0/0/0/0/0 writes 0");
        Counts(await RunAsync(0, "apply", "--region", "b=us")).ShouldBe("a 4/0/0/0/0/0 b 4/0/0/0/0/0 writes 8");
        Counts(await RunAsync(0, "apply", "--region", "b=us")).ShouldBe("a 0/0/4/0/0/0 b 0/0/4/0/0/0 writes 0");
        _fakes.Values.Select(static fake => (string?)fake.Find("configmaps", "shop", "settings")!["data"]!["GREETING"]).ShouldBe(["hello", "howdy"]);

        Counts(await RunAsync(0, "status", "--region", "b=us")).ShouldBe("a 0/0/4/0/0/0 b 0/0/4/0/0/0 writes 0");
        Counts(await RunAsync(0, "scale", "--region", "b=us", "--replicas", "5")).ShouldBe("a 0/1/0/0/0/0 b 0/1/0/0/0/0 writes 2");
        _fakes.Values.ShouldAllBe(static fake => (int)fake.Find("deployments", "shop", "web")!["spec"]!["replicas"]! == 5);

        _fakes["a"].Change("deployments", "shop", "web", static live => live["spec"]!["replicas"] = 1, "kubectl-scale");
        Counts(await RunAsync(1, "status", "--region", "b=us")).ShouldBe("a 0/0/3/0/1/0 b 0/1/3/0/0/0 writes 0");
        Counts(await RunAsync(0, "delete", "--region", "b=us")).ShouldBe("a 0/0/0/4/0/0 b 0/0/0/4/0/0 writes 8");
        _fakes.Values.ShouldAllBe(static fake => fake.Find("namespaces", null, "shop") == null);
    }

    [Theory]
    [InlineData("kubefed.yaml", "kubefed.yaml")]
    [InlineData("karmada.yaml", "shop.yaml")]
    public async Task Formats_of_others_are_applied_and_a_second_apply_writes_nothing(params string[] files)
    {
        foreach (var fake in _fakes.Values)
        {
            fake.Put(Rig.Namespace("shop"));
            fake.Put("""{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "sealedsecrets.bitnami.com"}, "spec": {"group": "bitnami.com", "scope": "Namespaced", "names": {"plural": "sealedsecrets", "kind": "SealedSecret"}, "versions": [{"name": "v1alpha1", "storage": true}]}, "status": {"conditions": [{"type": "Established", "status": "True"}]}}""");
        }

        var paths = files.Distinct().SelectMany(static file => new[] { "--file", Path.Combine(Repository.Root, "tests/MultiRegion.Kubernetes.Tests/Federation/Samples", file) });
        string[] clusters = ["--contexts", "eu-1=a,us-1=b", "--region", "eu-1=eu", "--region", "us-1=us", .. paths];
        var first = await RunAsync(0, ["apply", .. clusters, "--adopt"]);
        first["clusters"]!.AsObject().Sum(static pair => (int)pair.Value!["created"]!).ShouldBeGreaterThan(1, $"{first}");

        ((int)(await RunAsync(0, ["apply", .. clusters]))["writes"]!).ShouldBe(0);
    }

    [Fact]
    public async Task A_cluster_that_is_away_and_a_refusal_end_with_one_and_bad_input_with_two()
    {
        var away = await RunAsync(1, "apply", "--contexts", "a,dead", "--timeout", "2");
        (away["clusters"]!["dead"]!["unreachable"]!.GetValue<bool>(), away["clusters"]!["a"]!["unreachable"]!.GetValue<bool>(), (int)away["clusters"]!["a"]!["created"]!).ShouldBe((true, false, 4));

        (await RawAsync("apply", "--file", _folder.Write("bad.yaml", "kind: X\nname: [")))
            .ShouldSatisfyAllConditions(static run => run.Exit.ShouldBe(2), static run => run.Complaint.ShouldContain("bad.yaml"));
        (await RawAsync("scale")).ShouldSatisfyAllConditions(static run => run.Exit.ShouldBe(2), static run => run.Complaint.ShouldContain("--replicas"));
        (await RawAsync("plan", "--contexts", "a,a")).Exit.ShouldBe(2);
        (await RawAsync("plan", "--file", "/nowhere.yaml")).Complaint.ShouldContain("there is no file /nowhere.yaml");
    }

    private async Task<JsonNode> RunAsync(int? exit, params string[] arguments)
    {
        var run = await RawAsync([.. arguments, "--json"]);
        run.Exit.ShouldBe(exit ?? run.Exit, run.Printed + run.Complaint);
        return JsonNode.Parse(run.Printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;
    }

    private Task<(int Exit, string Printed, string Complaint)> RawAsync(params string[] arguments) => RunProgram.RunAsync(
        "dotnet", [Sample, .. arguments, "--kubeconfig", Path.Combine(_folder.Root, "config"), .. arguments.Contains("--contexts") ? [] : new[] { "--contexts", "a,b" }], "", _folder.Root);

    private static string Counts(JsonNode json) =>
        $"{string.Join(' ', json["clusters"]!.AsObject().Select(static pair => $"{pair.Key} {string.Join('/', pair.Value!.AsObject().Where(static one => one.Key != "unreachable").Select(static one => one.Value))}"))} writes {json["writes"]}";
}
