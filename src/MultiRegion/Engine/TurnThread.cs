using MultiRegion.Probing;

namespace MultiRegion.Engine;

/// <summary>
/// A thread that a loop takes its turns on, and that sleeps in between. A thread of the pool looks for more work for a while before it
/// sleeps, which for a loop of many short turns costs more than the turns do. It begins with the first turn that is asked for.
/// </summary>
/// <param name="time">The system's clock.</param>
/// <param name="turn">The next turn, for which somebody called or whose time has come. Must not throw.</param>
internal sealed class TurnThread(TimeProvider time, Action turn) : IDisposable
{
    /// <summary>What the thread is called.</summary>
    public const string Name = "MultiRegion turns";

    private readonly ElapsedClock _clock = new(time);
    private readonly object _gate = new();
    private Thread? _thread;
    private TimeSpan? _at;
    private bool _isCalled;
    private bool _ends;

    /// <summary>Asks for a turn after some time, whatever was asked for before; <see cref="Call"/> may be sooner.</summary>
    public void CallAfter(TimeSpan wait)
    {
        lock (_gate)
        {
            _at = _clock.Now + wait;
            Wake();
        }
    }

    /// <summary>Asks for a turn now.</summary>
    public void Call()
    {
        lock (_gate)
        {
            _isCalled = true;
            Wake();
        }
    }

    /// <summary>The turn under way is the last. Waits for nothing: it may be called within that turn.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ends = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Wake()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = Name };
            _thread.Start();
        }

        Monitor.Pulse(_gate);
    }

    private void Run()
    {
        while (AwaitTurn())
        {
            turn();
        }
    }

    private bool AwaitTurn()
    {
        lock (_gate)
        {
            while (!_ends && !_isCalled && Left() is not { Ticks: <= 0 } and var left)
            {
                Monitor.Wait(_gate, left is { } until ? until : Timeout.InfiniteTimeSpan);
            }

            (_isCalled, _at) = (false, null);
            return !_ends;
        }
    }

    // To the next whole millisecond, since that is how long a thread can sleep.
    private TimeSpan? Left() => _at is { } at ? TimeSpan.FromMilliseconds(Math.Ceiling((at - _clock.Now).TotalMilliseconds)) : null;
}
