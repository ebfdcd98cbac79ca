using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Tests.Fakes;

namespace MultiRegion.Kubernetes.Tests.Apply;

public sealed class PlanTests : IDisposable
{
    private readonly Estate _estate = new("eu", "us");

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task What_is_not_there_is_made_and_a_second_apply_writes_nothing()
    {
        var distribution = Estate.Everywhere(["eu", "us"], Shop.All);

        var first = await _estate.ApplyAsync(distribution);
        first.Clusters.Select(static cluster => cluster.Count(ObjectOutcome.Created)).ShouldBe([5, 5], first.ToString());
        _estate.Eu.Writes.Select(static request => request.Path.Split('/')[^2]).ShouldBe(["namespaces", "configmaps", "secrets", "services", "deployments"]);
        _estate.Eu.Writes.ShouldAllBe(static request => request.Query("fieldManager") == "multiregion-federation" && request.Query("fieldValidation") == "Strict" && request.Query("force") == null);
        _estate.Forget();

        var plan = await _estate.PlanAsync(distribution);
        (plan.IsEmpty, plan.IsWhole).ShouldBe((true, true), plan.ToString());
        var second = await _estate.ApplyAsync(distribution);

        second.Clusters.ShouldAllBe(static cluster => cluster.Count(ObjectOutcome.Unchanged) == 5);
        _estate.Fakes.Values.SelectMany(static fake => fake.Writes).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reads_are_lists_by_kind_however_many_objects_there_are()
    {
        var many = Enumerable.Range(0, 40).Select(static i => $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c{{{i}}}", "namespace": "shop"}, "data": {"a": "{{{i}}}"}}""");
        var distribution = Estate.InEu([Shop.Namespace, .. many]);
        await _estate.AppliedAsync(distribution);

        await _estate.PlanAsync(distribution);

        _estate.Eu.Requests.ShouldAllBe(static request => request.Query("labelSelector") == "multiregion/federation=multiregion");
        _estate.Eu.Requests.Count.ShouldBe(16);
        _estate.Forget();
        await _estate.PlanAsync(distribution, new() { Delete = false });
        _estate.Eu.Requests.Select(static request => request.Path).ShouldBe(["/api/v1/namespaces", "/api/v1/configmaps"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_change_shows_its_fields_and_writes_that_object_alone()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        var changed = Estate.InEu([Shop.Web(replicas: 3, image: "shop/web:1.3", env: """{"name": "MODE", "value": "b"}, {"name": "NEW", "value": "1"}"""), .. Shop.All[1..]]);

        var plan = await _estate.PlanAsync(changed);

        plan.ToString().ShouldBe("""
            eu: 4 unchanged, 1 to change
              change Deployment shop/web
                spec.replicas: 2 to 3
                spec.template.spec.containers[name=app].image: "shop/web:1.2" to "shop/web:1.3"
                spec.template.spec.containers[name=app].env[name=MODE].value: "a" to "b"
                spec.template.spec.containers[name=app].env[name=NEW]: none to {"name":"NEW","value":"1"}
                spec.template.spec.containers[name=app].env[name=EMPTY]: {"name":"EMPTY"} to none
            """);
        (await _estate.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _estate.Eu.Writes.ShouldHaveSingleItem().Path.ShouldEndWith("/deployments/web");
        _estate.Eu.Find("deployments", "shop", "web")!["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray().Select(static one => (string?)one!["name"]).ShouldBe(["MODE", "NEW"]);
        (await _estate.PlanAsync(changed)).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("1000m", "1.0")]
    [InlineData("0.5", "500m")]
    public async Task The_same_amount_in_other_words_is_no_change(string before, string after)
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.Namespace, Shop.Web(cpu: before)));

        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace, Shop.Web(cpu: after)));

        plan.IsEmpty.ShouldBeTrue(plan.ToString());
    }

