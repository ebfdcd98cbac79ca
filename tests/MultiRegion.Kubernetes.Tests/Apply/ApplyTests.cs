using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Tests.Fakes;

namespace MultiRegion.Kubernetes.Tests.Apply;

public sealed class ApplyTests : IDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    private readonly Estate _estate = new("eu", "us");

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task A_new_kind_is_waited_for_before_its_objects_are_written()
    {
        _estate.Eu.EstablishesAtOnce = false;
        var distribution = Estate.InEu(Shop.Widget, Shop.Definition, Shop.Namespace);

        var report = await _estate.ApplyAsync(distribution);

        report.Clusters[0].Count(ObjectOutcome.Created).ShouldBe(3, report.ToString());
        _estate.Eu.Requests.Count(static request => request.Path.EndsWith("/widgets.shop.example.com", StringComparison.Ordinal) && request.Method == "GET").ShouldBe(3);
        (await _estate.PlanAsync(distribution)).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_kind_that_is_never_served_fails_and_its_objects_are_not_tried()
    {
        _estate.Eu.EstablishesAtOnce = false;
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Widget, Shop.Definition, Shop.Namespace));
        for (var i = 0; i < 2000; i++)
        {
            _estate.Eu.Next(request => request.Method == "GET" ? FakeResponse.Of(new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject() }) : null);
        }

        var report = await _estate.ApplyAsync(plan);

        report.Clusters[0].Objects.Select(static one => (one.Object.Kind, one.Outcome)).ShouldBe([("Namespace", ObjectOutcome.Created), ("CustomResourceDefinition", ObjectOutcome.Failed), ("Widget", ObjectOutcome.NotTried)]);
        report.Rest.Clusters[0].Objects.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_is_passed_on_with_its_causes_and_the_rest_goes_on()
    {
        var report = await _estate.ApplyAsync(Estate.Everywhere(["eu", "us"], [Rig.Deployment("bad", -1), .. Shop.All]));

        report.Clusters.ShouldAllBe(static cluster => cluster.Count(ObjectOutcome.Created) == 5 && cluster.Count(ObjectOutcome.Failed) == 1);
        var failed = report.Clusters[0].Objects.Single(static one => one.Outcome == ObjectOutcome.Failed);
        (failed.Problem!.Kind, failed.Problem.Retryable, failed.Causes.ShouldHaveSingleItem()).ShouldBe((ProblemKind.Refused, false, new("spec.replicas", "FieldValueInvalid", "Invalid value: must be greater than or equal to 0")));
        report.Rest.Clusters.ShouldAllBe(static cluster => cluster.Objects.Length == 1);
    }

    [Fact]
    public async Task A_field_that_the_cluster_does_not_know_is_refused_and_not_dropped()
    {
        var report = await _estate.ApplyAsync(Estate.InEu(Shop.Namespace, Shop.Web().Replace("\"replicas\": 2", "\"replica\": 2", StringComparison.Ordinal)));

        report.Clusters[0].Objects[1].Problem!.Detail.ShouldContain("unknown field \"spec.replica\"");
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_denied()
    {
        _estate.Eu.Put(Shop.Namespace);
        _estate.Eu.Put("""{"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "few", "namespace": "shop"}, "spec": {"hard": {"count/deployments.apps": "0"}}}""");

        var report = await _estate.ApplyAsync(Estate.InEu(Shop.Web()));

        var problem = report.Clusters[0].Objects.ShouldHaveSingleItem().Problem!;
        (problem.Kind, problem.Detail.Contains("exceeded quota: few, requested: count/deployments.apps=1, used: count/deployments.apps=0", StringComparison.Ordinal)).ShouldBe((ProblemKind.Denied, true), problem.Detail);
    }

    [Theory]
    [InlineData(true, ObjectOutcome.Created)]
    [InlineData(false, ObjectOutcome.Failed)]
    public async Task After_a_webhook_that_timed_out_what_is_there_says_whether_it_took_effect(bool tookEffect, ObjectOutcome outcome)
    {
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace));
        _estate.Eu.Next(request =>
        {
            _ = tookEffect ? _estate.Eu.Serve(request) : null;
            return FakeResponse.Error(500, "InternalError", "failed calling webhook \"check.example.com\": context deadline exceeded");
        });

        var report = await _estate.ApplyAsync(plan);

        var item = report.Clusters[0].Objects.ShouldHaveSingleItem();
        (item.Outcome, item.Problem?.Retryable ?? true).ShouldBe((outcome, true), report.ToString());
        (item.Problem?.Detail.Contains("it has not taken effect", StringComparison.Ordinal) ?? true).ShouldBeTrue();
        _estate.Eu.Writes.Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_got_lost_is_found_out_by_reading()
    {
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace));
        _estate.Eu.Next(request => _estate.Eu.Serve(request) with { IsLost = true });

        (await _estate.ApplyAsync(plan)).Clusters[0].Objects.ShouldHaveSingleItem().Outcome.ShouldBe(ObjectOutcome.Created);
    }

    [Fact]
    public async Task A_cluster_that_goes_away_in_the_middle_is_told_object_by_object_and_resumed()
    {
        var plan = await _estate.PlanAsync(Estate.Everywhere(["eu", "us"], Shop.All));
        _estate.Eu.Next(request => null);
        _estate.Eu.Next(request =>
        {
            _estate.Eu.Hangs = true;
            return new(200, "") { IsLost = true };
        });

        var report = await _estate.ApplyAsync(plan);

        report.Clusters[1].Succeeded.ShouldBeTrue();
        report.Clusters[0].Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
        report.Clusters[0].Objects.Select(static one => one.Outcome).Distinct().ShouldBe([ObjectOutcome.Created, ObjectOutcome.Unknown, ObjectOutcome.NotTried], ignoreOrder: true);
        report.Rest.Clusters.ShouldHaveSingleItem().Objects.Length.ShouldBe(4);

        _estate.Eu.Hangs = false;
        _estate.Forget();
        var resumed = await _estate.ApplyAsync(report.Rest);
        resumed.Succeeded.ShouldBeTrue(resumed.ToString());
        _estate.Eu.Writes.Count().ShouldBe(4);
        _estate.Fakes["us"].Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_plan_again_writes_only_what_is_missing()
    {
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.All));
        _estate.Eu.Next(request => null);
        _estate.Eu.Next(request => FakeResponse.Error(403, "Forbidden", "not now"));
        (await _estate.ApplyAsync(plan)).Clusters[0].Count(ObjectOutcome.Failed).ShouldBe(1);
        _estate.Forget();
        _estate.Clock.Advance(Late);

        var again = await _estate.ApplyAsync(plan);

        (again.Succeeded, again.Clusters[0].Count(ObjectOutcome.Created), _estate.Eu.Writes.Count()).ShouldBe((true, 1, 1), again.ToString());
    }

    [Fact]
    public async Task What_changed_since_the_plan_is_refused_and_a_new_status_is_no_change()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        var plan = await _estate.PlanAsync(Estate.InEu([Shop.Web(image: "shop/web:2"), Shop.Settings.Replace("\"1\"", "\"2\"", StringComparison.Ordinal), .. Shop.All[1..3], Shop.Namespace]));
        _estate.Eu.Change("deployments", "shop", "web", static live => live["status"]!["readyReplicas"] = 0);
        _estate.Eu.Change("configmaps", "shop", "settings", static live => live["data"]!["mine"] = "x");

        var report = await _estate.ApplyAsync(plan);

        report.Clusters[0].Objects.Select(static one => (one.Object.Kind, one.Outcome)).Where(static one => one.Outcome != ObjectOutcome.Unchanged).ShouldBe([("ConfigMap", ObjectOutcome.Conflict), ("Deployment", ObjectOutcome.Changed)], report.ToString());
        ((string?)_estate.Eu.Find("configmaps", "shop", "settings")!["data"]!["a"]).ShouldBe("1");
    }

    [Fact]
    public async Task What_is_gone_since_the_plan_is_not_made_again()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.Namespace, Shop.Settings));
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Namespace, Shop.Settings.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)));
        _estate.Eu.Remove("configmaps", "shop", "settings");

        (await _estate.ApplyAsync(plan)).Clusters[0].Objects[1].Outcome.ShouldBe(ObjectOutcome.Conflict);
        _estate.Eu.Find("configmaps", "shop", "settings").ShouldBeNull();
    }

    [Fact]
    public async Task What_somebody_made_since_the_plan_is_not_touched()
    {
        _estate.Eu.Put(Shop.Namespace);
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Settings));
        _estate.Eu.Put(Shop.Settings, "kubectl-create");
        _estate.Clock.Advance(Late);

        (await _estate.ApplyAsync(plan)).Clusters[0].Objects.ShouldHaveSingleItem().Outcome.ShouldBe(ObjectOutcome.Conflict);
        _estate.Eu.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_somebody_made_in_the_very_same_moment_is_told()
    {
        _estate.Eu.Put(Shop.Namespace);
        var plan = await _estate.PlanAsync(Estate.InEu(Shop.Settings));
        _estate.Eu.BeforeWrite = () => _estate.Eu.Put("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop"}, "data": {"other": "1"}}""", "kubectl-create");

        var item = (await _estate.ApplyAsync(plan)).Clusters[0].Objects.ShouldHaveSingleItem();

        (item.Outcome, item.Problem!.Detail.Contains("kubectl-create made it since the plan was made", StringComparison.Ordinal)).ShouldBe((ObjectOutcome.Conflict, true), $"{item}");
    }

    [Fact]
    public async Task Nothing_is_removed_before_what_takes_its_place_is_there()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        var plan = await _estate.PlanAsync(Estate.InEu(Rig.Deployment("bad", -1), Shop.Namespace));

        var report = await _estate.ApplyAsync(plan);

        (report.Clusters[0].Count(ObjectOutcome.NotTried), _estate.Eu.Writes.Count(static request => request.Method == "DELETE")).ShouldBe((4, 0), report.ToString());
    }

    [Fact]
    public async Task Nothing_is_removed_from_a_cluster_that_was_lost_since_it_was_read()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        var plan = await _estate.PlanAsync(Estate.InEu());
        _estate.Eu.Hangs = true;
        (await Rig.RunAsync(_estate.Clock, _estate.Federation.ObserveAsync(default).AsTask()))[0].IsKnown.ShouldBeFalse();
        _estate.Eu.Hangs = false;
        _estate.Forget();

        var report = await _estate.ApplyAsync(plan);
        report.Clusters[0].Count(ObjectOutcome.NotTried).ShouldBe(4, report.ToString());
        report.Clusters[0].Objects[0].Problem!.Detail.ShouldContain("read again before anything is removed");
        _estate.Eu.Writes.ShouldBeEmpty();

        (await _estate.ApplyAsync(await _estate.PlanAsync(Estate.InEu()))).Clusters[0].Count(ObjectOutcome.Deleted).ShouldBe(4);
    }

    [Fact]
    public async Task What_is_to_be_removed_and_was_edited_since_stays()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.All));
        var plan = await _estate.PlanAsync(Estate.InEu());
        _estate.Eu.Change("configmaps", "shop", "settings", static live => live["data"]!["mine"] = "x");
        _estate.Eu.Change("deployments", "shop", "web", static live => live["status"]!["readyReplicas"] = 0);

        var report = await _estate.ApplyAsync(plan);

        report.Clusters[0].Objects.Select(static one => (one.Object.Kind, one.Outcome)).ShouldBe(
            [("Deployment", ObjectOutcome.Deleted), ("Service", ObjectOutcome.Deleted), ("ConfigMap", ObjectOutcome.Conflict), ("Secret", ObjectOutcome.Deleted)]);
    }

    [Fact]
    public async Task A_cluster_that_hangs_delays_no_other()
    {
        using var many = new Estate(static options => (options.Parallelism, options.ParallelismPerCluster) = (2, 1), [.. Enumerable.Range(0, 12).Select(static i => $"c{i}")]);
        many.Fakes["c3"].Hangs = true;
        many.Fakes["c7"].Hangs = true;

        var report = await many.ApplyAsync(Estate.Everywhere(many.Fakes.Keys, Shop.All));

        report.Clusters.Where(static cluster => cluster.Cluster.Value is not ("c3" or "c7")).ShouldAllBe(static cluster => cluster.Succeeded && cluster.Took == TimeSpan.Zero);
        report.Clusters.Where(static cluster => cluster.Cluster.Value is "c3" or "c7").ShouldAllBe(static cluster => cluster.Problem!.Kind == ProblemKind.Unreachable && cluster.Took <= TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_cluster_that_does_not_connect_is_asked_once_and_not_for_each_kind()
    {
        for (var i = 0; i < 100; i++)
        {
            _estate.Eu.Next(static _ => new(200, "") { IsLost = true });
        }

        (await _estate.PlanAsync(Estate.InEu(Shop.All))).Clusters[0].Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
        _estate.Eu.Requests.Count.ShouldBe(3);
    }
}
