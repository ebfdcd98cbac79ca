using System.Threading.Channels;
using MultiRegion.Engine;

namespace MultiRegion.Tests.Engine;

public class TurnThreadTests
{
    private readonly Channel<Thread> _turns = Channel.CreateUnbounded<Thread>();

    [Fact]
    public async Task Each_call_is_answered_with_a_turn_on_the_same_thread()
    {
        using var turns = Make();

        turns.Call();
        var first = await Next();
        turns.Call();

        (await Next()).ShouldBe(first);
    }

    [Fact]
    public async Task A_turn_comes_when_its_time_has_come()
    {
        using var turns = Make();

        turns.CallAfter(TimeSpan.FromMilliseconds(1));

        await Next();
    }

    [Fact]
    public async Task A_call_is_sooner_than_a_time_that_was_asked_for()
    {
        using var turns = Make();

        turns.CallAfter(TimeSpan.FromHours(1));
        turns.Call();

        await Next();
    }

    [Fact]
    public async Task The_turn_that_disposes_of_it_is_the_last()
    {
        TurnThread? turns = null;
        turns = new(TimeProvider.System, () =>
        {
            turns!.Dispose();
            _turns.Writer.TryWrite(Thread.CurrentThread);
        });
        turns.Call();
        var thread = await Next();
        turns.Call();

        thread.Join();

        _turns.Reader.TryRead(out _).ShouldBeFalse();
    }

    private TurnThread Make() => new(TimeProvider.System, () => _turns.Writer.TryWrite(Thread.CurrentThread));

    private async Task<Thread> Next() => await _turns.Reader.ReadAsync();
}
