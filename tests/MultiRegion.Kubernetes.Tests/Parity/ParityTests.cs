using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Tests.Parity;

/// <summary>Ours and the official JavaScript client: the same requests for the same calls.</summary>
public sealed class ParityTests
{
    private static readonly JsonArray Recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(NodeFactAttribute.Folder(), "recordings/kubernetes.json")))!.AsArray();

    private static readonly KubeResource Widgets = new("shop.example.com", "v1", "widgets", "Widget", true);
    private static readonly ListOptions Ours = new() { LabelSelector = "multiregion/federation=multiregion" };

    private static readonly Dictionary<string, Func<KubeClient, JsonNode?, Task>> Calls = new()
    {
        ["readDeployment"] = static async (client, _) => await client.GetAsync(KubeResource.Deployments, "shop", "web", default),
        ["listDeployments"] = static async (client, _) => await client.ListAsync(KubeResource.Deployments, "shop", new() { LabelSelector = "app in (web, db),tier!=x" }, default),
        ["createConfigMap"] = static async (client, body) => await client.CreateAsync(Rig.ConfigMaps, "shop", body!.AsObject(), new(), default),
        ["applyConfigMap"] = static async (client, body) => await client.ApplyAsync(Rig.ConfigMaps, "shop", "settings", body!.AsObject(), new() { Force = true, DryRun = true }, default),
        ["mergeDeployment"] = static async (client, body) => await client.PatchAsync(KubeResource.Deployments, "shop", "web", PatchKind.Merge, body!, new(), default),
        ["jsonPatchConfigMap"] = static async (client, body) => await client.PatchAsync(Rig.ConfigMaps, "shop", "settings", PatchKind.Json, body!, new(), default),
        ["strategicDeployment"] = static async (client, body) => await client.PatchAsync(KubeResource.Deployments, "shop", "web", PatchKind.Strategic, body!, new(), default),
        ["scaleDeployment"] = static async (client, _) => await client.ScaleAsync(KubeResource.Deployments, "shop", "web", 5, "7", new(), default),
        ["replaceLease"] = static async (client, body) => await client.ReplaceAsync(KubeResource.Leases, "multiregion", "multiregion", body!.AsObject(), new(), default),
        ["deleteConfigMap"] = static async (client, _) => await client.DeleteAsync(Rig.ConfigMaps, "shop", "settings", new() { Propagation = Propagation.Foreground, Uid = "u-1", ResourceVersion = "7", DryRun = true }, default),
        ["askVersion"] = static async (client, _) => await client.GetRawAsync("ask for the version", "/version", default),
        ["listSecretsEverywhere"] = static async (client, _) => await client.ListAsync(KnownKinds.Find("v1", "Secret")!, null, Ours, default),
        ["readNamespace"] = static async (client, _) => await client.GetAsync(KnownKinds.Find("v1", "Namespace")!, null, "shop", default),
        ["applyNamespace"] = static async (client, body) => await client.ApplyAsync(KnownKinds.Find("v1", "Namespace")!, null, "shop", body!.AsObject(), new(), default),
        ["applyDeployment"] = static async (client, body) => await client.ApplyAsync(KubeResource.Deployments, "shop", "web", body!.AsObject(), new() { Force = true }, default),
        ["applyCustom"] = static async (client, body) => await client.ApplyAsync(Widgets, "shop", "w", body!.AsObject(), new(), default),
        ["listCustom"] = static async (client, _) => await client.ListAsync(Widgets, null, Ours, default),
        ["deleteNamespace"] = static async (client, _) => await client.DeleteAsync(KnownKinds.Find("v1", "Namespace")!, null, "shop", new() { Uid = "u-1", ResourceVersion = "7" }, default),
        ["createLease"] = static async (client, body) => await client.CreateAsync(KubeResource.Leases, "multiregion", body!.AsObject(), new(), default),
        ["replaceConfigMap"] = static async (client, body) => await client.ReplaceAsync(KubeResource.ConfigMaps, "multiregion", "multiregion-journal", body!.AsObject(), new(), default),
        ["readConfigMap"] = static async (client, _) => await client.GetAsync(KubeResource.ConfigMaps, "multiregion", "multiregion-journal", default),
        ["deleteConfigMaps"] = static async (client, _) => await client.DeleteAllAsync(KubeResource.ConfigMaps, "multiregion", "multiregion/journal=j,multiregion/journal-base in (0,7)", default),
        ["listCommands"] = static async (client, _) => await client.ListAsync(KubeResource.ConfigMaps, "multiregion-commands", new() { LabelSelector = "multiregion/command=multiregion,!multiregion/answered", PageSize = 100 }, default),
        ["answerConfigMap"] = static async (client, body) => await client.PatchAsync(KubeResource.ConfigMaps, "multiregion-commands", "a", PatchKind.Merge, body!, new(), default),
        ["listAutoscalers"] = static async (client, _) => await client.ListAsync(KubeResource.Autoscalers, "shop", new(), default),
        ["raiseAutoscaler"] = static async (client, body) => await client.PatchAsync(KubeResource.Autoscalers, "shop", "web", PatchKind.Merge, body!, new(), default),
        ["readScale"] = static async (client, _) => await client.GetScaleAsync(KubeResource.Deployments, "shop", "web", default),
        ["readDefinition"] = static async (client, _) => await client.GetAsync(KubeResource.Definitions, null, "rollouts.argoproj.io", default),
        ["listNodes"] = static async (client, _) => await client.ListAsync(KubeResource.Nodes, null, new(), default),
        ["listPods"] = static async (client, _) => await client.ListAsync(KubeResource.Pods, null, new() { FieldSelector = "status.phase!=Succeeded,status.phase!=Failed" }, default),
        ["readSecret"] = static async (client, _) => await client.GetAsync(KubeResource.Secrets, "shop", "registry", default),
        ["readService"] = static async (client, _) => await client.GetAsync(KubeResource.Services, "shop", "web", default),
        ["readIngress"] = static async (client, _) => await client.GetAsync(KubeResource.Ingresses, "shop", "web", default),
        ["discoverGroups"] = static async (client, _) => await client.Discovery.GroupsAsync(default),
        ["readReadiness"] = static async (client, _) => await client.IsReadyAsync(default),
        ["discoverApps"] = static async (client, _) => await client.Discovery.KindsAsync("apps/v1", default),
        ["watchConfigMaps"] = static async (client, _) =>
        {
            await using var events = client.WatchAsync(Rig.ConfigMaps, "shop", new() { LabelSelector = "app=web" }, default).GetAsyncEnumerator();
            await events.MoveNextAsync();
            await events.MoveNextAsync();
        },
    };

    public static TheoryData<string> Operations => [.. Recorded.Select(static one => (string)one!["operation"]!)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_request_is_the_one_of_the_official_client(string operation)
    {
        var recorded = Recorded.Single(one => (string?)one!["operation"] == operation)!["request"]!;
        List<FakeRequest> seen = [];
        using var client = new KubeClient(new() { Cluster = "c", Server = new("https://c.example.com"), Transport = new Canned(seen), Roll = static () => 0.5, Retry = new() { Attempts = 1 } });

        await Calls[operation](client, recorded["body"]?.DeepClone());

        Text(seen[^1]).ShouldBe(Text(recorded));
        JsonNode.DeepEquals(seen[^1].Body.Length > 0 ? JsonNode.Parse(seen[^1].Body) : null, recorded["body"]).ShouldBeTrue(seen[^1].Body);
    }

    [Fact]
    public void Every_call_of_ours_was_recorded() => Calls.Keys.ShouldBe(Recorded.Select(static one => (string)one!["operation"]!), ignoreOrder: true);

    private static string Text(FakeRequest request)
    {
        var query = request.Target.Split('?') is [_, var text] ? text.Split('&').Select(static part => part.Split('=', 2)).Select(static pair => $"{pair[0]}={Uri.UnescapeDataString(pair[1])}") : [];
        return $"{request.Method} {request.Path}?{string.Join('&', query.Order(StringComparer.Ordinal))} {(request.Body.Length > 0 ? request.Header("Content-Type") : null)}";
    }

    private static string Text(JsonNode request) =>
        $"{request["method"]} {request["path"]}?{string.Join('&', request["query"]!.AsObject().Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal))} {request["contentType"]}";

    /// <summary>Lists at version 7, and one event.</summary>
    private sealed class Canned(List<FakeRequest> seen) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
            seen.Add(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers.ToDictionary(static pair => pair.Key, static pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase), body));
            var answer = seen[^1].Is("watch") ? """{"type":"ADDED","object":{"metadata":{"name":"c","resourceVersion":"8"}}}""" : """{"metadata":{"resourceVersion":"7"},"items":[],"resources":[]}""";
            return new() { Content = new StringContent(answer) };
        }
    }
}
