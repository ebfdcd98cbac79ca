using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace MultiRegion.Engine;

/// <summary>
/// Wakes the loop: set from any thread, waited for by the loop alone. Setting it while nobody waits is not lost. A wait allocates
/// nothing, since there are many.
/// </summary>
internal sealed class WakeSignal : IValueTaskSource, IDisposable
{
    private const int Idle = 0;
    private const int Signalled = 1;
    private const int Waiting = 2;

    private readonly ITimer _limit;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private int _state;

    public WakeSignal(TimeProvider time) =>
        _limit = time.CreateTimer(static signal => ((WakeSignal)signal!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public bool IsSet => Volatile.Read(ref _state) == Signalled;

    public void Set()
    {
        if (Interlocked.Exchange(ref _state, Signalled) == Waiting)
        {
            _wait.SetResult(true);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _wait.Reset();
        if (atMost > TimeSpan.Zero && Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
        {
            await using (cancellationToken.UnsafeRegister(static signal => ((WakeSignal)signal!).Wake(), this).ConfigureAwait(false))
            {
                _limit.Change(atMost, Timeout.InfiniteTimeSpan);
                await new ValueTask(this, _wait.Version).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        Clear();
    }

    /// <summary>Forgets a signal that the round about to begin answers.</summary>
    public void Clear() => Interlocked.CompareExchange(ref _state, Idle, Signalled);

    public void Dispose() => _limit.Dispose();

    // The time is over, if it is not that of an earlier wait, or nobody is to wait any longer: one round too many does no harm.
    private void Wake()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting)
        {
            _wait.SetResult(true);
        }
    }

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);
}
