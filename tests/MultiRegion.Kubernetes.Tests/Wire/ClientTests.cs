using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Tests.Wire;

public sealed class ClientTests
{
    private static JsonObject Config(string value) => JsonNode.Parse($$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "{{{value}}}"}}""")!.AsObject();

    [Fact]
    public async Task A_gateway_that_gives_up_in_its_own_words_leaves_a_write_in_doubt()
    {
        using var rig = new Rig();
        rig.Fake.Next(static _ => new(504, "<html>504 Gateway Time-out</html>") { ContentType = "text/html" });

        var written = await rig.RunAsync(rig.Client.CreateAsync(Rig.ConfigMaps, "shop", Config("1"), new(), default));

        written.Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_to_its_end()
    {
        using var rig = new Rig();
        foreach (var i in Enumerable.Range(0, 7))
        {
            rig.Fake.Put(Rig.ConfigMap($"c{i}"));
        }

        var read = await rig.RunAsync(rig.Client.ListAsync(Rig.ConfigMaps, "shop", new() { PageSize = 3 }, default));

        read.Value!.Items.Select(static item => item.Name()).ShouldBe(Enumerable.Range(0, 7).Select(static i => $"c{i}"));
        rig.Fake.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_list_whose_continuation_expires_is_read_again_whole()
    {
        using var rig = new Rig();
        foreach (var i in Enumerable.Range(0, 4))
        {
            rig.Fake.Put(Rig.ConfigMap($"c{i}"));
        }

        rig.Fake.Next(static _ => null);
        rig.Fake.Next(_ =>
        {
            rig.Fake.Compact();
            return null;
        });

        var read = await rig.RunAsync(rig.Client.ListAsync(Rig.ConfigMaps, "shop", new() { PageSize = 2 }, default));

        read.Value!.Items.Length.ShouldBe(4);
        rig.Fake.Requests[^1].Query("limit").ShouldBeNull();
        rig.Fake.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Lists_select_by_labels()
    {
        using var rig = new Rig();
        rig.Fake.Put(Rig.ConfigMap("c1"));
        rig.Fake.Put(Rig.ConfigMap("c2"));

        var read = await rig.RunAsync(rig.Client.ListAsync(Rig.ConfigMaps, "shop", new() { LabelSelector = "app in (c2, c3)" }, default));

        read.Value!.Items.Select(static item => item.Name()).ShouldBe(["c2"]);
    }

    [Fact]
    public async Task Apply_creates_changes_gives_up_and_writes_nothing_the_second_time()
    {
        using var rig = new Rig();
        var config = Config("1");
        config["data"]!["b"] = "2";

        var first = await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", config, new(), default));
        var second = await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", config, new(), default));
        var third = await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", Config("3"), new(), default));

        second.Value!.Version().ShouldBe(first.Value!.Version());
        third.Value!["data"]!.ToJsonString().ShouldBe("""{"a":"3"}""");
    }

    [Fact]
    public async Task Apply_onto_a_field_of_another_manager_is_a_conflict_that_names_it_until_forced()
    {
        using var rig = new Rig();
        await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", Config("1"), new() { FieldManager = "argo" }, default));

        var refused = await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", Config("2"), new(), default));
        var forced = await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", Config("2"), new() { Force = true }, default));

        refused.Problem.ShouldNotBeNull().ShouldSatisfyAllConditions(
            static problem => problem.Kind.ShouldBe(ProblemKind.Conflict), static problem => problem.Retryable.ShouldBeFalse(), static problem => problem.Detail.ShouldContain("conflict with \"argo\""));
        refused.Status!.IsFieldConflict.ShouldBeTrue();
        refused.Status.Causes.ShouldHaveSingleItem().Field.ShouldBe(".data.a");
        forced.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_dry_run_keeps_nothing()
    {
        using var rig = new Rig();
        (await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", Config("1"), new() { DryRun = true }, default))).Succeeded.ShouldBeTrue();
        (await rig.RunAsync(rig.Client.GetAsync(Rig.ConfigMaps, "shop", "c", default))).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task An_unknown_field_is_refused_and_one_that_is_wrong_comes_with_its_causes()
    {
        using var rig = new Rig();
        rig.Fake.Put(Rig.Deployment("web", 2));

        var unknown = await rig.RunAsync(rig.Client.PatchAsync(KubeResource.Deployments, "shop", "web", PatchKind.Merge, JsonNode.Parse("""{"spec": {"replcas": 3}}""")!, new(), default));
        var wrong = await rig.RunAsync(rig.Client.PatchAsync(KubeResource.Deployments, "shop", "web", PatchKind.Merge, JsonNode.Parse("""{"spec": {"replicas": -1}}""")!, new(), default));

        unknown.Problem!.Detail.ShouldContain("unknown field \"spec.replcas\"");
        wrong.Problem!.ShouldSatisfyAllConditions(static problem => problem.Kind.ShouldBe(ProblemKind.Refused), static problem => problem.Retryable.ShouldBeFalse());
        wrong.Status!.Causes.ShouldHaveSingleItem().ShouldBe(new("FieldValueInvalid", "spec.replicas", "Invalid value: must be greater than or equal to 0"));
    }

    [Fact]
    public async Task Scaling_goes_by_the_subresource_and_only_in_the_version_that_is_named()
    {
        using var rig = new Rig();
        rig.Fake.Put(Rig.Deployment("web", 2));
        var version = rig.Fake.Find("deployments", "shop", "web")!.Version();

        var scaled = await rig.RunAsync(rig.Client.ScaleAsync(KubeResource.Deployments, "shop", "web", 5, version, new(), default));
        var stale = await rig.RunAsync(rig.Client.ScaleAsync(KubeResource.Deployments, "shop", "web", 1, version, new(), default));

        scaled.Value!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
        stale.Problem!.Kind.ShouldBe(ProblemKind.Conflict);
        rig.Fake.Find("deployments", "shop", "web")!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task A_delete_keeps_to_its_preconditions()
    {
        using var rig = new Rig();
        rig.Fake.Put(Rig.ConfigMap("c"));

        var another = await rig.RunAsync(rig.Client.DeleteAsync(Rig.ConfigMaps, "shop", "c", new() { Uid = "of-another" }, default));
        var gone = await rig.RunAsync(rig.Client.DeleteAsync(Rig.ConfigMaps, "shop", "c", new() { Uid = (string?)rig.Fake.Find("configmaps", "shop", "c")!["metadata"]!["uid"], Propagation = Propagation.Foreground }, default));

        (another.Problem!.Kind, gone.Succeeded).ShouldBe((ProblemKind.Conflict, true));
        rig.Fake.Requests[^1].Body.ShouldContain("\"propagationPolicy\":\"Foreground\"");
    }

    [Theory]
    [InlineData(429, "2", 2)]
    [InlineData(503, "2", 2)]
    [InlineData(500, "2", 2)]
    [InlineData(429, null, 1)]
    [InlineData(503, null, 1)]
    [InlineData(409, "2", 1)]
    public async Task A_busy_server_is_asked_again_when_it_says_so_and_only_then(int status, string? retryAfter, int requests)
    {
        using var rig = new Rig();
        rig.Fake.Put(Rig.ConfigMap("c"));
        rig.Fake.Next(_ => Busy(status, retryAfter));

        var read = await rig.RunAsync(rig.Client.PatchAsync(Rig.ConfigMaps, "shop", "c", PatchKind.Merge, JsonNode.Parse("""{"data": {"a": "2"}}""")!, new(), default));

        (read.Succeeded, rig.Fake.Requests.Count).ShouldBe((requests > 1, requests));
        (rig.Clock.Elapsed >= TimeSpan.FromSeconds(2)).ShouldBe(requests > 1);
    }

    [Fact]
    public async Task A_read_whose_answer_is_lost_is_repeated_and_a_write_is_not()
    {
        using var rig = new Rig();
        rig.Fake.Put(Rig.ConfigMap("c"));
        rig.Fake.Next(static request => new(200, "") { IsLost = true });
        (await rig.RunAsync(rig.Client.GetAsync(Rig.ConfigMaps, "shop", "c", default))).Succeeded.ShouldBeTrue();
        rig.Fake.Forget();
        rig.Fake.Next(static request => new(200, "") { IsLost = true });

        var written = await rig.RunAsync(rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "d", Config("1"), new(), default));

        written.Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
        written.Problem.Detail.ShouldContain("may have taken effect");
        rig.Fake.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(401, ProblemKind.Denied)]
    [InlineData(403, ProblemKind.Denied)]
    [InlineData(404, ProblemKind.NotFound)]
    [InlineData(302, ProblemKind.Failed)]
    [InlineData(400, ProblemKind.Refused)]
    [InlineData(500, ProblemKind.Failed)]
    public async Task Errors_without_a_status_object_are_told_too_and_a_redirect_is_not_followed(int status, ProblemKind kind)
    {
        using var rig = new Rig();
        rig.Fake.Next(_ => new(status, "<html>who knows</html>") { ContentType = "text/html", Headers = { ["Location"] = "https://elsewhere.example.com/" } });

        var read = await rig.RunAsync(rig.Client.GetAsync(Rig.ConfigMaps, "shop", "c", default));

        read.Problem!.Kind.ShouldBe(kind);
        read.Problem.Detail.ShouldNotContain("who knows");
        rig.Fake.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Warnings_of_the_server_come_with_the_answer()
    {
        using var rig = new Rig();
        rig.Fake.Put(Rig.ConfigMap("c"));
        rig.Fake.Warning = "v1beta1 is old, use \\\"v1\\\"";

        (await rig.RunAsync(rig.Client.GetAsync(Rig.ConfigMaps, "shop", "c", default))).Warnings.ShouldBe(["v1beta1 is old, use \"v1\""]);
    }

    [Fact]
    public async Task Kinds_are_discovered_once_and_asked_for_again_when_they_were_missing()
    {
        using var rig = new Rig();
        var found = await rig.RunAsync(rig.Client.Discovery.FindAsync("apps/v1", "Deployment", default));
        await rig.RunAsync(rig.Client.Discovery.FindAsync("apps/v1", "StatefulSet", default));
        rig.Fake.Requests.Count.ShouldBe(1);
        found.Value.ShouldBe(KubeResource.Deployments with { HasScale = true });

        var missing = await rig.RunAsync(rig.Client.Discovery.FindAsync("apps/v1", "Deploymant", default));
        var group = await rig.RunAsync(rig.Client.Discovery.FindAsync("argoproj.io/v1alpha1", "Rollout", default));
        rig.Fake.Put("""{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "rollouts.argoproj.io"}, "spec": {"group": "argoproj.io", "scope": "Namespaced", "names": {"plural": "rollouts", "kind": "Rollout"}, "versions": [{"name": "v1alpha1", "served": true, "storage": true, "subresources": {"scale": {}}}]}}""");
        var custom = await rig.RunAsync(rig.Client.Discovery.FindAsync("argoproj.io/v1alpha1", "Rollout", default));
        var version = await rig.RunAsync(rig.Client.Discovery.FindAsync("argoproj.io/v1", "Rollout", default));

        missing.Problem!.Detail.ShouldContain("it has DaemonSet, Deployment, ReplicaSet, StatefulSet");
        group.Problem!.Detail.ShouldContain("find Rollout: the cluster does not serve argoproj.io/v1alpha1; it serves apiextensions.k8s.io/v1, apps/v1");
        version.Problem!.Detail.ShouldEndWith("find Rollout: the cluster does not serve argoproj.io/v1; it serves argoproj.io/v1alpha1.");
        custom.Value.ShouldBe(new("argoproj.io", "v1alpha1", "rollouts", "Rollout", true) { HasScale = true });
    }

    [Fact]
    public void What_is_applied_holds_no_managed_fields_and_a_manager_has_a_name()
    {
        using var rig = new Rig();
        var config = JsonNode.Parse("""{"metadata": {"managedFields": []}}""")!.AsObject();
        Should.Throw<ArgumentException>(() => rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", config, new(), default).AsTask());
        Should.Throw<ArgumentException>(() => rig.Client.ApplyAsync(Rig.ConfigMaps, "shop", "c", Config("1"), new() { FieldManager = new('x', 129) }, default).AsTask());
    }

    private static FakeResponse Busy(int status, string? retryAfter)
    {
        var response = FakeResponse.Error(status, "Busy", "come again");
        if (retryAfter is not null)
        {
            response.Headers["Retry-After"] = retryAfter;
        }

        return response;
    }
}
