using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Routing;
using static MultiRegion.Aws.Tests.Apply.FrontScene;
using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Aws.Tests.Apply;

public sealed class GlobalAcceleratorRouterTests : IDisposable
{
    private readonly FrontScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_new_service_gets_a_listener_with_a_group_per_region_and_the_plan_after_it_is_empty()
    {
        (await _scene.PlanAsync(Intent())).Changes[0].Before.ShouldBeNull();
        await _scene.WriteAsync(Intent());
        _scene.Groups().Select(static group => (group.Region, group.Dial, group.Endpoints.Length)).ShouldBe([("ap-southeast-1", 100, 1), ("eu-west-1", 100, 1), ("us-east-1", 100, 1)]);
        (_scene.Connect(Paris), _scene.Connect(Tokyo)).ShouldBe(("A 100", "C 100"));
        (await _scene.PlanAsync(Intent())).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_drain_takes_the_endpoint_out_with_one_write_for_the_group_and_one_for_the_marker()
    {
        await _scene.WriteAsync(Intent());
        (await _scene.ApplyAsync(await _scene.PlanAsync(Intent("A 0", 2)))).Problem.ShouldBeNull();
        (_scene.Front.Writes, _scene.Connect(Paris)).ShouldBe((2, "B 100"));
        foreach (var sick in new[] { "", "B", "C", "BC", "ABC" })
        {
            _scene.Connect(Paris, sick).ShouldNotContain("A");
            _scene.Connect(Tokyo, sick).ShouldNotContain("A");
        }
    }

    [Fact]
    public async Task A_gentle_drain_dials_the_group_to_0_and_the_shift_after_it_takes_the_endpoint_out()
    {
        await _scene.WriteAsync(Intent());
        var gentle = await _scene.PlanAsync(Intent("A 0", 2) with { Draining = ["A"] });
        gentle.Changes[0].Losses.ShouldContain(static loss => loss.StartsWith("gentle drain: region A is dialled to 0", StringComparison.Ordinal));
        (await _scene.ApplyAsync(gentle)).Problem.ShouldBeNull();
        var group = _scene.Groups().Single(static group => group.Region == "eu-west-1");
        (group.Dial, group.Endpoints.Length).ShouldBe((0, 1), "connections that are there stay until they end");

        await _scene.WriteAsync(Intent("A 0", 3));
        _scene.Groups().Single(static group => group.Region == "eu-west-1").Endpoints.ShouldBeEmpty("in no health state is it answered any more");
        await _scene.WriteAsync(Intent(sequence: 4));
        group = _scene.Groups().Single(static group => group.Region == "eu-west-1");
        (group.Dial, group.Endpoints.Length).ShouldBe((100, 1));
    }

    [Fact]
    public async Task A_return_by_steps_is_one_write_for_the_group_and_one_for_the_marker_each()
    {
        await _scene.WriteAsync(Intent("A 0", 1));
        foreach (var (step, percent) in new[] { 10, 30, 50, 80, 100 }.Index())
        {
            var plan = await _scene.PlanAsync(Intent($"A {percent}", step + 2));
            var receipt = (await _scene.ApplyAsync(plan)).Value!;
            _scene.Front.Writes.ShouldBe(2);
            _scene.Connect(Paris).ShouldBe(percent == 100 ? "A 100" : $"A {percent}, B {100 - percent}");
            (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.Pending);
            (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.InEffect);
            (await _scene.PlanAsync(Intent($"A {percent}", step + 2))).IsEmpty.ShouldBeTrue();
            _scene.Front.ResetCounts();
        }
    }

    [Fact]
    public async Task The_receipt_says_that_the_fencing_is_checked_only()
    {
        var receipt = await _scene.WriteAsync(Intent());
        AcceleratorJson.Read(receipt.Document, AcceleratorJson.Default.AcceleratorReceipt)!.Fencing.ShouldBe("checked");
        _scene.Router.Capabilities.Fencing.ShouldBe(FencingStrength.Checked);
    }

    [Fact]
    public async Task A_writer_who_was_superseded_is_refused_at_planning_and_at_applying()
    {
        await _scene.WriteAsync(Intent());
        var late = await _scene.PlanAsync(Intent("A 0", 2));
        await _scene.WriteAsync(Intent("B 0", 3));
        (await _scene.ApplyAsync(late)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _scene.RefusalAsync(Intent("A 0", 2))).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _scene.RefusalAsync(Intent("A 0", 3) with { Marker = DnsScene.Marker(3, plan: "other") })).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        (await _scene.RefusalAsync(Intent("A 0", 3))).ShouldNotBeNull().Detail.ShouldContain("take the next sequence");
        _scene.Front.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task A_change_between_plan_and_apply_is_a_conflict()
    {
        await _scene.WriteAsync(Intent());
        var plan = await _scene.PlanAsync(Intent("A 0", 2));
        await _scene.EditAsync("eu-west-1", new() { Dial = 50 });
        (await _scene.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact]
    public async Task An_edit_by_hand_is_left_alone_until_it_is_adopted()
    {
        await _scene.WriteAsync(Intent());
        await _scene.EditAsync("eu-west-1", new() { Dial = 50 });
        (await _scene.RefusalAsync(Intent("A 0", 2))).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotOwned);
        await _scene.WriteAsync(Intent(sequence: 2) with { Adopt = true });
        _scene.Connect(Paris).ShouldBe("A 100");
    }

    [Fact]
    public async Task A_listener_of_somebody_else_is_left_alone_until_it_is_adopted()
    {
        var listener = _scene.Front.AddListener(_scene.Arn, ports: (443, 443));
        _scene.Front.AddGroup(listener, new() { Region = "eu-west-1", Endpoints = [new(EndpointOf("A"), 128)] });
        (await _scene.RefusalAsync(Intent())).ShouldNotBeNull().Detail.ShouldContain("no tag of ours");
        await _scene.WriteAsync(Intent() with { Adopt = true });
        _scene.Connect(Tokyo).ShouldBe("C 100");
    }

    [Fact]
    public async Task What_is_there_is_read_back_with_marker_and_shares()
    {
        (await _scene.PlanAsync(Intent("A 10, B 0"))).Changes[0].LiveShares.ShouldBeNull();
        await _scene.WriteAsync(Intent("A 10, B 0", 7));
        var change = (await _scene.PlanAsync(Intent(sequence: 8))).Changes[0];
        (change.LiveMarker, change.LiveShares).ShouldBe((DnsScene.Marker(7), MultiRegion.Tests.Routing.Trees.Shares("A 10, B 0")));
    }

    [Fact]
    public async Task Two_routers_do_not_own_one_listener()
    {
        await _scene.WriteAsync(Intent());
        using var other = _scene.Another("other");
        (await _scene.RunAsync(other.PlanAsync([Intent(sequence: 2)], default))).Value!.Changes[0].Problem.ShouldNotBeNull().Detail.ShouldContain("owner 'multiregion', not 'other'");
    }

    [Fact]
    public async Task A_write_that_was_cut_in_the_middle_is_carried_on()
    {
        await _scene.WriteAsync(Intent());
        var plan = await _scene.PlanAsync(Intent("A 10, B 50, C 0", 2));
        _scene.Front.Inject(Fault.Denied, operation: "UpdateEndpointGroup");
        (await _scene.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Denied);
        await _scene.WriteAsync(Intent("A 10, B 50, C 0", 2));
        _scene.Groups().Select(static group => (group.Region, group.Dial, group.Endpoints.Length)).ShouldBe([("ap-southeast-1", 100, 0), ("eu-west-1", 10, 1), ("us-east-1", 50, 1)]);
    }

    [Fact]
    public async Task What_adds_comes_before_what_takes_away()
    {
        await _scene.WriteAsync(Intent("A 0"));
        await _scene.ApplyAsync(await _scene.PlanAsync(Intent("B 0, C 0", 2)));
        _scene.Front.Calls.Where(static call => call.Writes).Select(static call => call.Operation)
            .ShouldBe(["TagResource", "CreateEndpointGroup", "UpdateEndpointGroup", "UpdateEndpointGroup"]);
    }

    [Fact]
    public async Task A_change_that_somebody_undid_is_lost()
    {
        var receipt = await _scene.WriteAsync(Intent());
        await _scene.EditAsync("eu-west-1", new() { Dial = 50 });
        (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.Pending);
        (await _scene.ConfirmAsync(receipt)).ShouldBe(Confirmation.Lost);
    }

    [Fact]
    public async Task An_empty_plan_writes_nothing_and_a_plan_without_a_marker_is_for_looking_only()
    {
        (await _scene.ApplyAsync(await _scene.PlanAsync(Intent() with { Marker = null }))).Problem.ShouldNotBeNull().Detail.ShouldContain("only to look");
        await _scene.WriteAsync(Intent());
        var applied = await _scene.ApplyAsync(await _scene.PlanAsync(Intent()));
        (_scene.Front.Writes, await _scene.ConfirmAsync(applied.Value!)).ShouldBe((0, Confirmation.InEffect));
        foreach (var document in new[] { "", "{}", "null" })
        {
            (await _scene.ApplyAsync(new() { Changes = [], Document = document })).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
            (await _scene.RunAsync(_scene.Router.ConfirmAsync(new(document), default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        }
    }

    [Fact]
    public async Task A_plan_prints_as_commands_of_the_vendor()
    {
        (await _scene.PlanAsync(Intent())).Commands.Length.ShouldBe(5);
        await _scene.WriteAsync(Intent());
        var commands = (await _scene.PlanAsync(Intent("A 0, B 10", 2))).Commands;
        commands.Length.ShouldBe(3);
        commands[0].ShouldStartWith("aws globalaccelerator --region us-west-2 tag-resource --resource-arn arn:");
        commands[1].ShouldEndWith(" --traffic-dial-percentage 10");
        commands[2].ShouldEndWith(" --endpoint-configurations '[]'");
    }

    [Theory]
    [InlineData("T1", "order of preference")]
    [InlineData("T2", "exact weights")]
    [InlineData("T3", "countries or continents")]
    [InlineData("T4", "countries or continents")]
    [InlineData("T6", "multivalue")]
    [InlineData("T7", "countries or continents")]
    public async Task Trees_that_an_accelerator_does_not_have_are_refused_with_the_reason(string tree, string reason) =>
        (await _scene.RefusalAsync(Intent(tree: ByName(tree)))).ShouldNotBeNull().Detail.ShouldContain(reason);

    [Fact]
    public async Task A_tree_of_which_one_region_is_left_is_expressed()
    {
        await _scene.WriteAsync(Intent("B 0, C 0", tree: T1));
        _scene.Connect(Tokyo).ShouldBe("A 100");
        (await _scene.RefusalAsync(Intent("A 0, B 0, C 0", 2))).ShouldNotBeNull().Detail.ShouldContain("every region");
    }

    [Fact]
    public async Task A_service_or_region_that_is_not_known_there_is_refused()
    {
        (await _scene.RefusalAsync(Intent() with { Service = "store" })).ShouldNotBeNull().Detail.ShouldContain("add them under Services");
        (await _scene.RefusalAsync(Intent(tree: new EndpointNode("X")))).ShouldNotBeNull().Detail.ShouldContain("region X has no endpoint on the accelerator");
        (await _scene.RefusalAsync(Intent(tree: new LatencyNode([new(Priority(A, B), Dublin), new(C, Singapore)])))).ShouldNotBeNull().Detail.ShouldContain("branches of several");
        (await _scene.PlanAsync(Intent(), Intent())).Changes[1].Problem.ShouldNotBeNull().Detail.ShouldContain("named twice");
    }
}
