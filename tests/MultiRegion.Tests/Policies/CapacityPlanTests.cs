using MultiRegion.Policies;
using MultiRegion.Routing;
using MultiRegion.Topology;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Policies;

public sealed class CapacityPlanTests
{
    // Rooms of the targets in order; what they get: shares are parts of what reaches a target.
    [Theory]
    [InlineData(100, "100", "b100", 100.0)]
    [InlineData(100, "150 50", "b100", 200.0)]
    [InlineData(100, "60 50", "b60 c100", 110.0)]
    [InlineData(100, "60 30", "b66.6 c100", 90.0)]
    [InlineData(100, "50 25 25", "b50 c50 d100", 100.0)]
    [InlineData(100, "0 100", "b0 c100", 100.0)]
    [InlineData(100, "0 0", "b100", 0.0)]
    [InlineData(0, "50 50", "b100", 100.0)]
    [InlineData(100, "33.35 80", "b33.3 c100", 113.35)]
    public void A_load_fills_the_targets_in_order_each_up_to_its_room(double load, string rooms, string shares, double room)
    {
        var spread = CapacitySpread.Of(load, [.. rooms.Split(' ').Select(static (text, i) => ((RegionId)"bcd"[i].ToString(), (double?)double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)))]);

        string.Join(' ', spread.Shares.Select(static share => $"{share.Region}{share.Share.Percent:0.##}")).ShouldBe(shares);
        spread.Room.ShouldBe(room);
    }

    [Fact]
    public void An_unknown_load_or_room_spreads_nothing()
    {
        CapacitySpread.Of(null, [(B, 10), (C, 20)]).Room.ShouldBeNull();
        CapacitySpread.Of(100, [(B, 10), (C, null)]).Shares.ShouldBe([(B, Share.Full), (C, Share.Full)]);
        CapacitySpread.Of(100, [(B, 10), (C, null)]).Room.ShouldBeNull();
    }

    [Theory]
    [InlineData("b hot room=50 full=80", false, 0, 50.0)]
    [InlineData("b hot room=50 full=80", true, 0, 80.0)]
    [InlineData("b hot room=50", true, 0, 50.0)]
    [InlineData("b hot room=50 full=80", true, 0.25, 60.0)]
    [InlineData("b hot", true, 0, null)]
    public void Room_is_the_capacity_less_the_headroom(string deployment, bool scaled, double headroom, double? room)
    {
        var group = Group($"a active, {deployment}", service => service with { Load = 1, Guards = service.Guards with { CapacityHeadroom = headroom } });

        CapacityPlan.RoomIn(group, B, scaled).ShouldBe(room);
    }

    [Fact]
    public void Without_a_load_there_is_no_room_to_speak_of()
    {
        CapacityPlan.RoomIn(Group("a active, b hot room=50"), B, scaled: false).ShouldBeNull();
        CapacityPlan.LoadOf(Group("a active, b hot room=50")).ShouldBeNull();
        CapacityPlan.RoomIn(Group("a active, b hot room=50", static service => service with { Load = 1 }), "nowhere", scaled: false).ShouldBeNull();
    }

    [Fact]
    public void A_group_needs_what_its_members_need_together()
    {
        var estate = Estate("a active room=10, b hot room=10 full=30", static service => service with { MoveGroup = "both", Load = service.Id == "x" ? 3 : 4 }, "x", "y");
        var group = GroupDefinition.Of(estate).Single();

        CapacityPlan.LoadOf(group).ShouldBe(7);
        CapacityPlan.RoomIn(group, B, scaled: true).ShouldBe(60);
        CapacityPlan.LoadOf(GroupDefinition.Of(estate with { Services = [estate.Services[0], estate.Services[1] with { Load = null }] }).Single()).ShouldBeNull();
    }
}
