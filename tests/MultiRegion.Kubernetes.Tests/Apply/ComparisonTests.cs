using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Apply;

namespace MultiRegion.Kubernetes.Tests.Apply;

/// <summary>Managed fields as real servers write them: with dots, sets, keys of several fields, and fields that are one as a whole.</summary>
public sealed class ComparisonTests
{
    private const string Mine = """
        {"manager": "multiregion-federation", "operation": "Apply", "apiVersion": "apps/v1", "fieldsType": "FieldsV1", "fieldsV1": {
          "f:metadata": {"f:labels": {"f:multiregion/federation": {}, "f:app": {}}, "f:finalizers": {".": {}, "v:\"a.example.com/x\"": {}}, "f:annotations": {"f:multiregion/applied": {}}},
          "f:spec": {"f:selector": {}, "f:strategy": {"f:rollingUpdate": {}},
           "f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"app\"}": {".": {}, "f:name": {}, "f:args": {}, "f:securityContext": {},
             "f:ports": {"k:{\"containerPort\":53,\"protocol\":\"TCP\"}": {".": {}, "f:containerPort": {}}, "k:{\"containerPort\":53,\"protocol\":\"UDP\"}": {".": {}, "f:containerPort": {}, "f:protocol": {}}}}}}}}}}
        """;

    private const string Theirs = """
        {"manager": "kubectl-edit", "operation": "Update", "apiVersion": "apps/v1", "time": "2026-11-20T10:00:00Z", "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:replicas": {}, "f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"app\"}": {"f:image": {}}}}}}}}
        """;

    private const string Live = """
        {"metadata": {"name": "web", "labels": {"app": "web", "multiregion/federation": "multiregion"}, "finalizers": ["a.example.com/x", "b.example.com/y"]},
         "spec": {"replicas": 4, "selector": {"matchLabels": {"app": "web"}}, "strategy": {"rollingUpdate": {"maxSurge": "25%"}},
          "template": {"spec": {"containers": [{"name": "sidecar", "image": "mesh:1"}, {"name": "app", "image": "web:2", "args": ["-v"], "securityContext": {"runAsUser": 1}, "ports": [{"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53, "protocol": "TCP"}]}]}}}}
        """;

    private const string Wanted = """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}, "finalizers": ["a.example.com/x"]},
         "spec": {"selector": {"matchLabels": {"app": "web"}}, "strategy": {"rollingUpdate": {}},
          "template": {"spec": {"containers": [{"name": "app", "args": ["-v"], "securityContext": {}, "ports": [{"containerPort": 53}, {"containerPort": 53, "protocol": "UDP"}]}]}}}}
        """;

    [Fact]
    public void What_others_added_and_what_the_server_filled_in_is_no_difference() => Differences(Wanted).ShouldBeEmpty();

    [Theory]
    [InlineData("\"finalizers\": [\"a.example.com/x\"]", "\"finalizers\": [\"c.example.com/z\"]", "Value metadata.finalizers[c.example.com/z]", "GivenUp metadata.finalizers")]
    [InlineData("\"args\": [\"-v\"]", "\"args\": [\"-v\", \"x\"]", "Value spec.template.spec.containers[name=app].args")]
    [InlineData("{\"containerPort\": 53},", "", "GivenUp spec.template.spec.containers[name=app].ports[containerPort=53,protocol=TCP]")]
    [InlineData("\"matchLabels\": {\"app\": \"web\"}", "\"matchLabels\": {\"app\": \"shop\"}", "Value spec.selector")]
    [InlineData("\"labels\": {\"app\": \"web\"}, ", "", "GivenUp metadata.labels.app")]
    [InlineData("\"spec\": {\"selector\"", "\"spec\": {\"replicas\": 2, \"selector\"", "Value spec.replicas by kubectl-edit")]
    [InlineData("\"spec\": {\"selector\"", "\"spec\": {\"replicas\": 4, \"selector\"", "Unowned spec.replicas by kubectl-edit")]
    [InlineData("\"args\": [\"-v\"]", "\"image\": \"web:2\", \"args\": [\"-v\"]", "Unowned spec.template.spec.containers[name=app].image by kubectl-edit")]
    [InlineData("\"ports\": [", "\"ports\": [{\"containerPort\": 80}, ", "Value spec.template.spec.containers[name=app].ports[containerPort=80]")]
    public void A_difference_is_named_with_its_place(string from, string to, params string[] differences) =>
        Differences(Wanted.Replace(from, to, StringComparison.Ordinal)).ShouldBe(differences);

    [Fact]
    public void What_was_applied_just_so_and_still_is_ours_is_right_in_whichever_way_the_server_writes_it() =>
        Differences(Wanted.Replace("\"-v\"", "\"rewritten by a webhook\"", StringComparison.Ordinal), wasApplied: true).ShouldBeEmpty();

    private static IEnumerable<string> Differences(string wanted, bool wasApplied = false)
    {
        var live = JsonNode.Parse(Live)!.AsObject();
        live["metadata"]!["managedFields"] = new JsonArray(JsonNode.Parse(Mine), JsonNode.Parse(Theirs));
        var found = new FieldComparison(wasApplied).Run(JsonNode.Parse(wanted)!.AsObject(), live, FieldOwners.Of(live, "multiregion-federation"));
        return found.Select(static one => $"{one.Kind} {one.Path}{(one.Others.IsEmpty ? "" : $" by {string.Join(',', one.Others)}")}");
    }
}
