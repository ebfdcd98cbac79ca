using System.Collections.Concurrent;

namespace MultiRegion.Probing.Batch;

/// <summary>
/// One thread that carries out all batch probes: it owns their connections, their places and the wheel of timers. Others only post
/// commands to it and ring. It begins with the first ring and ends when it is disposed of.
/// </summary>
internal sealed partial class BatchLoop : IDisposable
{
    /// <summary>How long probes that are due are collected, while nothing is suspected.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(20);

    private const int BufferSize = 64 * 1024;
    private const int HandshakesForEachProcessor = 8;
    private const int DialsInATurn = 32;
    private readonly Poller _poller;
    private readonly Doorbell _bell;
    private readonly ElapsedClock _clock;
    private readonly Action<ProbeKey> _trip;
    private readonly ConcurrentQueue<BatchCommand> _commands = new();
    private readonly Lock _life = new();
    private Thread? _thread;
    private volatile bool _ends;
    private volatile bool _ended;

    private BatchLoop(Poller poller, Doorbell bell, TimeProvider time, NameResolver names, Action<ProbeKey> trip)
    {
        (_poller, _bell, _trip, Time, Names, _clock) = (poller, bell, trip, time, names, new(time));
        _poller.Add(bell.Descriptor, 0, Readiness.Readable, onceForEachChange: false);
    }

    public TimeProvider Time { get; }

    /// <summary>Finds the addresses of hosts.</summary>
    public NameResolver Names { get; }

    /// <summary>The time on the clock of <see cref="Wheel"/>.</summary>
    public TimeSpan Now => _clock.Now;

    public TimerWheel Wheel { get; } = new();

    /// <summary>Who may begin to connect, so many in a turn: answers are looked for between two turns.</summary>
    public YoungestFirst<Dial> Dials { get; } = new(DialsInATurn);

    /// <summary>Who may shake hands over TLS.</summary>
    public YoungestFirst<Connection> Handshakes { get; } = new(HandshakesForEachProcessor * Environment.ProcessorCount);

    /// <summary>What is received is put here; good until the next is.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

    /// <summary>A loop; null where there can be none: it needs Linux on x64 or arm64, and the system's own clock.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="names">Finds the addresses of hosts.</param>
    /// <param name="trip">Told of each target whose connection ended while it rested; must return at once.</param>
    public static BatchLoop? TryMake(TimeProvider time, NameResolver names, Action<ProbeKey> trip)
    {
        if (!BatchPlatform.IsFit || time != TimeProvider.System || Poller.TryMake() is not { } poller)
        {
            return null;
        }

        if (Doorbell.TryMake() is { } bell)
        {
            return new(poller, bell, time, names, trip);
        }

        poller.Close();
        return null;
    }

    /// <summary>Leaves a command for the loop, which hears of it with the next ring.</summary>
    public void Post(BatchCommand command) => _commands.Enqueue(command);

    /// <summary>Wakes the loop.</summary>
    public void Ring()
    {
        lock (_life)
        {
            if (!_ends && _thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "MultiRegion batch prober" };
                _thread.Start();
            }

            if (!_ended)
            {
                _bell.Ring();
                return;
            }
        }

        RefuseAll();
    }

    /// <summary>Ends the loop and whatever is under way; returns when all is closed.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_life)
        {
            (_ends, thread) = (true, _thread);
            if (!_ended)
            {
                _bell.Ring();
            }
        }

        if (thread is null)
        {
            Close();
        }
        else
        {
            thread.Join();
        }
    }

    private void Close()
    {
        lock (_life)
        {
            if (!_ended)
            {
                _ended = true;
                _poller.Close();
                _bell.Close();
            }
        }

        RefuseAll();
    }

    private void RefuseAll()
    {
        while (_commands.TryDequeue(out var command))
        {
            (command.About as Exchange ?? (command.About as Lookup)?.Exchange)?.Refuse(isNew: command.Kind == CommandKind.Begin);
        }
    }
}
