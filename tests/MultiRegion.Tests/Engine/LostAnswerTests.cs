namespace MultiRegion.Tests.Engine;

public sealed class LostAnswerTests
{
    [Fact]
    public async Task A_move_whose_entry_was_stored_without_an_answer_is_read_again_and_carried_out()
    {
        await using var world = await new World().BeginAsync();
        world.Journal.TimeOutNext();

        var answer = await world.SayAsync(world.Command(CommandKind.SwitchOver, World.B));

        answer.Accepted.ShouldBeFalse();
        answer.Text.ShouldContain("is not known");
        await world.UntilAsync(static status => status.MoveEpoch is not null, TimeSpan.FromSeconds(5));
        await world.UntilAsync(static status => status.MoveEpoch is null, TimeSpan.FromMinutes(1));
        world.Fraction(World.B).ShouldBe(100);
    }
}
