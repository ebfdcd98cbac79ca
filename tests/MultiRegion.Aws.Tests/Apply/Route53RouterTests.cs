using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Aws.Tests.Apply.DnsScene;
using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Aws.Tests.Apply;

public sealed class Route53RouterTests : IDisposable
{
    private readonly DnsScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_new_service_is_written_with_its_checks_and_its_marker_and_planned_empty_after_that()
    {
        var plan = await _scene.PlanAsync(Intent());
        plan.Changes.ShouldHaveSingleItem().Before.ShouldBeNull();
        await _scene.WriteAsync(Intent());
        _scene.Ask().ShouldBe("A 100");
        _scene.Ask(sick: "A").ShouldBe("B 100");
        _scene.Dns.HealthChecks.Count.ShouldBe(3);
        _scene.Dns.Tags(_scene.Dns.HealthChecks.First().Id)["Name"].ShouldBe("multiregion multiregion");
        var again = await _scene.PlanAsync(Intent());
        (again.IsEmpty, again.Changes[0].LiveMarker, again.Commands.Length).ShouldBe((true, Marker(1), 0));
        _scene.Dns.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task A_failover_of_one_service_is_one_write()
    {
        await _scene.WriteAsync(Intent());
        var applied = await _scene.ApplyAsync(await _scene.PlanAsync(Intent("A 0", 2)));
        (applied.Problem, _scene.Dns.Writes).ShouldBe((null, 1));
        _scene.Ask(sick: "BC").ShouldBe("B 100");
    }

    [Fact]
    public async Task A_failover_of_100_services_of_one_zone_is_at_most_two_writes()
    {
        await _scene.WriteAsync(Many(100));
        var applied = await _scene.ApplyAsync(await _scene.PlanAsync(Many(100, "A 0", 2)));
        applied.Problem.ShouldBeNull();
        _scene.Dns.Writes.ShouldBeInRange(1, 2);
        _scene.Ask("shop-99.example.com").ShouldBe("B 100");
        (await _scene.SettleAsync(applied.Value!)).ShouldBe(Confirmation.InEffect);
    }

    [Fact]
    public async Task Every_step_of_a_failback_is_one_write_and_the_plan_after_it_is_empty()
    {
        await _scene.WriteAsync(Intent("A 0", 1));
        foreach (var (step, percent) in new[] { 10, 30, 50, 80, 100 }.Index())
        {
            var intent = Intent($"A {percent}", step + 2);
            var receipt = await _scene.ApplyAsync(await _scene.PlanAsync(intent));
            (receipt.Problem, _scene.Dns.Writes).ShouldBe((null, 1));
            (await _scene.SettleAsync(receipt.Value!)).ShouldBe(Confirmation.InEffect);
            (await _scene.PlanAsync(intent)).IsEmpty.ShouldBeTrue();
            _scene.Ask().ShouldBe(percent == 100 ? "A 100" : $"A {percent}, B {100 - percent}");
            _scene.Dns.ResetCounts();
        }
    }

    [Theory]
    [InlineData("T1")]
    [InlineData("T2")]
    [InlineData("T3")]
    [InlineData("T4")]
    [InlineData("T5")]
    [InlineData("T6")]
    [InlineData("T7")]
    public async Task Every_canonical_tree_is_written_drained_stepped_and_restored(string tree)
    {
        foreach (var (i, shares) in new[] { "", "A 0", "A 10", "" }.Index())
        {
            var intent = Intent(shares, i + 1, ByName(tree));
            await _scene.WriteAsync(intent);
            (await _scene.PlanAsync(intent)).IsEmpty.ShouldBeTrue();
            _scene.Ask().Split(", ").Any(static part => part.StartsWith('A')).ShouldBe(shares != "A 0");
        }
    }

    [Fact]
    public async Task A_newer_marker_is_written_even_when_nothing_else_changes()
    {
        await _scene.WriteAsync(Intent());
        await _scene.WriteAsync(Intent(sequence: 2));
        _scene.Dns.Batches[^1].Select(static change => (change.Action, change.Record.Type)).ShouldBe([(ChangeAction.Delete, "TXT"), (ChangeAction.Create, "TXT")]);
    }

    [Fact]
    public async Task A_writer_who_was_superseded_between_plan_and_apply_is_refused_by_Route_53_itself()
    {
        await _scene.WriteAsync(Intent());
        var late = await _scene.PlanAsync(Intent("A 0", 2));
        await _scene.WriteAsync(Intent("B 0", 3));
        var refused = await _scene.ApplyAsync(late);
        refused.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (_scene.Dns.Writes, _scene.Ask()).ShouldBe((0, "A 100"));
        (await _scene.RefusalAsync(Intent("A 0", 2))).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
    }

    [Fact]
    public async Task Two_writers_of_the_same_place_in_an_epoch_are_a_conflict()
    {
        await _scene.WriteAsync(Intent());
        var one = await _scene.PlanAsync(Intent("A 0", 2));
        await _scene.WriteAsync(Intent("B 0", 2) with { Marker = Marker(2, plan: "other") });
        (await _scene.ApplyAsync(one)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        (await _scene.RefusalAsync(Intent("A 0", 2))).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        (await _scene.RefusalAsync(Intent("C 0", 2) with { Marker = Marker(2, plan: "other") })).ShouldNotBeNull().Detail.ShouldContain("take the next sequence");
    }

    [Fact]
    public async Task A_record_that_was_changed_between_plan_and_apply_makes_the_plan_a_conflict()
    {
        await _scene.WriteAsync(Intent());
        var plan = await _scene.PlanAsync(Intent("A 0", 2));
        _scene.Edit(static record => record.SetIdentifier == "A", static record => record with { Ttl = 5 });
        var refused = (await _scene.ApplyAsync(plan)).Problem.ShouldNotBeNull();
        (refused.Kind, refused.Retryable).ShouldBe((ProblemKind.Conflict, true));
        refused.Detail.ShouldContain("plan again");
    }

    [Fact]
    public async Task An_edit_by_hand_is_left_alone_until_it_is_adopted()
    {
        await _scene.WriteAsync(Intent());
        _scene.Edit(static record => record.SetIdentifier == "A", static record => record with { Values = ["192.0.2.99"] });
        (await _scene.RefusalAsync(Intent("A 0", 2))).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotOwned);
        await _scene.WriteAsync(Intent(sequence: 2) with { Adopt = true });
        _scene.Ask().ShouldBe("A 100");
        (await _scene.PlanAsync(Intent(sequence: 2))).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Foreign_records_are_never_touched_until_they_are_adopted()
    {
        _scene.Dns.Seed(_scene.Zone, new ResourceRecordSet { Name = "www.example.com.", Type = "A", Ttl = 300, Values = ["192.0.2.1"] });
        var refused = (await _scene.RefusalAsync(Intent())).ShouldNotBeNull();
        (refused.Kind, refused.Retryable).ShouldBe((ProblemKind.NotOwned, false));
        refused.Detail.ShouldContain("192.0.2.1");
    }

    [Fact]
    public async Task An_adoption_takes_over_records_when_no_answer_changes()
    {
        _scene.Dns.Seed(_scene.Zone, new ResourceRecordSet { Name = "www.example.com.", Type = "A", Ttl = 300, Values = ["192.0.2.1"] });
        (await _scene.RefusalAsync(Intent("A 0") with { Adopt = true })).ShouldNotBeNull().Detail.ShouldContain("a client anywhere asking for A gets 192.0.2.1 100 % now and would get 192.0.2.2 100 %");
        await _scene.WriteAsync(Intent() with { Adopt = true });
        (_scene.Ask(), _scene.Ask(sick: "A")).ShouldBe(("A 100", "B 100"));
    }

    [Fact]
    public async Task An_adoption_says_what_will_be_answered_otherwise_once_a_region_is_unhealthy()
    {
        _scene.Dns.Seed(_scene.Zone, new ResourceRecordSet { Name = "www.example.com.", Type = "A", Ttl = 300, Values = ["192.0.2.1"] });
        (await _scene.PlanAsync(Intent() with { Adopt = true })).Changes[0].Losses.ShouldBe(
            ["once adopted, while 192.0.2.1 is unhealthy, a client anywhere asking for A gets 192.0.2.2 100 % where the records as they are answer 192.0.2.1 100 %"]);
    }

    [Fact]
    public async Task An_adoption_of_records_that_answer_alike_in_every_health_state_loses_nothing()
    {
        ResourceRecordSet Record(string role, string value, string? check) => new() { Name = "www.example.com.", Type = "A", Ttl = 300, Values = [value], SetIdentifier = role, Failover = role, HealthCheckId = check };
        _scene.Dns.Seed(_scene.Zone, Record("PRIMARY", "192.0.2.1", "theirs-1"), Record("SECONDARY", "192.0.2.2", "theirs-2"));
        var change = (await _scene.PlanAsync(Intent(tree: Priority(A, B)) with { Adopt = true })).Changes[0];
        (change.Problem, change.Losses.Length).ShouldBe((null, 0));
    }

    [Fact]
    public async Task Other_types_at_the_hostname_are_nobodys_business()
    {
        ResourceRecordSet[] others =
        [
            new() { Name = "www.example.com.", Type = "MX", Ttl = 300, Values = ["10 mail.example.com."] },
            new() { Name = "www.example.com.", Type = "TXT", Ttl = 300, Values = ["\"v=spf1 -all\""] },
            new() { Name = "api.www.example.com.", Type = "A", Ttl = 300, Values = ["192.0.2.77"] },
        ];
        _scene.Dns.Seed(_scene.Zone, others);
        await _scene.WriteAsync(Intent());
        _scene.Dns.Records(_scene.Zone).Intersect(others).Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("www.example.com.")]
    [InlineData("a-www.example.com.")]
    [InlineData("cname-www.example.com.")]
    public async Task A_record_held_by_external_dns_is_respected_even_by_an_adoption(string txt)
    {
        _scene.Dns.Seed(
            _scene.Zone,
            new() { Name = "www.example.com.", Type = "A", Ttl = 300, Values = ["192.0.2.1"] },
            new ResourceRecordSet { Name = txt, Type = "TXT", Ttl = 300, Values = ["\"heritage=external-dns,external-dns/owner=cluster-1,external-dns/resource=ingress/default/shop\""] });
        foreach (var adopt in new[] { false, true })
        {
            var refused = (await _scene.RefusalAsync(Intent() with { Adopt = adopt })).ShouldNotBeNull();
            refused.Kind.ShouldBe(ProblemKind.NotOwned);
            refused.Detail.ShouldContain("cluster-1");
        }
    }

    [Fact]
    public async Task A_TXT_record_in_our_place_that_is_not_ours_is_left_alone()
    {
        _scene.Dns.Seed(_scene.Zone, new ResourceRecordSet { Name = "_mr.www.example.com.", Type = "TXT", Ttl = 300, Values = ["\"hello\""] });
        (await _scene.RefusalAsync(Intent())).ShouldNotBeNull().Detail.ShouldContain("not ours");
    }

    [Fact]
    public async Task Two_routers_do_not_own_one_name()
    {
        await _scene.WriteAsync(Intent());
        using var other = _scene.Another(static options => options.Owner = "other");
        var plan = (await _scene.RunAsync(other.PlanAsync([Intent(sequence: 2)], default))).Value!;
        plan.Changes[0].Problem.ShouldNotBeNull().Detail.ShouldContain("owner 'multiregion', not 'other'");
        (await _scene.RefusalAsync(Intent(sequence: 2, service: "store"))).ShouldNotBeNull().Detail.ShouldContain("belongs to service shop");
        (await _scene.PlanAsync(Intent(sequence: 2), Intent(sequence: 2, service: "store"))).Changes[1].Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public async Task A_service_that_fails_the_compare_and_set_does_not_hold_up_the_others()
    {
        await _scene.WriteAsync(Many(8));
        var plan = await _scene.PlanAsync(Many(8, "A 0", 2));
        _scene.Edit(static record => record is { Name: "shop-5.example.com.", SetIdentifier: "A" }, static record => record with { Ttl = 5 });
        var refused = (await _scene.ApplyAsync(plan)).Problem.ShouldNotBeNull();
        refused.Kind.ShouldBe(ProblemKind.Conflict);
        refused.Detail.ShouldStartWith("service shop-5");
        Enumerable.Range(0, 8).Select(i => _scene.Ask($"shop-{i}.example.com")).ShouldBe(["B 100", "B 100", "B 100", "B 100", "B 100", "A 100", "B 100", "B 100"]);
        var again = await _scene.PlanAsync(Many(8, "A 0", 2));
        again.Changes.Count(static change => change.IsEmpty).ShouldBe(7);
        again.Changes[5].Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotOwned);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_found_to_have_happened()
    {
        await _scene.WriteAsync(Intent());
        var plan = await _scene.PlanAsync(Intent("A 0", 2));
        _scene.Dns.Inject(Fault.LostAfterEffect, operation: "ChangeResourceRecordSets");
        var applied = await _scene.ApplyAsync(plan);
        applied.Problem.ShouldBeNull();
        (await _scene.SettleAsync(applied.Value!)).ShouldBe(Confirmation.InEffect);
        (await _scene.ApplyAsync(plan)).Problem.ShouldBeNull();
        _scene.Ask().ShouldBe("B 100");
    }

    [Fact]
    public async Task A_batch_that_happened_without_an_answer_is_confirmed_only_when_it_is_in_sync()
    {
        var plan = await _scene.PlanAsync(Many(5));
        _scene.Dns.Inject(Fault.LostAfterEffect, operation: "ChangeResourceRecordSets");
        var applied = (await _scene.ApplyAsync(plan)).Value.ShouldNotBeNull();
        (await _scene.ConfirmAsync(applied)).ShouldBe(Confirmation.Pending);
        (await _scene.ConfirmAsync(applied)).ShouldBe(Confirmation.InEffect);
    }

    [Fact]
    public async Task A_change_is_pending_until_every_name_server_has_it()
    {
        _scene.Dns.SyncAfter = 3;
        var receipt = (await _scene.ApplyAsync(await _scene.PlanAsync(Intent()))).Value!;
        (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.Pending);
        (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.Pending);
        (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.InEffect);
        PlanJson.Read(receipt.Document, PlanJson.Default.Route53Receipt)!.Batches.ShouldHaveSingleItem().Change.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_change_that_somebody_undid_is_lost()
    {
        var receipt = await _scene.WriteAsync(Intent());
        _scene.Edit(static record => record.SetIdentifier == "A", static record => record with { Ttl = 5 });
        (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.Lost);
        await _scene.WriteAsync(Intent(sequence: 2) with { Adopt = true });
        (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.Lost);
    }

    [Fact]
    public async Task An_empty_plan_writes_nothing_and_its_receipt_is_confirmed()
    {
        await _scene.WriteAsync(Intent());
        var applied = await _scene.ApplyAsync(await _scene.PlanAsync(Intent()));
        (await _scene.ConfirmAsync(applied.Value!)).ShouldBe(Confirmation.InEffect);
        _scene.Dns.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task A_plan_without_a_marker_is_for_looking_only()
    {
        var plan = await _scene.PlanAsync(Intent() with { Marker = null });
        (await _scene.ApplyAsync(plan)).Problem.ShouldNotBeNull().Detail.ShouldContain("only to look");
        _scene.Dns.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task Documents_of_others_are_refused()
    {
        foreach (var document in new[] { "", "{}", "null", "[]", "{\"items\":[]}" })
        {
            (await _scene.ApplyAsync(new() { Changes = [], Document = document })).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
            (await _scene.RunAsync(_scene.Router.ConfirmAsync(new(document), default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        }
    }

    [Fact]
    public async Task The_live_marker_and_shares_are_read_back()
    {
        await _scene.WriteAsync(Intent("A 10, B 0", 7));
        var change = (await _scene.PlanAsync(Intent() with { Marker = null })).Changes[0];
        change.LiveMarker.ShouldBe(Marker(7));
        change.LiveShares.ShouldBe(Shares("A 10, B 0"));
    }

    [Fact]
    public async Task A_plan_prints_as_commands_of_the_vendor()
    {
        await _scene.WriteAsync(Intent(tree: T2));
        var command = (await _scene.PlanAsync(Intent("A 0", 2, T2))).Commands.ShouldHaveSingleItem();
        command.ShouldStartWith($"aws route53 change-resource-record-sets --hosted-zone-id {_scene.Zone} --change-batch '{{\"Changes\":[{{\"Action\":\"DELETE\",\"ResourceRecordSet\":{{\"Name\":\"www.example.com.\",\"Type\":\"A\",\"SetIdentifier\":\"A\",\"Weight\":60,\"TTL\":60,\"ResourceRecords\":[{{\"Value\":\"192.0.2.1\"}}],\"HealthCheckId\":");
    }

    [Fact]
    public async Task Commands_name_checks_that_are_not_there_yet_by_shell_variables()
    {
        var commands = (await _scene.PlanAsync(Intent(tree: T2))).Commands;
        commands.Length.ShouldBe(3);
        commands[0].ShouldMatch("^check_[a-z2-7]{10}=\\$\\(aws route53 create-health-check --caller-reference mr-[a-z2-7]{10}-[a-z2-7]{10}-1.1 --health-check-config '.*' --query HealthCheck.Id --output text\\)$");
        commands[2].ShouldContain($"\"HealthCheckId\":\"'\"${commands[0][..16]}\"'\"");
    }

    [Fact]
    public async Task A_check_that_nobody_wants_any_more_is_deleted_and_one_that_another_wants_stays()
    {
        await _scene.WriteAsync(Intent(tree: T1), Intent(tree: T2, service: "store", hostname: "store.example.com"));
        _scene.Dns.HealthChecks.Count.ShouldBe(3, "equal checks are shared");
        await _scene.WriteAsync(Intent(sequence: 2, tree: B));
        _scene.Dns.HealthChecks.Count.ShouldBe(2);
        (await _scene.PlanAsync(Intent(sequence: 1, tree: T2, service: "store", hostname: "store.example.com"))).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_shared_check_goes_with_the_last_service_that_drops_it()
    {
        await _scene.WriteAsync(Intent(tree: T1), Intent(tree: T2, service: "store", hostname: "store.example.com"));
        await _scene.WriteAsync(Intent(sequence: 2, tree: B));
        _scene.Dns.HealthChecks.Select(static check => check.Config.IpAddress).ShouldBe(["192.0.2.1", "192.0.2.2"], ignoreOrder: true);
        await _scene.WriteAsync(Intent(sequence: 2, tree: B, service: "store", hostname: "store.example.com"));
        _scene.Dns.HealthChecks.Select(static check => check.Config.IpAddress).ShouldBe(["192.0.2.2"]);
        await _scene.WriteAsync(Intent(sequence: 3, tree: T2));
        _scene.Dns.HealthChecks.Count.ShouldBe(2, "what was dropped can be wanted again");
    }

    [Fact]
    public async Task A_check_that_was_deleted_by_hand_is_made_again()
    {
        await _scene.WriteAsync(Intent());
        await _scene.WriteAsync(Intent("A 0", 2));
        _scene.Dns.HealthChecks.Count.ShouldBe(3, "the check of a drained region stays");
    }

    [Fact]
    public async Task A_zone_that_is_missing_private_or_of_another_account_is_said_so()
    {
        (await _scene.RefusalAsync(Intent(hostname: "www.example.net"))).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        _scene.Dns.AddZone("example.org", isPrivate: true);
        (await _scene.RefusalAsync(Intent(hostname: "www.example.org"))).ShouldNotBeNull().Detail.ShouldContain("is private");
        _scene.Dns.AddZone("example.com");
        using var chosen = _scene.Another(options => options.HostedZoneIds.Add(_scene.Zone));
        (await _scene.RefusalAsync(Intent())).ShouldNotBeNull().Detail.ShouldContain("2 public hosted zones are named example.com.");
        (await _scene.RunAsync(chosen.PlanAsync([Intent()], default))).Value!.Changes[0].Problem.ShouldBeNull();
        (await _scene.RunAsync(chosen.PlanAsync([Intent(hostname: "www.example.net")], default))).Value!.Changes[0].Problem.ShouldNotBeNull().Detail.ShouldContain("within none of the hosted zones");
        using var missing = _scene.Another(static options => options.HostedZoneIds.Add("ZMISSING"));
        (await _scene.RunAsync(missing.PlanAsync([Intent()], default))).Value!.Changes[0].Problem.ShouldNotBeNull().Detail.ShouldContain("ZMISSING");
    }

    [Fact]
    public async Task What_cannot_be_expressed_is_the_problem_of_that_service_alone()
    {
        var plan = await _scene.PlanAsync(Intent(shares: "A 0, B 0, C 0"), Intent(service: "store", hostname: "store.example.com"));
        plan.Changes[0].Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await _scene.ApplyAsync(plan)).Problem.ShouldBeNull();
        _scene.Ask("store.example.com").ShouldBe("A 100");
    }

    [Fact]
    public async Task A_tree_that_is_too_large_for_one_batch_is_written_so_that_every_cut_is_safe()
    {
        var countries = "FR DE IT ES PT NL BE LU CH AT PL CZ SK HU RO BG GR HR SI EE LV LT FI SE NO DK IE GB IS MT".Split(' ');
        RoutingNode Large(int ttl) => new GeographicNode([.. countries.Select((country, i) => new GeographicBranch(new(GeographicScope.Country, country), Ranked(ttl + i)))], A);
        RoutingNode Ranked(int ttl) => new WeightedNode([.. FiveRegions.Regions.Select((region, i) => new WeightedBranch(i + 1, Priority(new EndpointNode(region), B, C, new EndpointNode("D"), A)))])
        {
            Ttl = TimeSpan.FromSeconds(ttl),
        };
        await _scene.WriteAsync(Intent(tree: Large(60)));
        var before = _scene.Dns.Batches.Count;
        var receipt = (await _scene.ApplyAsync(await _scene.PlanAsync(Intent(sequence: 2, tree: Large(120))))).Value!;
        (await _scene.SettleAsync(receipt)).ShouldBe(Confirmation.InEffect);
        (_scene.Dns.Batches.Count - before).ShouldBeInRange(3, 4);
        (await _scene.PlanAsync(Intent(sequence: 2, tree: Large(120)))).IsEmpty.ShouldBeTrue();
    }
}
