using Microsoft.Extensions.Configuration;
using MultiRegion.Routing;
using MultiRegion.Testing;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Engine;

/// <summary>Journals, clocks, leases and people that do not do what the engine would like.</summary>
public sealed class TroubleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, string?> ShopInConfiguration = new()
    {
        ["Regions:a:Provider"] = "x",
        ["Regions:b:Provider"] = "y",
        ["Regions:c:Provider"] = "z",
        ["Services:shop:Hostname"] = "shop.example.com",
        ["Services:shop:Routers:0"] = "main",
        ["Services:shop:Probe:Named"] = "scripted",
        ["Services:shop:Deployments:0:Region"] = "a",
        ["Services:shop:Deployments:0:Endpoint"] = "a.example.com",
        ["Services:shop:Deployments:1:Region"] = "b",
        ["Services:shop:Deployments:1:Endpoint"] = "b.example.com",
        ["Services:shop:Deployments:1:Role"] = "standby",
        ["Services:shop:Deployments:2:Region"] = "c",
        ["Services:shop:Deployments:2:Endpoint"] = "c.example.com",
        ["Services:shop:Deployments:2:Role"] = "standby",
    };

    [Fact]
    public async Task A_deleted_journal_over_marked_planes_is_held_until_an_operator_adopts()
    {
        await using var world = await new World().BeginAsync();
        world.Kill(World.A);
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
        var (writes, epoch) = (world.Router.Writes, world.Engine!.Status.Epoch);

        await using var again = Successor(world, new InMemoryJournal());
        await again.RunAsync(Minute);

        again.Status.Held.ShouldNotBeNull().Code.ShouldBe(ReasonCode.Superseded);
        again.Router.Writes.ShouldBe(writes);
        again.Engine!.Status.Epoch.ShouldBe(epoch);
        again.Fraction(World.B).ShouldBe(100);

        (await again.SayAsync(again.Command(CommandKind.Adopt))).Accepted.ShouldBeTrue();
        await again.RunAsync(TimeSpan.FromSeconds(10));

        again.Status.Held.ShouldBeNull();
        again.Fraction(World.B).ShouldBe(100);
        again.Engine.Status.Epoch.ShouldBeGreaterThan(epoch);
    }

    [Fact]
    public async Task A_persons_edit_is_shown_and_not_reverted()
    {
        await using var world = await new World().BeginAsync();
        world.Router.EditByHand(World.Shop, Shares.AllFull.With(World.A, Share.None));
        var writes = world.Router.Writes;

        await world.RunAsync(TimeSpan.FromMinutes(5));

        world.Status.Held.ShouldNotBeNull().Code.ShouldBe(ReasonCode.ForeignEdit);
        world.Status.Held!.ToTree().ShouldContain("a");
        world.Router.Writes.ShouldBe(writes);
        world.Fraction(World.A).ShouldBe(0);
    }

    [Theory]
    [InlineData(FencingStrength.Checked, 100)]
    [InlineData(FencingStrength.Atomic, 0)]
    public async Task A_late_write_of_an_earlier_epoch_is_written_over_where_the_router_cannot_refuse_it(FencingStrength fencing, double expected)
    {
        await using var world = await new World(fencing: fencing).BeginAsync();
        world.Kill(World.A);
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
        var (first, last) = (world.Router.Log[0].Marker, world.Router.Log[^1].Marker);

        world.Router.LandLate(World.Shop, Shares.AllFull.With(World.B, Share.None).With(World.C, Share.None), first);
        world.Fraction(World.B).ShouldBe(0);
        await world.RunAsync(Minute);

        world.Fraction(World.B).ShouldBe(expected);
        (world.Router.Log[^1].Marker.Epoch > last.Epoch).ShouldBe(fencing == FencingStrength.Checked);
        var writes = world.Router.Writes;
        await world.RunAsync(Minute);
        world.Router.Writes.ShouldBe(writes, "once is enough");
    }

    [Fact]
    public async Task A_late_write_of_the_same_epoch_is_written_over_where_the_router_cannot_refuse_it()
    {
        await using var world = await new World(fencing: FencingStrength.Checked).BeginAsync();
        world.Kill(World.A);
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
        var last = world.Router.Log[^1];

        world.Router.LandLate(World.Shop, last.Shares.With(World.B, Share.None).With(World.C, Share.Full), last.Marker with { Sequence = last.Marker.Sequence - 1 });
        await world.RunAsync(Minute);

        world.Fraction(World.B).ShouldBe(100);
        var writes = world.Router.Writes;
        await world.RunAsync(Minute);
        world.Router.Writes.ShouldBe(writes, "once is enough");
    }

    [Fact]
    public async Task A_held_service_is_not_touched_even_when_its_region_dies()
    {
        await using var world = await new World().BeginAsync();
        (await world.SayAsync(world.Command(CommandKind.Hold))).Accepted.ShouldBeTrue();
        var writes = world.Router.Writes;
        world.Kill(World.A);

        await world.RunAsync(TimeSpan.FromMinutes(5));
        world.Router.Writes.ShouldBe(writes);

        (await world.SayAsync(world.Command(CommandKind.Resume))).Accepted.ShouldBeTrue();
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
    }

    [Fact]
    public async Task An_unwritable_journal_means_no_new_effect_and_says_so()
    {
        await using var world = await new World().BeginAsync();
        var writes = world.Router.Writes;
        world.Journal.Unwritable = Problem.Failed("the disk is full", retryable: true);
        world.Kill(World.A);

        await world.RunAsync(Minute);
        world.Router.Writes.ShouldBe(writes);
        world.Engine!.Status.Troubles.ShouldContain(static trouble => trouble.Contains("the disk is full"));

        world.Journal.Unwritable = null;
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
        world.Engine.Status.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_journal_that_takes_nothing_does_not_make_the_loop_spin()
    {
        await using var world = await new World().BeginAsync();
        world.Journal.Unwritable = Problem.Failed("the disk is full", retryable: true);
        world.Kill(World.A);

        (await RoundsWithin(world, Minute)).ShouldBeLessThan(2000);
    }

    [Fact]
    public async Task A_step_is_not_made_again_because_its_outcome_cannot_be_recorded()
    {
        await using var world = await new World().BeginAsync();
        world.Router.Propagation = TimeSpan.FromSeconds(2);
        world.Kill(World.A);
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailingOver, Minute);
        world.Journal.Unwritable = Problem.Failed("the disk is full", retryable: true);

        var rounds = await RoundsWithin(world, TimeSpan.FromSeconds(30));
        rounds.ShouldBeLessThan(1000);
        world.Router.Log.Count(static write => write.Shares[World.B].IsFull).ShouldBeLessThanOrEqualTo(2);

        world.Journal.Unwritable = null;
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
    }

    [Fact]
    public async Task A_follower_does_not_wake_for_what_the_leader_has_to_do()
    {
        await using var world = await new World().BeginAsync();
        world.Router.ControlPlaneGone = true;
        world.Kill(World.A);
        await world.RunAsync(TimeSpan.FromSeconds(8));
        world.Lease.FailNext(Problem.Unreachable("no answer"), times: 1000);
        world.Clock.JumpUtc(TimeSpan.FromHours(1));

        var rounds = await RoundsWithin(world, TimeSpan.FromSeconds(30));

        world.Engine!.Status.IsLeader.ShouldBeFalse();
        rounds.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task All_regions_bad_at_once_is_most_likely_us_and_nothing_moves()
    {
        await using var world = await new World().BeginAsync();
        var writes = world.Router.Writes;
        foreach (var region in new[] { World.A, World.B, World.C })
        {
            world.Kill(region);
        }

        await world.RunAsync(TimeSpan.FromMinutes(5));

        world.Router.Writes.ShouldBe(writes);
        world.Status.Reason.Code.ShouldBe(ReasonCode.AllRegionsBad);
    }

    [Fact]
    public async Task A_region_that_cannot_be_probed_is_unknown_and_nobody_fails_over_on_that()
    {
        await using var world = await new World().BeginAsync();
        world.Probe.Set(World.A, ProbeBehaviour.Unknown());

        await world.RunAsync(TimeSpan.FromMinutes(5));

        world.Fraction(World.A).ShouldBe(100);
        world.Status.Regions[0].Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public async Task A_process_that_was_suspended_reads_everything_again_and_switches_nothing_by_mistake()
    {
        await using var world = await new World().BeginAsync();
        var writes = world.Router.Writes;
        var events = world.Engine!.Events.GetAsyncEnumerator();

        world.Clock.Advance(Minute);
        await world.RunAsync(Minute);

        world.Router.Writes.ShouldBe(writes);
        world.Status.Phase.ShouldBe(GroupPhase.Steady);
        await events.MoveNextAsync();
        events.Current.Reason.Code.ShouldBe(ReasonCode.ClockJump);
    }

    [Fact]
    public async Task A_jump_of_utc_drops_leadership_and_changes_nothing_else()
    {
        await using var world = await new World().BeginAsync();
        var writes = world.Router.Writes;

        world.Clock.JumpUtc(TimeSpan.FromHours(-3));
        await world.RunAsync(Minute);

        world.Router.Writes.ShouldBe(writes);
        world.Status.Phase.ShouldBe(GroupPhase.Steady);
        world.Engine!.Status.IsLeader.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_controllers_on_one_store_act_as_one()
    {
        await using var world = await new World().BeginAsync();
        await using var other = Successor(world, world.Journal, world.Lease);
        await other.RunAsync(TimeSpan.FromSeconds(2));
        other.Engine!.Status.IsLeader.ShouldBeFalse();

        world.Kill(World.A);
        await TogetherAsync(world, other, Minute);

        world.Status.Phase.ShouldBe(GroupPhase.FailedOver);
        world.Router.Log.Count(static write => write.Marker.Epoch == 2).ShouldBe(1);
    }

    [Fact]
    public async Task A_controller_that_loses_its_lease_stops_and_the_other_goes_on()
    {
        await using var world = await new World().BeginAsync();
        await using var other = Successor(world, world.Journal, world.Lease);

        // The first one is not heard of any more; its lease runs out.
        await other.RunAsync(TimeSpan.FromMinutes(2));
        other.Engine!.Status.IsLeader.ShouldBeTrue();
        world.Kill(World.A);
        await other.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
        var writes = world.Router.Writes;

        // It comes back with what it knew, and must not act on it.
        await TogetherAsync(world, other, Minute);
        world.Engine!.Status.IsLeader.ShouldBeFalse();
        world.Router.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task A_monitor_only_service_says_what_it_would_do_once_and_touches_nothing()
    {
        await using var world = new World(static service => service with { Guards = service.Guards with { Mode = EnforcementMode.MonitorOnly } });
        world.Start();
        await world.RunAsync(TimeSpan.FromSeconds(5));
        world.Kill(World.A);
        var before = world.Journal.LastSequence;

        await world.RunAsync(TimeSpan.FromMinutes(5));

        world.Router.Writes.ShouldBe(0);
        world.Status.Reason.Code.ShouldBe(ReasonCode.MonitorOnly);
        world.Journal.Records.Count(record => record.Sequence > before && record.Kind == "MoveReported").ShouldBe(1);
    }

    [Fact]
    public async Task A_new_revision_binds_when_no_move_is_under_way_and_a_move_keeps_the_one_it_began_with()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(ShopInConfiguration).Build();
        using var source = TopologySource.FromConfiguration(configuration);
        await using var world = new World();
        world.Start(builder => builder.WithTopology(source));
        await world.RunAsync(TimeSpan.FromSeconds(5));
        world.Router.Propagation = TimeSpan.FromSeconds(20);
        world.Kill(World.A);
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailingOver, Minute);

        configuration["Services:shop:Deployments:2:Endpoint"] = "moved.example.com";
        configuration.Reload();
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
        world.Router.Log.Count(static write => write.Marker.Epoch == 2).ShouldBe(1);
        await world.RunAsync(Minute);

        world.Engine!.Status.Revision.ShouldBe(2);
        world.Router.Log[^1].Marker.Epoch.ShouldBe(3);
        world.Fraction(World.A).ShouldBe(0);
        world.Kill(World.B);
        world.Router.Propagation = TimeSpan.Zero;
        await world.UntilAsync(_ => world.Fraction(World.C) == 100, TimeSpan.FromMinutes(2));
        world.Router.Route(World.Shop, ClientLocation.Unknown).Host.ShouldBe("moved.example.com");
    }

    [Fact]
    public async Task A_new_revision_with_mistakes_is_refused_and_shown()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(ShopInConfiguration).Build();
        using var source = TopologySource.FromConfiguration(configuration);
        await using var world = new World();
        world.Start(builder => builder.WithTopology(source));
        await world.RunAsync(TimeSpan.FromSeconds(5));

        configuration["Services:shop:Deployments:2:Role"] = "standbye";
        configuration.Reload();
        await world.RunAsync(TimeSpan.FromSeconds(5));

        world.Engine!.Status.Revision.ShouldBe(1);
        world.Engine.Status.Troubles.ShouldContain(static trouble => trouble.Contains("Services:shop:Deployments:2:Role"));
    }

    [Fact]
    public async Task A_policy_that_throws_decides_nothing_and_ends_nothing()
    {
        await using var world = new World(static service => service with { Policy = "own" });
        world.Start(builder => builder.AddPolicy("own", new ThrowingPolicy()));
        world.Kill(World.A);

        await world.RunAsync(Minute);

        world.Status.Reason.Detail.ShouldContain("InvalidTimeZoneException");
        world.Status.Reason.ToTree().ShouldNotContain("a secret");
    }

    private sealed class ThrowingPolicy : IFailoverPolicy
    {
        public PolicyDecision Evaluate(in PolicyContext context) => throw new InvalidTimeZoneException("a secret");
    }

    [Fact]
    public async Task A_memory_of_a_router_that_is_lost_with_the_process_is_written_again()
    {
        await using var world = new World();
        var router = new EmbeddedRouter(new EmbeddedRouterOptions(), world.Clock);
        world.Topology = world.Topology with { Services = [world.Topology.Services[0] with { Routers = ["embedded"] }] };
        world.Start(builder => builder.AddRouter("embedded", router));
        await world.RunAsync(TimeSpan.FromSeconds(5));
        await world.Engine!.DisposeAsync();

        var fresh = new EmbeddedRouter(new EmbeddedRouterOptions(), world.Clock);
        world.Start(builder => builder.AddRouter("embedded", fresh));
        await world.RunAsync(TimeSpan.FromSeconds(45));

        fresh.Resolve(World.Shop, ClientLocation.Unknown)[World.A].ShouldBe(100);
        fresh.Writes.ShouldBe(1);
    }

    private static async Task<int> RoundsWithin(World world, TimeSpan span)
    {
        var (rounds, until) = (0, world.Clock.Elapsed + span);
        for (; world.Clock.Elapsed < until; rounds++)
        {
            await world.RoundAsync(until - world.Clock.Elapsed);
        }

        return rounds;
    }

    private static World Successor(World world, InMemoryJournal journal, InMemoryLeaseStore? lease = null)
    {
        var other = new World(world, journal, lease);
        other.Start();
        return other;
    }

    private static async Task TogetherAsync(World first, World second, TimeSpan span)
    {
        var until = first.Clock.Elapsed + span;
        while (first.Clock.Elapsed < until)
        {
            await first.Engine!.TickAsync();
            await second.Engine!.TickAsync();
            first.Clock.Advance(TimeSpan.FromMilliseconds(50));
        }
    }
}