    [Fact]
    public async Task The_same_words_that_are_no_amount_are_another_value()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.Namespace, Shop.Settings));

        (await _estate.PlanAsync(Estate.InEu(Shop.Namespace, Shop.Settings.Replace("1000m", "1", StringComparison.Ordinal)))).Clusters[0].Objects[1].Fields.ShouldHaveSingleItem().Path.ShouldBe("data.cpu");
    }

    [Fact]
    public async Task A_secret_shows_that_it_differs_and_never_its_values()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.Namespace, Shop.Secret));
        _estate.Eu.Change("secrets", "shop", "key", static live => live["data"]!["password"] = Convert.ToBase64String("another-secret"u8), "kubectl-edit");

        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace, Shop.Secret.Replace(Shop.Password, "newer-secret", StringComparison.Ordinal)), new() { TakeOver = true });

        plan.Clusters[0].Objects[1].Fields.ShouldHaveSingleItem().ShouldBe(new("data.password", "(secret)", "(secret)") { Others = plan.Clusters[0].Objects[1].Fields[0].Others, IsConflict = true });
        var printed = $"{plan} {plan.Clusters[0]} {plan.Clusters[0].Objects[1]} {string.Join(' ', plan.Clusters[0].Objects[1].Fields)}";
        foreach (var secret in new[] { Shop.Password, "another-secret", "newer-secret" })
        {
            printed.ShouldNotContain(secret);
            printed.ShouldNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)));
        }
    }

    [Fact]
    public async Task A_refused_secret_is_told_without_its_values()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.Namespace));
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace, Shop.Secret));
        _estate.Eu.Next(static request => FakeResponse.Error(422, "Invalid", $"Secret is invalid: {request.Body}", ("FieldValueInvalid", "data", $"Invalid value: {JsonNode.Parse(request.Body)!["data"]!["password"]}")));

        var report = await _estate.ApplyAsync(plan);

        var failed = report.Clusters[0].Objects[1];
        (failed.Outcome, failed.Causes.ShouldHaveSingleItem().Field).ShouldBe((ObjectOutcome.Failed, "data"));
        $"{report} {failed} {failed.Causes[0]}".ShouldNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Shop.Password)));
    }

    [Fact]
    public async Task A_field_that_somebody_else_set_is_a_conflict_with_his_name_and_stays()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        _estate.Eu.Change("deployments", "shop", "web", static live => live["spec"]!["replicas"] = 9, "kubectl-scale");
        var distribution = Estate.InEu([Shop.Web(image: "shop/web:1.3"), .. Shop.All[1..]]);

        var plan = await _estate.PlanAsync(distribution);

        var item = plan.Clusters[0].Objects[^1];
        (item.Change, item.Problem!.Kind).ShouldBe((ObjectChange.Conflict, ProblemKind.NotOwned));
        item.Problem.Detail.ShouldContain("spec.replicas was set by kubectl-scale");
        (await _estate.ApplyAsync(plan)).Clusters[0].Objects[^1].Outcome.ShouldBe(ObjectOutcome.Conflict);
        _estate.Eu.Writes.ShouldBeEmpty();

        (await _estate.ApplyAsync(distribution, new() { TakeOver = true })).Succeeded.ShouldBeTrue();
        ((int)_estate.Eu.Find("deployments", "shop", "web")!["spec"]!["replicas"]!).ShouldBe(2);
    }

    [Fact]
    public async Task What_a_person_took_away_is_not_put_back()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        _estate.Eu.Change("configmaps", "shop", "settings", static live => live["data"]!.AsObject().Remove("a"));

        var plan = await _estate.PlanAsync(Estate.InEu(Shop.All));

        (plan.IsEmpty, plan.Clusters[0].Objects[1].Change).ShouldBe((true, ObjectChange.Conflict), plan.ToString());
    }

    [Fact]
    public async Task What_is_there_already_and_not_ours_needs_adoption()
    {
        _estate.Eu.Put(Shop.Namespace, "kubectl-create");
        _estate.Eu.Put(Shop.Settings, "kubectl-create");
        var distribution = Estate.InEu(Shop.Namespace, Shop.Settings);

        var plan = await _estate.PlanAsync(distribution);
        plan.Clusters[0].Objects.ShouldAllBe(static one => one.Change == ObjectChange.Conflict && one.Problem!.Kind == ProblemKind.NotOwned);
        plan.Clusters[0].Objects[1].Problem!.Detail.ShouldContain("written by kubectl-create");
        (await _estate.ApplyAsync(distribution)).Succeeded.ShouldBeFalse();
        _estate.Eu.Writes.ShouldBeEmpty();

        (await _estate.ApplyAsync(distribution, new() { Adopt = true })).Succeeded.ShouldBeTrue();
        (await _estate.PlanAsync(distribution)).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task What_belongs_to_another_owner_is_never_taken()
    {
        _estate.Eu.Put(Shop.Namespace.Replace("\"shop\"", "\"shop\", \"labels\": {\"multiregion/federation\": \"acme\"}", StringComparison.Ordinal));

        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace), new() { Adopt = true, TakeOver = true });

        plan.Clusters[0].Objects.ShouldHaveSingleItem().Problem!.Detail.ShouldContain("belongs to 'acme'");
    }

    [Fact]
    public async Task What_is_placed_no_longer_is_deleted_last_and_only_when_it_is_ours()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        _estate.Eu.Put("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "copy", "namespace": "shop", "labels": {"multiregion/federation": "multiregion"}}}""", "kubectl-create");

        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Settings));
        plan.Clusters[0].Objects.Select(static one => $"{one}").ShouldBe(["Unchanged ConfigMap shop/settings", "Delete Deployment shop/web", "Delete Service shop/web", "Delete Secret shop/key"]);
        (await _estate.ApplyAsync(plan)).Clusters[0].Count(ObjectOutcome.Deleted).ShouldBe(3);

        _estate.Eu.Writes.ShouldAllBe(static request => request.Body.Contains("\"preconditions\":{\"uid\":", StringComparison.Ordinal) && request.Body.Contains("\"resourceVersion\":", StringComparison.Ordinal));
        _estate.Eu.Find("configmaps", "shop", "copy").ShouldNotBeNull();
        _estate.Eu.Find("namespaces", null, "shop").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_takes_other_things_with_it_is_deleted_only_when_that_is_asked_for()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.Namespace, Shop.Definition, Shop.Settings));

        var kept = await _estate.PlanAsync(Estate.InEu(Shop.Settings, Shop.Widget.Replace("widgets", "widgets", StringComparison.Ordinal)));
        kept.Clusters[0].Objects.Select(static one => one.Change).ShouldNotContain(ObjectChange.Delete, kept.ToString());

        var emptied = await _estate.ApplyAsync(Estate.InEu(Shop.Namespace.Replace("shop", "other", StringComparison.Ordinal), Shop.Definition.Replace("widgets", "gadgets", StringComparison.Ordinal).Replace("Widget", "Gadget", StringComparison.Ordinal)), new() { DeleteHolders = true });
        emptied.Succeeded.ShouldBeTrue(emptied.ToString());
        (_estate.Eu.Find("namespaces", null, "shop"), _estate.Eu.Find("customresourcedefinitions", null, "widgets.shop.example.com")).ShouldBe((null, null));
    }

    [Fact]
    public async Task Replicas_that_the_failover_or_an_autoscaler_has_set_are_left_to_them()
    {
        const string Scaler = """{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "db", "namespace": "shop"}, "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db"}, "minReplicas": 1, "maxReplicas": 9}}""";
        var distribution = Estate.InEu(Shop.Namespace, Shop.Web(), Rig.Deployment("db", 1, "StatefulSet"), Scaler);
        await _estate.AppliedAsync(distribution);
        _estate.Eu.Change("deployments", "shop", "web", static live => (live["spec"]!["replicas"], live["metadata"]!["annotations"]!["multiregion/marker"]) = (7, "{}"), "multiregion");
        _estate.Eu.Change("statefulsets", "shop", "db", static live => live["spec"]!["replicas"] = 5, "kube-controller-manager");

        var plan = await _estate.PlanAsync(distribution);
        plan.ToString().ShouldContain("its replicas are left to the failover");
        (await _estate.ApplyAsync(plan)).Succeeded.ShouldBeTrue(plan.ToString());

        ((int)_estate.Eu.Find("deployments", "shop", "web")!["spec"]!["replicas"]!, (int)_estate.Eu.Find("statefulsets", "shop", "db")!["spec"]!["replicas"]!).ShouldBe((7, 5));
        (await _estate.PlanAsync(distribution)).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_kind_is_named_with_what_the_cluster_offers()
    {
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace, Shop.Widget, """{"apiVersion": "apps/v1", "kind": "Deploymant", "metadata": {"name": "x"}}"""));

        plan.Clusters[0].Objects.Where(static one => one.Change == ObjectChange.Impossible).Select(static one => one.Problem!.Detail).ShouldBe(
            ["cluster eu: find Deploymant: apps/v1 has no kind Deploymant; it has DaemonSet, Deployment, ReplicaSet, StatefulSet.", plan.Clusters[0].Objects.Single(static one => one.Object.Kind == "Widget").Problem!.Detail], ignoreOrder: true);
        plan.Clusters[0].Objects.Single(static one => one.Object.Kind == "Widget").Problem!.Detail.ShouldContain("find Widget: the cluster does not serve shop.example.com/v1; it serves");
    }

    [Fact]
    public async Task An_object_that_is_placed_twice_is_said_so()
    {
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Settings, Shop.Settings));

        plan.Clusters[0].Objects.Select(static one => one.Change).ShouldBe([ObjectChange.Create, ObjectChange.Impossible], ignoreOrder: true);
    }

    [Fact]
    public async Task A_cluster_that_is_no_member_or_does_not_answer_has_a_problem_and_the_others_a_plan()
    {
        _estate.Fakes["us"].Hangs = true;

        var plan = await _estate.PlanAsync(Estate.Everywhere(["eu", "us", "nowhere"], Shop.All));

        plan.Clusters.Select(static cluster => (cluster.Cluster.Value, cluster.Problem?.Kind, cluster.Objects.Length)).ShouldBe([("eu", null, 5), ("nowhere", ProblemKind.NotFound, 0), ("us", ProblemKind.Unreachable, 0)]);
    }
}
