using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Tests.Fakes;

namespace MultiRegion.Kubernetes.Tests.Parity;

/// <summary>The official clients drive the fake: a fake that only our client understands would fail.</summary>
public sealed class OfficialClientTests
{
    private const string Token = "fake-token";

    [NodeFact]
    public async Task The_official_javascript_client_makes_lists_applies_scales_watches_and_deletes()
    {
        var fake = new FakeCluster { Token = Token };
        await using var host = await FakeHost.StartAsync(fake);

        var outcomes = await DriveAsync(host.Address, Token, """
            [
              ["createNamespace", {"body": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}}],
              ["createDeployment", {"namespace": "shop", "body": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "app", "image": "shop/web:1"}]}}}}}],
              ["applyConfigMap", {"name": "c", "namespace": "shop", "fieldManager": "a", "body": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "1"}}}],
              ["applyConfigMap", {"name": "c", "namespace": "shop", "fieldManager": "b", "body": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "2"}}}],
              ["scaleDeployment", {"name": "web", "namespace": "shop", "body": {"spec": {"replicas": 4}}}],
              ["readDeployment", {"name": "web", "namespace": "shop"}],
              ["listDeployments", {"namespace": "shop", "limit": 1}],
              ["mergeDeployment", {"name": "web", "namespace": "shop", "body": {"metadata": {"resourceVersion": "1"}, "spec": {"replicas": 9}}}],
              ["discoverApps", {}],
              ["watchConfigMaps", {"namespace": "shop", "query": {"resourceVersion": "100"}, "until": 1}],
              ["deleteConfigMap", {"name": "c", "namespace": "shop"}],
              ["deleteConfigMap", {"name": "c", "namespace": "shop"}]
            ]
            """);

        outcomes.Select(static (outcome, i) => (outcome!["error"], i)).Where(static pair => pair.Item1 is not null).Select(static pair => (pair.i, (int?)pair.Item1!["status"])).ShouldBe([(3, 409), (7, 409), (11, 404)], outcomes.ToJsonString());
        outcomes[3]!["error"]!.ToJsonString().ShouldContain("FieldManagerConflict");
        ((int)outcomes[5]!["read"]!["status"]!["readyReplicas"]!).ShouldBe(4);
        outcomes[8]!["read"]!["resources"]!.AsArray().Select(static one => (string?)one!["name"]).ShouldContain("deployments/scale");
        outcomes[9]!["read"]!.ToJsonString().ShouldBe("""[{"type":"ADDED","name":"c"}]""");
    }

    [NodeFact]
    public async Task The_official_javascript_client_is_refused_with_a_wrong_token()
    {
        await using var host = await FakeHost.StartAsync(new FakeCluster { Token = Token });

        ((int)(await DriveAsync(host.Address, "another", """[["discoverApps", {}]]"""))[0]!["error"]!["status"]!).ShouldBe(401);
    }

    [KubectlFact]
    public async Task Kubectl_applies_gets_scales_waits_patches_and_deletes()
    {
        var fake = new FakeCluster();
        await using var host = await FakeHost.StartAsync(fake);
        using var home = new Folder();
        var deployment = Rig.Deployment("web", 2);

        (await KubectlAsync(host, home, Rig.Namespace("shop"), "create", "--validate=false", "-f", "-")).ShouldContain("namespace/shop created");
        (await KubectlAsync(host, home, deployment, "apply", "--server-side", "--field-manager=ops", "--validate=false", "-f", "-")).ShouldContain("deployment.apps/web serverside-applied");
        (await KubectlAsync(host, home, "", "get", "deployments", "-n", "shop", "-o", "name")).ShouldBe("deployment.apps/web\n");
        (await KubectlAsync(host, home, "", "scale", "deployment/web", "-n", "shop", "--replicas=5")).ShouldContain("deployment.apps/web scaled");
        (await KubectlAsync(host, home, deployment, "apply", "--server-side", "--field-manager=ops", "--validate=false", "-f", "-")).ShouldContain("conflict with \"kubectl\"");
        (await KubectlAsync(host, home, "", "rollout", "status", "deployment/web", "-n", "shop", "--timeout=20s")).ShouldContain("successfully rolled out");
        (await KubectlAsync(host, home, "", "patch", "deployment", "web", "-n", "shop", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}")).ShouldContain("deployment.apps/web patched");
        (await KubectlAsync(host, home, "", "annotate", "deployment", "web", "-n", "shop", "note=x")).ShouldContain("deployment.apps/web annotate");
        (await KubectlAsync(host, home, "", "delete", "deployment", "web", "-n", "shop", "--wait=false")).ShouldContain("deployment.apps \"web\" deleted");
        (await KubectlAsync(host, home, "", "get", "deployment", "web", "-n", "shop")).ShouldContain("(NotFound)");
        fake.Find("deployments", "shop", "web").ShouldBeNull();
    }

    private static async Task<string> KubectlAsync(FakeHost host, Folder home, string input, params string[] arguments)
    {
        var (_, printed, complaint) = await RunProgram.RunAsync(KubectlFactAttribute.Kubectl!, ["--server", host.Address.AbsoluteUri, "--kubeconfig", "/dev/null", .. arguments], input, home.Root);
        return printed + complaint;
    }

    private static async Task<JsonArray> DriveAsync(Uri address, string token, string steps)
    {
        var (exit, printed, complaint) = await RunProgram.RunAsync(NodeFactAttribute.Node!, [Path.Combine(NodeFactAttribute.Folder(), "drive.mjs"), address.AbsoluteUri.TrimEnd('/'), token], steps, Path.GetTempPath());
        exit.ShouldBe(0, complaint);
        return JsonNode.Parse(printed)!.AsArray();
    }
}
