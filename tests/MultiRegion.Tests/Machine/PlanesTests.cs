using MultiRegion.Machine;
using MultiRegion.Routing;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class PlanesTests
{
    private static readonly Marker Newer = new(9, 1, "other", "x");

    private static Shares Of(double a, double b) => Shares.AllFull.With(A, new(a)).With(B, new(b));

    [Fact]
    public void Planes_that_are_as_the_journal_says_are_no_event()
    {
        var scene = new Scene(Group("a active, b hot"));

        PlaneJudgement.Judge(scene.Group, scene.State, 9, new PlanesSeen { Highest = Newer }).ShouldBeNull();
        PlaneJudgement.Judge(scene.Group, scene.State, 0, new PlanesSeen()).ShouldBeNull();
    }

    [Theory]
    [InlineData("a active, b hot", 0, 100, "a:Out b:Serving")]
    [InlineData("a active, b hot", 100, 100, "a:Serving b:Standby")]
    [InlineData("a active, b hot", 30, 100, "a:Serving b:Standby")]
    [InlineData("a active, b hot", 0, 0, "a:Out b:Standby")]
    [InlineData("a active, b active", 0, 100, "a:Out b:Serving")]
    public void Markers_newer_than_the_journal_hold_and_set_the_regions_to_what_is_found(string deployments, double a, double b, string states)
    {
        var scene = new Scene(Group(deployments));
        scene.Dies(A);

        var found = PlaneJudgement.Judge(scene.Group, scene.State, 8, new PlanesSeen { Highest = Newer, Shares = Of(a, b) }).ShouldBeOfType<PlanesFound>();
        scene.Happen(found);

        scene.States.ShouldBe(states);
        scene.State.Hold!.Reason.Code.ShouldBe(ReasonCode.Superseded);
        scene.Shares.ShouldBe($"a{a} b{b}");
        PlaneJudgement.Judge(scene.Group, scene.State, 8, new PlanesSeen { Highest = Newer }).ShouldBeNull("it is held already");
    }

    [Fact]
    public void A_region_that_is_found_out_and_is_healthy_begins_its_stability_time()
    {
        var scene = new Scene(Group("a active, b hot"));

        scene.Happen(PlaneJudgement.Judge(scene.Group, scene.State, 8, new PlanesSeen { Highest = Newer, Shares = Of(0, 100) })!);

        scene.States.ShouldBe("a:Recovering b:Serving");
        scene.State.In(A).Since.ShouldBe(scene.Now);
        scene.State.In(B).Since.ShouldBe(scene.Now);
        scene.Say(CommandKind.Adopt);
        scene.Wait(60).Decide().Event.ShouldNotBeNull();
    }

    [Fact]
    public void What_is_found_ends_a_move_and_moves_the_home_of_the_data()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Dies(A).Round();

        scene.Happen(PlaneJudgement.Judge(scene.Group, scene.State, 8, new PlanesSeen { Highest = Newer, DataAt = B })!);

        scene.State.Move.ShouldBeNull();
        scene.State.DataAt.ShouldBe(B);
        scene.States.ShouldBe("a:Draining b:Standby", "shares that cannot be read back change nothing");
    }

    [Fact]
    public void What_cannot_be_read_of_the_data_leaves_its_home()
    {
        var scene = new Scene(DataGroup("a active, b hot"));

        scene.Happen(PlaneJudgement.Judge(scene.Group, scene.State, 8, new PlanesSeen { Highest = Newer })!);

        scene.State.DataAt.ShouldBe(A);
        scene.State.In(A).Since.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void What_is_not_ours_holds_unless_a_move_is_writing()
    {
        var scene = new Scene(Group("a active, b hot"));
        var seen = new PlanesSeen { Foreign = [("router main", "edited"), ("router second", "not marked")] };

        var hold = PlaneJudgement.Judge(scene.Group, scene.State, 1, seen).ShouldBeOfType<HoldPlaced>();
        (hold.Reason.Code, hold.Reason.Subject).ShouldBe((ReasonCode.ForeignEdit, "router main"));
        hold.Reason.Because.Select(static reason => $"{reason.Subject}: {reason.Detail}").ShouldBe(["router main: edited", "router second: not marked"]);
        scene.Dies(A).Round();

        PlaneJudgement.Judge(scene.Group, scene.State, 1, seen).ShouldBeNull();
    }
}
