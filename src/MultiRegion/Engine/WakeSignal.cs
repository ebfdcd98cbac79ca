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

    private readonly ITimer? _limit;
    private readonly TurnThread? _thread;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private int _state;
    private bool _hasEnded;

    /// <summary>Makes a signal that nobody waits for.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="hasThread">Whether the loop goes on after a wait on a thread of its own, for one that waits many times a second; otherwise on the pool's.</param>
    public WakeSignal(TimeProvider time, bool hasThread = false)
    {
        if (hasThread)
        {
            _thread = new TurnThread(time, GoOn);
        }
        else
        {
            _limit = time.CreateTimer(static signal => ((WakeSignal)signal!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _wait.RunContinuationsAsynchronously = true;
        }
    }

    public bool IsSet => Volatile.Read(ref _state) == Signalled;

    public void Set()
    {
        if (Interlocked.Exchange(ref _state, Signalled) == Waiting)
        {
            End();
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
                _limit?.Change(atMost, Timeout.InfiniteTimeSpan);
                _thread?.CallAfter(atMost);
                await new ValueTask(this, _wait.Version).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        Clear();
    }

    /// <summary>Forgets a signal that the round about to begin answers.</summary>
    public void Clear() => Interlocked.CompareExchange(ref _state, Idle, Signalled);

    public void Dispose()
    {
        _limit?.Dispose();
        _thread?.Dispose();
    }

    // The time is over, if it is not that of an earlier wait, or nobody is to wait any longer: one round too many does no harm.
    private void Wake()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting)
        {
            End();
        }
    }

    // For whoever has ended the state of waiting, and nobody else.
    private void End()
    {
        if (_thread is null)
        {
            _wait.SetResult(true);
            return;
        }

        Volatile.Write(ref _hasEnded, true);
        _thread.Call();
    }

    // On the thread: the wait has ended, or its time is over. While one has ended that this has yet to tell of, no other can begin.
    private void GoOn()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting || Interlocked.Exchange(ref _hasEnded, false))
        {
            _wait.SetResult(true);
        }
    }

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);
}
