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
    public async Task A_loop_with_a_thread_of_its_own_goes_on_there_after_each_wait()
    {
        using var signal = new WakeSignal(TimeProvider.System, hasThread: true);
        var threads = new HashSet<Thread>();

        for (var round = 0; round < 5; round++)
        {
            await signal.WaitAsync(Short, CancellationToken.None).ConfigureAwait(false);
            threads.Add(Thread.CurrentThread);
        }

        threads.ShouldHaveSingleItem().IsThreadPoolThread.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task However_often_others_set_it_each_wait_ends_once(bool hasThread)
    {
        using var signal = new WakeSignal(TimeProvider.System, hasThread);
        using var over = new CancellationTokenSource();
        var others = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                signal.Set();
                Thread.Yield();
            }
        })).ToList();

        for (var round = 0; round < 3000; round++)
        {
            await signal.WaitAsync(round % 2 == 0 ? Long : Short, CancellationToken.None);
        }

        await over.CancelAsync();
        await Task.WhenAll(others);
    }
}
