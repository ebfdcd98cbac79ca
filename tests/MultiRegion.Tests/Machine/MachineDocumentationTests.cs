using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Tests.Machine;

public sealed class MachineDocumentationTests
{
    private static readonly (string Words, MoveKind Kind, MoveCause Cause)[] Moves =
    [
        ("Establish", MoveKind.Establish, MoveCause.Planned),
        ("Failover, dead", MoveKind.Failover, MoveCause.Dead),
        ("Failover, grey", MoveKind.Failover, MoveCause.Grey),
        ("Switchover", MoveKind.Switchover, MoveCause.Planned),
        ("Drain", MoveKind.Drain, MoveCause.Planned),
        ("Failback", MoveKind.Failback, MoveCause.Planned),
        ("Tombstone", MoveKind.Tombstone, MoveCause.Planned),
    ];

    [Fact]
    public void The_documented_interruptions_are_those_of_the_code() =>
        Documents.Table("machine.md", "move under way").Select(static cells => string.Join(" | ", cells)).ShouldBe(Moves.Select(static move =>
            string.Join(" | ", [move.Words, .. from cause in (MoveCause[])[MoveCause.Dead, MoveCause.Grey] from part in Enum.GetValues<RegionPart>() select Word(move, part, cause)])));

    [Fact]
    public void A_planned_wish_never_interrupts_a_move()
    {
        foreach (var kind in Enum.GetValues<MoveKind>())
        {
            foreach (var part in Enum.GetValues<RegionPart>())
            {
                Interruptions.Rule(kind, MoveCause.Planned, part, MoveCause.Planned).ShouldBe(Interruption.Ignore);
            }
        }

        Should.Throw<ArgumentOutOfRangeException>(static () => Interruptions.Rule((MoveKind)99, MoveCause.Dead, RegionPart.Other, MoveCause.Dead)).Message.ShouldContain("No rule for 99");
    }

    [Theory]
    [InlineData("region state", typeof(RegionState))]
    [InlineData("phase", typeof(GroupPhase))]
    [InlineData("kind", typeof(MoveKind))]
    [InlineData("step state", typeof(StepState))]
    public void Every_state_is_documented(string table, Type states) =>
        Documents.Table("machine.md", table).Select(static cells => cells[0]).ShouldBe(Enum.GetNames(states), ignoreOrder: true);

    private static string Word((string Words, MoveKind Kind, MoveCause Cause) move, RegionPart part, MoveCause cause) =>
        Interruptions.Rule(move.Kind, move.Cause, part, cause).ToString().ToLowerInvariant();
}
