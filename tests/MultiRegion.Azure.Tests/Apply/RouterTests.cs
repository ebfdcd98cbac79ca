using System.Text.Json.Nodes;
using MultiRegion.Azure.Tests.Compile;
using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Azure.Tests.Wire;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Apply.RouterRig;

namespace MultiRegion.Azure.Tests.Apply;

/// <summary>The router on the fake: what it writes, when it refuses, and what it leaves alone.</summary>
public sealed class RouterTests : IDisposable
{
    private const string Root = "multiregion-shop";
    private readonly RouterRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_flat_tree_is_one_profile_and_one_write()
    {
        var receipt = await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));

        _rig.NewWrites.ShouldBe([$"PUT {Root}"]);
        (await _rig.ConfirmAsync(receipt)).ShouldBe(Confirmation.InEffect);
        var again = await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)));
        again.IsEmpty.ShouldBeTrue();
        again.Changes[0].LiveMarker.ShouldBe(Mark(1));
        again.Changes[0].After.ShouldBe(again.Changes[0].Before);
    }

    [Fact]
    public async Task A_nest_is_written_children_first_and_each_profile_once()
    {
        await _rig.WriteAsync(Intent(Trees.T7, marker: Mark(1)));

        var writes = _rig.NewWrites;
        writes.ShouldBe([
            $"PUT {Root}--eu-1-1", $"PUT {Root}--eu-1-2", $"PUT {Root}--eu-1", $"PUT {Root}--eu-2-1", $"PUT {Root}--eu-2-2", $"PUT {Root}--eu-2", $"PUT {Root}--eu",
            $"PUT {Root}--na-1-1", $"PUT {Root}--na-1-2", $"PUT {Root}--na-1", $"PUT {Root}--na", $"PUT {Root}",
        ]);
    }

    /// <summary>The writes of each step of a failover and a failback.</summary>
    [Theory]
    [InlineData("T1", "", "A 0", "PUT")]
    [InlineData("T1", "A 0", "", "PUT")]
    [InlineData("T1", "A 0", "A 10", "PUT --2, PUT")]
    [InlineData("T1", "A 10", "A 30", "PUT")]
    [InlineData("T1", "A 80", "", "PUT, DELETE --2")]
    [InlineData("T1", "A 30", "A 0", "PUT, DELETE --2")]
    [InlineData("T1", "", "B 10", "PUT --2, PUT")]
    [InlineData("T1", "B 10", "B 30", "PUT --2, PUT")]
    [InlineData("T2", "", "A 0", "PUT")]
    [InlineData("T2", "A 0", "A 10", "PUT")]
    [InlineData("T2", "A 10", "A 30", "PUT")]
    [InlineData("T2", "A 80", "", "PUT")]
    [InlineData("T3", "", "A 0", "PUT --eu, PUT")]
    [InlineData("T3", "A 0", "A 10", "PUT --eu, PUT")]
    [InlineData("T3", "", "B 0", "PUT --na, PUT")]
    [InlineData("T4", "", "A 0", "PUT --eu, PUT --na, PUT --world, PUT")]
    [InlineData("T5", "", "A 0", "PUT")]
    [InlineData("T5", "", "A 0, B 0", "PUT")]
    [InlineData("T6", "", "A 0", "PUT")]
    [InlineData("T6", "A 0", "A 10", "PUT --1, PUT --2, PUT")]
    [InlineData("T7", "", "A 0", "PUT --eu-1-1, PUT --eu-1-2, PUT --eu-2-1, PUT --eu-2-2, PUT")]
    [InlineData("T7", "", "A 10", null)]
    public async Task A_failover_is_one_write_for_each_profile_that_names_the_region_and_for_the_root(string tree, string from, string to, string? writes)
    {
        await _rig.WriteAsync(Intent(Trees.ByName(tree), from, Mark(1)));
        var there = _rig.Fake.Profiles.Count;
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Trees.ByName(tree), to, Mark(2)));

        var written = _rig.NewWrites;
        if (writes is not null)
        {
            string.Join(", ", written).Replace($" {Root}", " ", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).Replace(" -", " -", StringComparison.Ordinal).Trim().ShouldBe(writes);
        }

        written.Where(static write => write.StartsWith("PUT", StringComparison.Ordinal)).ShouldBeUnique();
        var plan = await _rig.PlanAsync(Intent(Trees.ByName(tree), to, Mark(2)));
        plan.IsEmpty.ShouldBeTrue();
        plan.Changes.Single().LiveShares.ShouldBe(Trees.Shares(to));
        there.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("T1", "", "A 0")]
    [InlineData("T1", "A 0", "A 10")]
    [InlineData("T1", "A 10", "A 30")]
    [InlineData("T1", "A 10", "B 10")]
    [InlineData("T1", "A 10", "")]
    [InlineData("T3", "", "C 0")]
    [InlineData("T4", "A 0", "A 10")]
    [InlineData("T4", "C 0", "B 0")]
    [InlineData("T6", "B 0", "A 10")]
    [InlineData("T7", "A 0", "A 10")]
    [InlineData("T7", "A 10", "B 0")]
    public async Task Wherever_a_move_is_cut_off_everybody_is_answered_by_a_region_that_is_in_one_of_both_states(string tree, string from, string to)
    {
        await _rig.WriteAsync(Intent(Trees.ByName(tree), from, Mark(1)));
        var start = _rig.Fake.Profiles.ToDictionary(static profile => profile.Key, static profile => profile.Value.ToJsonString());
        var plan = await _rig.PlanAsync(Intent(Trees.ByName(tree), to, Mark(2)));
        for (var writes = 0; writes < 30; writes++)
        {
            _rig.Fake.Profiles.Clear();
            start.ToList().ForEach(profile => _rig.Fake.Profiles[profile.Key] = JsonNode.Parse(profile.Value)!.AsObject());
            _rig.Fake.FailWritesAfter = writes;
            var applied = await _rig.ApplyAsync(plan);
            _rig.Fake.FailWritesAfter = null;

            var (before, after) = (Trees.Shares(from), Trees.Shares(to));
            FiveRegions.ForEachHealth(["A", "B", "C"], isHealthy =>
            {
                foreach (var client in new[] { Trees.Paris, Trees.Boston, Trees.Tokyo })
                {
                    var answered = _rig.Answer(client, isHealthy);
                    answered.Sum().ShouldBe(100, 1e-6);
                    FiveRegions.Regions.Zip(answered).Where(static pair => pair.Second > 0).ShouldAllBe(pair => !before[pair.First].IsDrained || !after[pair.First].IsDrained);
                }
            });
            if (applied.Succeeded)
            {
                return;
            }

            await _rig.WriteAsync(Intent(Trees.ByName(tree), to, Mark(2)));
            (await _rig.PlanAsync(Intent(Trees.ByName(tree), to, Mark(2)))).IsEmpty.ShouldBeTrue("the next plan goes on where the cut was");
        }

        Assert.Fail("The move has more writes than anybody wants.");
    }

    [Fact]
    public async Task The_tags_say_whose_it_is_and_those_of_others_stay()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 10", Mark(1)));
        _rig.Live()["tags"]!["team"] = "edge";

        await _rig.WriteAsync(Intent(Trees.T1, "A 30, B 0", Mark(2)));

        var tags = _rig.Live()["tags"]!;
        ((string?)tags["multiregion-owner"], (string?)tags["multiregion-service"], (string?)tags["multiregion-epoch"], (string?)tags["multiregion-controller"], (string?)tags["multiregion-plan"], (string?)tags["multiregion-shares"], (string?)tags["team"])
            .ShouldBe(("multiregion", "shop", "2.1", "controller-1", "p", "A=30,B=0", "edge"));
        _rig.Live("multiregion-shop--2")["tags"]!["multiregion-shares"].ShouldBeNull();
    }

    [Fact]
    public async Task What_is_not_ours_in_a_profile_stays()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        _rig.Live()["properties"]!["trafficViewEnrollmentStatus"] = "Enabled";

        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(2)));

        ((string?)_rig.Live()["properties"]!["trafficViewEnrollmentStatus"]).ShouldBe("Enabled");
    }

    [Fact]
    public async Task A_region_that_comes_between_others_leaves_their_priorities_alone()
    {
        await _rig.WriteAsync(Intent(Trees.Priority(Trees.A, Trees.B), marker: Mark(1)));

        await _rig.WriteAsync(Intent(Trees.Priority(Trees.A, Trees.C, Trees.B), marker: Mark(2)));

        _rig.Live()["properties"]!["endpoints"]!.AsArray().Select(static endpoint => $"{endpoint!["name"]} {endpoint["properties"]!["priority"]}").ShouldBe(["A 1", "C 3", "B 6"]);
    }

    [Fact]
    public async Task A_superseded_writer_is_fenced_when_planning_and_when_applying()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var late = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        await _rig.WriteAsync(Intent(Trees.T1, "B 0", Mark(3)));
        _ = _rig.NewWrites;

        (await _rig.ApplyAsync(late)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(2)))).Kind.ShouldBe(ProblemKind.Fenced);
        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(2), adopt: true))).Kind.ShouldBe(ProblemKind.Fenced);
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_superseded_writer_of_a_nest_is_fenced_before_it_writes_anything()
    {
        await _rig.WriteAsync(Intent(Trees.T4, marker: Mark(1)));
        var late = await _rig.PlanAsync(Intent(Trees.T4, "A 0", Mark(2)));
        await _rig.WriteAsync(Intent(Trees.T4, marker: Mark(3)));
        _ = _rig.NewWrites;

        (await _rig.ApplyAsync(late)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_newer_writer_in_the_midst_of_a_nest_is_seen_at_the_profile_that_it_wrote()
    {
        await _rig.WriteAsync(Intent(Trees.T4, marker: Mark(1)));
        var newer = await _rig.PlanAsync(Intent(Trees.T4, "B 0", Mark(3)));
        var late = await _rig.PlanAsync(Intent(Trees.T4, "A 0", Mark(2)));
        _rig.Fake.FailWritesAfter = 1;
        await _rig.ApplyAsync(newer);
        _rig.Fake.FailWritesAfter = null;
        _ = _rig.NewWrites;

        (await _rig.ApplyAsync(late)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _rig.ProblemAsync(Intent(Trees.T4, "A 0", Mark(2)))).Kind.ShouldBe(ProblemKind.Fenced);
        (await _rig.PlanAsync(Intent(Trees.T4, "A 0", Mark(2)))).Changes.Single().LiveMarker.ShouldBe(Mark(3));
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_plan_at_the_same_place_is_a_conflict()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));

        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(1, plan: "q")))).Kind.ShouldBe(ProblemKind.Conflict);
        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(1)))).Detail.ShouldContain("another content");
    }

    [Fact]
    public async Task The_same_plan_twice_is_written_once()
    {
        await _rig.WriteAsync(Intent(Trees.T4, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T4, "B 0", Mark(2)));
        _ = _rig.NewWrites;

        var (first, second) = (await _rig.ApplyAsync(plan), await _rig.ApplyAsync(plan));

        second.Value.ShouldBe(first.Value);
        _rig.NewWrites.ShouldBe([$"PUT {Root}--eu", $"PUT {Root}--na", $"PUT {Root}"]);
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_found_done()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _rig.Fake.BeforeWrite = () => _rig.Fake.Inject(Fault.LostAfterEffect);

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);

        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task An_edit_between_plan_and_apply_is_a_conflict_and_nothing_is_written()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _rig.Live()["properties"]!["profileStatus"] = "Disabled";
        _ = _rig.NewWrites;

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);

        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_marker_that_changed_between_read_and_write_is_seen_when_it_is_read_back()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _rig.Fake.AfterWrite = () => _rig.Live()["tags"]!["multiregion-epoch"] = "3.1";

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);

        plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(4), adopt: true));
        _rig.Fake.AfterWrite = () => _rig.Live()["tags"] = new JsonObject();
        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Detail.ShouldContain("what was read back");
    }

    [Fact]
    public async Task An_edit_while_children_are_written_is_seen_just_before_the_root_is()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 10", Mark(2)));
        _ = _rig.NewWrites;
        _rig.Fake.AfterWrite = () => _rig.Live()["properties"]!["profileStatus"] = "Disabled";

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);

        _rig.NewWrites.ShouldBe([$"PUT {Root}--2"]);
    }

    [Fact]
    public async Task A_person_s_edit_is_reported_with_the_difference_and_kept_until_adopted()
    {
        await _rig.WriteAsync(Intent(Trees.T4, marker: Mark(1)));
        _rig.Live("multiregion-shop--eu")["properties"]!["endpoints"]![0]!["properties"]!["priority"] = 9;

        var problem = await _rig.ProblemAsync(Intent(Trees.T4, "A 0", Mark(2)));
        problem.Kind.ShouldBe(ProblemKind.NotOwned);
        problem.Detail.ShouldContain("endpoint A (192.0.2.1, priority 9, ");

        await _rig.WriteAsync(Intent(Trees.T4, "A 0", Mark(2), adopt: true));
        _rig.Answer(Trees.Paris, static _ => true).ShouldBe([0, 100, 0, 0, 0]);
    }

    [Fact]
    public async Task A_profile_of_somebody_else_is_left_alone_until_adopted()
    {
        Foreign("192.0.2.1");

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)))).Kind.ShouldBe(ProblemKind.NotOwned);
        _rig.NewWrites.ShouldBeEmpty();

        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1), adopt: true));
        _rig.NewWrites.ShouldBe([$"PUT {Root}"]);
        ((string?)_rig.Live()["tags"]!["theirs"]).ShouldBe("yes");
    }

    [Fact]
    public async Task An_adoption_that_would_change_answers_is_refused_with_the_client_who_would_see_it()
    {
        Foreign("192.0.2.9");
        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1), adopt: true))).Detail.ShouldContain("a client anywhere gets 192.0.2.9 100 % now and would get 192.0.2.1 100 %");

        Foreign("192.0.2.3");
        (await _rig.ProblemAsync(Intent(Trees.T3, marker: Mark(1), adopt: true))).Detail.ShouldContain("a client in GEO-EU gets 192.0.2.3 100 % now and would get 192.0.2.1 100 %");
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_adoption_says_what_it_changes_once_an_endpoint_is_unhealthy()
    {
        Foreign("192.0.2.1");

        (await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1), adopt: true))).Changes.Single().Losses
            .ShouldContain("once adopted, while 192.0.2.1 is unhealthy, a client anywhere gets 192.0.2.2 100 % where the profile as it is answers 192.0.2.1 100 %");
    }

    [Fact]
    public async Task A_profile_that_is_to_be_adopted_is_named_in_the_options_and_keeps_its_DNS_name()
    {
        using var rig = new RouterRig(static options =>
        {
            options.ProfileNames["shop"] = "contoso";
            options.DnsNames["shop"] = "contoso-web";
        });
        rig.Fake.Profiles["contoso"] = FakeRules.Made("contoso", Body("192.0.2.1", "contoso-web"), rig.Fake.Profiles);

        await rig.WriteAsync(Intent(Trees.T1, marker: Mark(1), adopt: true));

        rig.NewWrites.ShouldBe(["PUT contoso"]);
        rig.Fake.Calls.ShouldNotContain(static call => call.Method == "POST");
    }

    [Fact]
    public async Task A_service_of_another_installation_is_left_alone()
    {
        using var other = new RouterRig(static options =>
        {
            options.Owner = "staging";
            options.ProfileNames["shop"] = Root;
        });
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        other.Fake.Profiles[Root] = _rig.Live().DeepClone().AsObject();

        (await other.ProblemAsync(Intent(Trees.T1, marker: Mark(2)))).Detail.ShouldContain("owner 'multiregion', not 'staging'");
    }

    [Fact]
    public async Task A_profile_that_somebody_else_nests_is_not_deleted()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 10", Mark(1)));
        var body = Body("192.0.2.7", "theirs");
        body["properties"]!["endpoints"]!.AsArray().Add(new JsonObject
        {
            ["name"] = "n",
            ["type"] = "Microsoft.Network/trafficManagerProfiles/nestedEndpoints",
            ["properties"] = new JsonObject { ["targetResourceId"] = (string?)_rig.Live($"{Root}--2")["id"], ["minChildEndpoints"] = 1, ["priority"] = 2 },
        });
        _rig.Fake.Profiles["theirs"] = FakeRules.Made("theirs", body, _rig.Fake.Profiles);
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(2)));

        _rig.NewWrites.ShouldBe([$"PUT {Root}"]);
    }

    [Fact]
    public async Task A_loop_among_live_profiles_is_refused_in_words()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 10", Mark(1)));
        _rig.Live($"{Root}--2")["properties"]!["endpoints"]!.AsArray().Add(new JsonObject
        {
            ["name"] = "n",
            ["type"] = "Microsoft.Network/trafficManagerProfiles/nestedEndpoints",
            ["properties"] = new JsonObject { ["targetResourceId"] = (string?)_rig.Live()["id"], ["minChildEndpoints"] = 1, ["priority"] = 20 },
        });

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(2)))).Detail.ShouldContain("form a loop");
    }

    [Theory]
    [InlineData("wrong-group", "resource group")]
    public async Task A_resource_group_that_is_missing_is_told(string group, string text)
    {
        using var rig = new Rig(change: settings => settings with { ResourceGroup = group });
        using var router = new TrafficManagerRouter(rig.Client, Options());

        var problem = (await rig.RunAsync(router.PlanAsync([Intent(Trees.T1, marker: Mark(1))], default))).Problem.ShouldNotBeNull();

        (problem.Kind, problem.Retryable).ShouldBe((ProblemKind.NotFound, false));
        problem.Detail.ShouldContain(text);
        problem.Detail.ShouldContain("Create the resource group");
    }

    [Fact]
    public async Task A_DNS_name_that_is_taken_is_refused_before_anything_is_written()
    {
        using var rig = new RouterRig(static options => options.DnsNames["shop"] = "contoso");
        rig.Fake.TakenNames.Add("contoso");

        var problem = await rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)));

        (problem.Kind, problem.Retryable).ShouldBe((ProblemKind.Refused, false));
        problem.Detail.ShouldContain("the DNS name contoso.trafficmanager.net is taken, perhaps in another subscription");
        rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_DNS_name_that_is_taken_between_plan_and_apply_is_refused_too()
    {
        using var rig = new RouterRig(static options => options.DnsNames["shop"] = "contoso");
        var plan = await rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)));
        rig.Fake.TakenNames.Add("contoso");

        var problem = (await rig.ApplyAsync(plan)).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKind.Refused);
        problem.Detail.ShouldContain("Choose another DNS name");
    }

    [Fact]
    public async Task A_role_without_the_permission_to_read_fails_the_plan_and_names_it()
    {
        _rig.Fake.Lacking.Add("Microsoft.Network/trafficManagerProfiles/read");

        var problem = (await _rig.RunAsync(_rig.Router.PlanAsync([Intent(Trees.T1, marker: Mark(1))], default))).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKind.Denied);
        problem.Detail.ShouldContain("The identity needs 'Microsoft.Network/trafficManagerProfiles/read'");
    }

    [Fact]
    public async Task A_role_that_may_not_ask_about_names_is_told_and_holds_up_no_move()
    {
        _rig.Fake.Lacking.Add("Microsoft.Network/checkTrafficManagerNameAvailability/action");

        var plan = await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)));

        plan.Changes.Single().Losses[^1].ShouldContain("The identity needs 'Microsoft.Network/checkTrafficManagerNameAvailability/action'");
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(ClientTests.Faults), MemberType = typeof(ClientTests))]
    public async Task Nothing_that_leaves_the_router_holds_the_token(string name)
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var intent = Intent(Trees.T1, "A 10", Mark(2));
        var plan = await _rig.PlanAsync(intent);
        _rig.Fake.Inject(Enum.Parse<Fault>(name), 2);

        var (planned, applied) = (await _rig.RunAsync(_rig.Router.PlanAsync([intent], default)), await _rig.ApplyAsync(plan));

        string.Join('\n', [planned.Problem?.ToString(), planned.Value?.ToString(), planned.Value?.Document, applied.Problem?.ToString(), applied.Value?.Document, plan.Document, .. plan.Commands]).ShouldNotContain(FakeArm.Token);
        _rig.Fake.Inject(Enum.Parse<Fault>(name), 0);
        await _rig.WriteAsync(Intent(Trees.T1, "A 10", Mark(2)));
    }

    [Fact]
    public async Task A_role_that_may_not_write_is_named_when_applying()
    {
        _rig.Fake.Lacking.Add("Microsoft.Network/trafficManagerProfiles/write");

        var problem = (await _rig.ApplyAsync(await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1))))).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKind.Denied);
        problem.Detail.ShouldContain("'Microsoft.Network/trafficManagerProfiles/write'");
    }

    [Fact]
    public async Task An_operation_that_fails_after_it_was_accepted_is_told_and_can_be_tried_again()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        (_rig.Fake.Polls, _rig.Fake.OperationsFail) = (2, true);

        var problem = (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull();

        (problem.Kind, problem.Retryable).ShouldBe((ProblemKind.Failed, true));
        problem.Detail.ShouldContain("accepted, and failed then: The name servers were not updated (code DnsUpdateFailed)");
        _rig.Fake.OperationsFail = false;
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _rig.Answer(Trees.Paris, static _ => true).ShouldBe([0, 100, 0, 0, 0]);
    }

    [Fact]
    public async Task A_throttled_minute_is_told_with_its_wait_and_can_be_tried_again()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _rig.Fake.Inject(Fault.RateLimited);

        var problem = (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull();

        (problem.Kind, problem.Retryable, problem.RetryAfter).ShouldBe((ProblemKind.Throttled, true, TimeSpan.FromSeconds(7)));
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task One_service_that_cannot_be_expressed_does_not_hold_up_another()
    {
        var plan = await _rig.PlanAsync(
            Intent(Trees.T1, marker: Mark(1)) with { Service = "lost", Hostname = "lost.example.com", Endpoints = FiveRegions.Addresses.Remove("B") }, Intent(Trees.T1, marker: Mark(1)));

        plan.Changes[0].Problem.ShouldNotBeNull().Detail.ShouldContain("region B of its tree has no endpoint");
        plan.Changes[1].Problem.ShouldBeNull();
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _rig.Fake.Profiles.Keys.ShouldBe([Root]);
    }

    [Fact]
    public async Task Two_services_of_one_hostname_or_of_one_profile_are_refused()
    {
        var plan = await _rig.PlanAsync(
            Intent(Trees.T1, marker: Mark(1)), Intent(Trees.T2, marker: Mark(1)) with { Service = "other" }, Intent(Trees.T2, marker: Mark(1)) with { Hostname = "other.example.com" });

        plan.Changes[1].Problem.ShouldNotBeNull().Detail.ShouldContain("hostname www.example.com is that of service shop too");
        plan.Changes[2].Problem.ShouldNotBeNull().Detail.ShouldContain("profile multiregion-shop is that of service shop too");
    }

    [Fact]
    public async Task A_plan_for_looking_cannot_be_applied()
    {
        (await _rig.ApplyAsync(await _rig.PlanAsync(Intent(Trees.T1)))).Problem.ShouldNotBeNull().Detail.ShouldContain("only to look");
        (await _rig.ApplyAsync(new() { Changes = [], Document = "{}" })).Problem.ShouldNotBeNull().Detail.ShouldContain("not one of a Traffic Manager router");
        (await _rig.RunAsync(_rig.Router.ConfirmAsync(new("{}"), default))).Problem.ShouldNotBeNull().Detail.ShouldContain("not one of a Traffic Manager router");
    }

    [Fact]
    public async Task A_change_that_is_gone_again_is_lost()
    {
        var receipt = await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));

        _rig.Live()["properties"]!["endpoints"]![0]!["properties"]!["endpointStatus"] = "Disabled";
        (await _rig.ConfirmAsync(receipt)).ShouldBe(Confirmation.Lost);
        _rig.Fake.Profiles.Clear();
        (await _rig.ConfirmAsync(receipt)).ShouldBe(Confirmation.Lost);
    }

    [Fact]
    public async Task A_plan_is_also_calls_of_the_Azure_CLI_without_the_token()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 10", Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(2)));

        plan.Commands.Length.ShouldBe(2);
        plan.Commands[0].ShouldStartWith($"az rest --method put --url 'https://management.azure.com/subscriptions/{FakeArm.Subscription}/resourceGroups/edge/providers/Microsoft.Network/trafficManagerProfiles/{Root}?api-version=2022-04-01' --body '{{");
        plan.Commands[1].ShouldBe($"az network traffic-manager profile delete --subscription '{FakeArm.Subscription}' --resource-group 'edge' --name '{Root}--2'");
        string.Join('\n', plan.Commands.Append(plan.Document)).ShouldNotContain(FakeArm.Token);
    }

    [Fact]
    public async Task The_plan_says_in_words_what_is_there_and_what_would_be()
    {
        await _rig.WriteAsync(Intent(Trees.T3, marker: Mark(1)));

        var change = (await _rig.PlanAsync(Intent(Trees.T3, "A 10", Mark(2)))).Changes.Single();

        change.Before.ShouldBe("multiregion-shop Geographic: C for WORLD CY UM, multiregion-shop--eu for GEO-EU, multiregion-shop--na for GEO-NA; multiregion-shop--eu Priority: A, C; multiregion-shop--na Priority: B, C");
        change.After.ShouldNotBeNull().ShouldContain("multiregion-shop--eu Weighted: A 100, C 900");
        change.Losses.ShouldContain(static loss => loss.StartsWith("www.example.com must be a CNAME of multiregion-shop-", StringComparison.Ordinal));
        change.Losses.ShouldContain("when all endpoints of a profile are degraded, Traffic Manager answers as if all were online");
        change.Losses.ShouldContain(static loss => loss.StartsWith("a geographic profile returns what is mapped for a client whether healthy or not", StringComparison.Ordinal));
    }

    [Fact]
    public void S68_Connections_and_cached_answers_stay_where_they_are() => _rig.Router.Capabilities.ShouldSatisfyAllConditions(
        static can => can.AnswersAreCached.ShouldBeTrue(), static can => can.Fencing.ShouldBe(FencingStrength.Checked), static can => can.Propagation.ShouldBe(TimeSpan.FromMinutes(1)), static can => can.Kind.ShouldBe("traffic-manager"));

    [Fact]
    public async Task S69_The_apex_of_a_zone_needs_an_alias()
    {
        (await _rig.PlanAsync(Intent(Trees.T1) with { Hostname = "example.com" })).Changes.Single().Losses.ShouldContain(static loss => loss.Contains("needs an alias record of Azure DNS", StringComparison.Ordinal));
        (await _rig.PlanAsync(Intent(Trees.T1))).Changes.Single().Losses.ShouldNotContain(static loss => loss.Contains("apex", StringComparison.Ordinal));
        (await _rig.PlanAsync(Intent(Trees.T1) with { Hostname = "contoso.trafficmanager.net" })).Changes.Single().Losses.ShouldNotContain(static loss => loss.Contains("CNAME", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_is_there_can_be_asked_for_an_answer()
    {
        var intent = Intent(Trees.T3, marker: Mark(1));
        (await _rig.RunAsync(_rig.Router.ResolveAsync(intent, Trees.Paris, static _ => true, default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        await _rig.WriteAsync(intent);

        Trees.Print((await _rig.RunAsync(_rig.Router.ResolveAsync(intent, Trees.Paris, Trees.HealthyBut("A"), default))).Value!).ShouldBe("C 100");
        Trees.Print((await _rig.RunAsync(_rig.Router.ResolveAsync(intent with { Endpoints = FiveRegions.Addresses.Remove("A") }, Trees.Paris, static _ => true, default))).Value!).ShouldBe("192.0.2.1 100");
    }

    private void Foreign(string address) => _rig.Fake.Profiles[Root] = FakeRules.Made(Root, Body(address, "theirs"), []);

    private static JsonObject Body(string address, string name) => JsonNode.Parse($$$"""
        {"location":"global","tags":{"theirs":"yes"},"properties":{"trafficRoutingMethod":"Priority","dnsConfig":{"relativeName":"{{{name}}}","ttl":30},"monitorConfig":{"protocol":"TCP","port":443},
         "endpoints":[{"name":"e","type":"Microsoft.Network/trafficManagerProfiles/externalEndpoints","properties":{"target":"{{{address}}}"}}]}}
        """)!.AsObject();
}
