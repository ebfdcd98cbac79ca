using System.Collections.Immutable;
using MultiRegion.Execution;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Tests.Machine;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Engine;

/// <summary>Which regions may keep their connections and sessions when they are left.</summary>
public sealed class DrainingTests
{
    private static readonly MoveRequest Switchover = new() { Kind = MoveKind.Switchover, Cause = MoveCause.Planned, From = A, Targets = [B], Before = Shares.AllFull.With(C, Share.None) };
    private static readonly ShiftStep Left = new("main", Shares.AllFull.With(A, Share.None).With(C, Share.None)) { Gently = true };

    [Fact]
    public void A_region_that_is_left_gently_keeps_its_sessions() => Draining(Switchover, Left).ShouldBe([A], "and one that had nothing has none to keep");

    [Fact]
    public void A_region_that_is_taken_out_for_good_keeps_nobody() => Draining(Switchover, Left with { Gently = false }).ShouldBeEmpty();

    [Fact]
    public void A_region_that_may_not_be_sent_anything_keeps_nobody() => Draining(Switchover with { Unusable = [A] }, Left).ShouldBeEmpty();

    [Fact]
    public void A_region_that_only_gets_less_is_not_drained() => Draining(Switchover, Left with { Shares = Left.Shares.With(A, new(10)) }).ShouldBeEmpty();

    private static ImmutableSortedSet<RegionId> Draining(MoveRequest request, ShiftStep shift) => RouterSteps.Draining(Group("a active, b hot, c hot"), request, shift);
}
