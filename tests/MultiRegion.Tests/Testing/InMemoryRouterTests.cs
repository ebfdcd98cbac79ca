using MultiRegion.Routing;
using MultiRegion.Testing;
using static MultiRegion.Tests.Routing.Intents;
using Trees = MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Tests.Testing;

public sealed class InMemoryRouterTests
{
    private readonly VirtualClock _clock = new();
    private readonly InMemoryRouter _router;

    public InMemoryRouterTests() => _router = new(_clock) { Propagation = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task A_change_is_pending_and_the_old_answer_served_until_it_has_propagated()
    {
        var receipt = await Apply(_router, Intent(1));
        _router.Knows("shop").ShouldBeFalse();
        (await _router.ConfirmAsync(receipt, default)).Value.ShouldBe(Confirmation.Pending);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var second = await Apply(_router, Intent(2, "A 0"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Served().ShouldBe("A 100");
        (await _router.ConfirmAsync(receipt, default)).Value.ShouldBe(Confirmation.Lost);
        (await _router.ConfirmAsync(second, default)).Value.ShouldBe(Confirmation.Pending);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Served().ShouldBe("B 100");
        _router.Route("shop", ClientLocation.Unknown, 0).Host.ShouldBe("b.example.com");
        (await _router.ConfirmAsync(second, default)).Value.ShouldBe(Confirmation.InEffect);
        _router.Log.ShouldBe([new(At(1), "shop", Shares.AllFull), new(At(2), "shop", Trees.Shares("A 0"))]);
        _router.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task Clients_are_served_while_the_control_plane_is_gone()
    {
        var receipt = await Apply(_router, Intent(1));
        _clock.Advance(TimeSpan.FromMinutes(1));
        _router.ControlPlaneGone = true;
        (await _router.PlanAsync([Intent(2)], default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        (await _router.ConfirmAsync(receipt, default)).Problem.ShouldNotBeNull().Retryable.ShouldBeTrue();
        Served().ShouldBe("A 100");
    }

    [Fact]
    public async Task A_scripted_fault_hits_only_the_calls_that_it_names_and_has_no_effect()
    {
        _router.FailNext(Problem.Throttled("slow down"), times: 2, RouterCalls.Apply);
        var plan = await Plan(_router, Intent(1));
        (await _router.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Throttled);
        (await _router.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Throttled);
        _router.Writes.ShouldBe(0);
        (await _router.ApplyAsync(plan, default)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_took_effect_and_can_be_repeated()
    {
        _router.TimeOutNext();
        var plan = await Plan(_router, Intent(1));
        (await _router.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        _router.Writes.ShouldBe(1);
        (await Plan(_router, Intent(1))).IsEmpty.ShouldBeTrue();
        (await _router.ApplyAsync(plan, default)).Succeeded.ShouldBeTrue();
        _router.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_person_does_is_seen_as_not_ours_and_is_not_in_the_log()
    {
        await Apply(_router, Intent(1));
        _router.EditByHand("shop", Trees.Shares("A 50"));
        (await Problem(_router, Intent(2))).Detail.ShouldContain("Found: shares A 50 %; we wrote: shares all full");
        _router.EditByHand("shop", Shares.AllFull);
        (await Plan(_router, Intent(1))).IsEmpty.ShouldBeTrue();
        _router.AddByHand(Intent(1, service: "cart"));
        (await Problem(_router, Intent(2, service: "cart"))).Kind.ShouldBe(ProblemKind.NotOwned);
        await Apply(_router, Intent(2, service: "cart") with { Adopt = true });
        _router.Log.Select(static write => write.Service).ShouldBe(["shop", "cart"]);
    }

    [Fact]
    public async Task A_router_that_forgot_everything_reports_the_loss()
    {
        var receipt = await Apply(_router, Intent(1));
        _router.Forget();
        (await _router.ConfirmAsync(receipt, default)).Value.ShouldBe(Confirmation.Lost);
        (await Plan(_router, Intent(1))).Changes.Single().LiveMarker.ShouldBeNull();
        Should.Throw<KeyNotFoundException>(() => _router.EditByHand("shop", Shares.AllFull));
    }

    [Fact]
    public async Task An_impossible_edit_leaves_everything_as_it_was()
    {
        await Apply(_router, Intent(1));
        Should.Throw<ArgumentException>(() => _router.EditByHand("shop", Trees.Shares("A 0, B 0")));
        (await Plan(_router, Intent(1))).IsEmpty.ShouldBeTrue();
    }

    private string Served() => Trees.Print(_router.Resolve("shop", ClientLocation.Unknown));
}
