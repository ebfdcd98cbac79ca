using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Testing;
using static MultiRegion.Tests.Routing.Intents;

namespace MultiRegion.Tests.Routing;

public sealed class EmbeddedRouterTests
{
    private readonly EmbeddedRouter _router = new(new() { Seed = 1 }, new VirtualClock());

    [Fact]
    public async Task An_applied_intent_answers_clients_and_its_plan_is_empty()
    {
        await Apply(_router, Intent(1));
        _router.Route("shop", ClientLocation.Unknown, 0.5).Host.ShouldBe("a.example.com");
        _router.RouteHost("SHOP.example.com", ClientLocation.Unknown, 0.5, static region => region != "A").Host.ShouldBe("b.example.com");
        _router.Resolve("shop", ClientLocation.Unknown)["A"].ShouldBe(100);
        (await Plan(_router, Intent(1))).IsEmpty.ShouldBeTrue();
        (await Plan(_router, Intent(1) with { Marker = null })).IsEmpty.ShouldBeTrue();
        _router.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_says_in_one_line_what_was_and_what_would_be()
    {
        var first = (await Plan(_router, Intent(1))).Changes.Single();
        first.Before.ShouldBeNull();
        first.After.ShouldBe("hostname shop.example.com; shares all full; tree priority(A, B); endpoints A a.example.com, B b.example.com");
        await Apply(_router, Intent(1));
        var second = (await Plan(_router, Intent(2, "A 0"))).Changes.Single();
        second.Before.ShouldBe(first.After);
        second.After.ShouldBe("hostname shop.example.com; shares A 0 %; tree priority(A, B); endpoints A a.example.com, B b.example.com");
        second.LiveMarker.ShouldBe(At(1));
        second.LiveShares.ShouldBe(Shares.AllFull);
    }

    [Theory]
    [InlineData(1, true)] // the same marker: it has happened
    [InlineData(2, false)] // a newer marker over equal content fences the older epochs off
    [InlineData(null, true)] // only looking
    public async Task Equal_content_is_written_again_only_for_a_newer_marker(int? epoch, bool empty)
    {
        await Apply(_router, Intent(1));
        var intent = Intent(1) with { Marker = epoch is { } number ? At(number) : null, Shares = Trees.Shares("A 100, B 100") };
        (await Plan(_router, intent)).IsEmpty.ShouldBe(empty);
    }

    [Fact]
    public async Task An_older_writer_is_fenced_at_plan_and_at_apply()
    {
        var late = await Plan(_router, Intent(1, "A 0"));
        await Apply(_router, Intent(2));
        (await Problem(_router, Intent(1, "A 0"))).Kind.ShouldBe(ProblemKind.Fenced);
        (await Problem(_router, Intent(1, "A 0") with { Adopt = true })).Kind.ShouldBe(ProblemKind.Fenced);
        (await _router.ApplyAsync(late, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        _router.Resolve("shop", ClientLocation.Unknown)["A"].ShouldBe(100);
    }

    [Fact]
    public async Task Two_plans_at_one_place_of_an_epoch_conflict()
    {
        await Apply(_router, Intent(1));
        var other = Intent(1) with { Marker = At(1) with { PlanHash = "other" } };
        (await Problem(_router, other)).Kind.ShouldBe(ProblemKind.Conflict);
        (await Problem(_router, Intent(1, "A 0"))).Detail.ShouldContain("Found: shares all full; intended: shares A 0 %");
    }

    [Fact]
    public async Task A_plan_is_applied_once_and_repeating_it_changes_nothing()
    {
        var plan = await Plan(_router, Intent(1));
        var first = (await _router.ApplyAsync(plan, default)).Value.ShouldNotBeNull();
        (await _router.ApplyAsync(plan, default)).Value.ShouldBe(first);
        _router.Writes.ShouldBe(1);
        (await _router.ApplyAsync(await Plan(_router, Intent(1)), default)).Value.ShouldBe(first);
        _router.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_that_saw_another_state_conflicts()
    {
        await Apply(_router, Intent(1));
        var (stale, fresh) = (await Plan(_router, Intent(3)), await Plan(_router, Intent(2, "A 0")));
        (await _router.ApplyAsync(fresh, default)).Succeeded.ShouldBeTrue();
        (await _router.ApplyAsync(stale, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        _router.Resolve("shop", ClientLocation.Unknown)["B"].ShouldBe(100);
    }

    [Fact]
    public async Task Confirmation_is_lost_when_somebody_wrote_since()
    {
        var receipt = await Apply(_router, Intent(1));
        (await _router.ConfirmAsync(receipt, default)).Value.ShouldBe(Confirmation.InEffect);
        await Apply(_router, Intent(2));
        (await _router.ConfirmAsync(receipt, default)).Value.ShouldBe(Confirmation.Lost);
    }

    [Fact]
    public async Task A_problem_of_one_service_leaves_the_others_in_the_plan()
    {
        var other = Intent(1) with { Service = "cart", Hostname = "cart.example.com", Shares = Trees.Shares("A 0, B 0") };
        var plan = await Plan(_router, Intent(1), other);
        plan.IsEmpty.ShouldBeFalse();
        plan.Changes[1].Problem.ShouldNotBeNull().Detail.ShouldContain("every region of the tree is drained");
        (await _router.ApplyAsync(plan, default)).Succeeded.ShouldBeTrue();
        _router.Services.ShouldBe(["shop"]);
        (await _router.ApplyAsync(await Plan(_router, other), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_with_the_way_out()
    {
        (await Problem(_router, Intent(1) with { Endpoints = Intent(1).Endpoints.Remove("B") })).Detail.ShouldContain("names B without an endpoint");
        (await Problem(_router, Intent(1) with { Tree = Trees.Weighted((0, Trees.A)) })).Detail.ShouldContain("tree.branches[0].weight");
        (await Problem(_router, Intent(1) with { Hostname = " " })).Detail.ShouldContain("hostname is missing");
        var plan = await Plan(_router, Intent(1), Intent(2), Intent(1) with { Service = "cart" });
        plan.Changes[1].Problem.ShouldNotBeNull().Detail.ShouldContain("named twice");
        plan.Changes[2].Problem.ShouldNotBeNull().Detail.ShouldContain("belongs to service shop");
    }

    [Fact]
    public async Task What_the_router_does_not_do_is_listed_as_lost()
    {
        var tree = Trees.T1 with { Affinity = new(SessionAffinityKind.Cookie) };
        var plan = await Plan(_router, Intent(1) with { Tree = Trees.Priority(Trees.A, Trees.B) with { Affinity = tree.Affinity }, HealthCheck = new TcpProbeDefinition() });
        plan.Changes.Single().Losses.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_plan_without_a_marker_is_only_for_looking()
    {
        var plan = await Plan(_router, Intent(1) with { Marker = null });
        plan.IsEmpty.ShouldBeFalse();
        (await _router.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Detail.ShouldContain("without a marker");
        (await _router.ApplyAsync(plan with { Document = "{}" }, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await _router.ConfirmAsync(new("nonsense"), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public async Task Rolls_spread_clients_as_the_resolution_says()
    {
        await Apply(_router, Intent(1) with { Tree = Trees.T2 });
        Enumerable.Range(0, 1000).Count(i => _router.Route("shop", ClientLocation.Unknown, (i + 0.5) / 1000).Host == "a.example.com").ShouldBe(600);
        Enumerable.Range(0, 10_000).Count(_ => _router.Route("shop", ClientLocation.Unknown).Host == "a.example.com").ShouldBeInRange(5800, 6200);
        _router.Route("shop", ClientLocation.Unknown, 1).Host.ShouldBe("b.example.com");
        Should.Throw<ArgumentOutOfRangeException>(() => _router.Route("shop", ClientLocation.Unknown, double.NaN));
        Should.Throw<KeyNotFoundException>(() => _router.Route("cart", ClientLocation.Unknown)).Message.ShouldContain("'cart'");
        _router.Knows("cart").ShouldBeFalse();
    }

    [Fact]
    public void It_says_what_it_can_do()
    {
        _router.Capabilities.ShouldBe(new() { Kind = "embedded", Fencing = FencingStrength.Atomic, Propagation = TimeSpan.Zero, AnswersAreCached = false, IsVolatile = true });
        Should.Throw<ArgumentException>(() => new EmbeddedRouter(new() { StatePath = " " }, new VirtualClock()));
        Should.Throw<ArgumentException>(() => new EmbeddedRouteFollower(new(), new VirtualClock()));
    }
}
