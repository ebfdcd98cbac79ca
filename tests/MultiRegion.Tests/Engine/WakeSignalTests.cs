using MultiRegion.Engine;

namespace MultiRegion.Tests.Engine;

public class WakeSignalTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_set_before_the_wait_is_not_lost(bool hasThread)
    {
        using var signal = new WakeSignal(TimeProvider.System, hasThread);
        signal.Set();

        await signal.WaitAsync(Long, CancellationToken.None);

        signal.IsSet.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_ends_when_it_is_set_or_its_time_is_over(bool hasThread)
    {
        using var signal = new WakeSignal(TimeProvider.System, hasThread);

        await signal.WaitAsync(Short, CancellationToken.None);
        var waiting = signal.WaitAsync(Long, CancellationToken.None);
        signal.Set();

        await waiting;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_that_is_cancelled_ends(bool hasThread)
    {
        using var signal = new WakeSignal(TimeProvider.System, hasThread);
        using var cancellation = new CancellationTokenSource();
        var waiting = signal.WaitAsync(Long, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public async Task A_loop_with_a_thread_of_its_own_goes_on_there()
    {
        using var signal = new WakeSignal(TimeProvider.System, hasThread: true);
        var isItsOwn = false;

        // A wait that is over before it is awaited goes on elsewhere.
        for (var round = 0; round < 1000 && !isItsOwn; round++)
        {
            isItsOwn = await GoesOnItsOwnAsync(signal);
        }

        isItsOwn.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task However_often_others_set_it_each_wait_ends_once(bool hasThread)
    {
        using var signal = new WakeSignal(TimeProvider.System, hasThread);
        using var over = new CancellationTokenSource();
        var other = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                signal.Set();
                Thread.Yield();
            }
        });

        for (var round = 0; round < 500; round++)
        {
            await signal.WaitAsync(round % 2 == 0 ? Long : Short, CancellationToken.None);
        }

        await over.CancelAsync();
        await other;
    }

    private static async Task<bool> GoesOnItsOwnAsync(WakeSignal signal)
    {
        await signal.WaitAsync(Short, CancellationToken.None).ConfigureAwait(false);
        return Thread.CurrentThread.Name == TurnThread.Name;
    }
}
