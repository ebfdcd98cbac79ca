using MultiRegion.Engine;

namespace MultiRegion.Testing.Simulation;

/// <summary>A controller's process: a production engine on clocks and wires of its own.</summary>
internal sealed class Controller
{
    private Task _round = Task.CompletedTask;

    public Controller(int number, VirtualClock clock)
    {
        (Number, Id) = (number, $"controller-{number}");
        Clock = new ProcessClock(clock);
    }

    /// <summary>1 for the first; a restarted one has a number of its own.</summary>
    public int Number { get; }

    public ControllerId Id { get; }

    public ProcessClock Clock { get; }

    public FailoverEngine? Engine { get; set; }

    public int Isolations { get; set; }

    public bool IsDead => Clock.IsDead;

    public bool Runs => !Clock.IsDead && !Clock.IsPaused && Engine is not null;

    /// <summary>Calls to providers and to the journal that have not been answered.</summary>
    public int CallsUnderWay { get; set; }

    public HashSet<string> CutOff { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the last round waits for an answer of the journal.</summary>
    public bool IsInRound => !_round.IsCompleted;

    /// <summary>When the engine wants its next round, if nothing comes before.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>After how long the next round is due; null while none can be made.</summary>
    public TimeSpan? NextRound(TimeSpan now) => !Runs || IsInRound ? null : Engine!.IsWoken || DueAt <= now ? TimeSpan.Zero : DueAt - now;

    /// <summary>Makes a round when one is due; one that is still under way goes on by itself.</summary>
    public bool Tick(TimeSpan now)
    {
        if (NextRound(now) != TimeSpan.Zero)
        {
            return false;
        }

        _round = Engine!.TickAsync().AsTask();
        Settle();
        DueAt = IsInRound || IsDead ? now : now + Engine.NextWake();
        return true;
    }

    /// <summary>Looks what became of the last round.</summary>
    public void Settle()
    {
        if (!_round.IsFaulted)
        {
            return;
        }

        var error = _round.Exception!.InnerException!;
        _round = Task.CompletedTask;
        if (error is not SimulatedCrashException)
        {
            throw new InvalidOperationException($"{Id} threw in a round: {error}", error);
        }
    }

    public void Kill()
    {
        Clock.Kill();
        Engine?.Abandon();
    }
}
