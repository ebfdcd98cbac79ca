using System.Collections.Immutable;
using MultiRegion.Execution;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Tests.Machine;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Engine;

/// <summary>Which regions may keep their sessions when they are left.</summary>
public sealed class DrainingTests
{
    private static readonly MoveRequest Switchover = new() { Kind = MoveKind.Switchover, Cause = MoveCause.Planned, From = A, Targets = [B], Before = Shares.AllFull.With(C, Share.None) };
    private static readonly Shares Left = Shares.AllFull.With(A, Share.None).With(C, Share.None);

    [Fact]
    public void A_region_that_is_left_by_plan_keeps_its_sessions() => Draining(Switchover).ShouldBe([A], "and one that had nothing has none to keep");

    [Theory]
    [InlineData(MoveCause.Dead)]
    [InlineData(MoveCause.Grey)]
    public void A_region_that_is_not_well_keeps_nobody(MoveCause cause) => Draining(Switchover with { Kind = MoveKind.Failover, Cause = cause }).ShouldBeEmpty();

    [Fact]
    public void A_region_that_may_not_be_sent_anything_keeps_nobody() => Draining(Switchover with { Unusable = [A] }).ShouldBeEmpty();

    [Fact]
    public void Where_data_moves_nobody_stays_in_a_region_that_cannot_write_any_more() =>
        RouterSteps.Draining(DataGroup("a active, b hot, c hot"), Switchover, Left).ShouldBeEmpty();

    [Fact]
    public void A_region_that_only_gets_less_is_not_drained() =>
        RouterSteps.Draining(Group("a active, b hot, c hot"), Switchover, Left.With(A, new(10))).ShouldBeEmpty();

    private static ImmutableSortedSet<RegionId> Draining(MoveRequest request) => RouterSteps.Draining(Group("a active, b hot, c hot"), request, Left);
}
