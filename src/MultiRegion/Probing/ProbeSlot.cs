namespace MultiRegion.Probing;

/// <summary>The scheduler's state of one target. Owned by the engine's loop, except for <see cref="Forsaken"/>.</summary>
internal sealed class ProbeSlot(ScheduledTarget target, long order, ProbeDraws draws = default)
{
    private int _forsaken;
    private ProbeDraws _draws = draws;

    /// <summary>The lots of its phase and its jitter.</summary>
    public ref ProbeDraws Draws => ref _draws;

    public ScheduledTarget Target { get; set; } = target;

    /// <summary>Decides between two that are due at the same time, so that a run can be replayed.</summary>
    public long Order => order;

    /// <summary>Where it stands in the heap; -1: not there.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>What is to happen next at that time: the start when nothing is in flight, or else the time-out, or else its grace.</summary>
    public TimeSpan EventAt { get; set; }

    /// <summary>The probe in flight.</summary>
    public ProbeRun? Run { get; set; }

    public TimeSpan? LastStart { get; set; }

    /// <summary>When the next regular probe is due.</summary>
    public TimeSpan RegularDue { get; set; }

    public bool Hastened { get; set; }

    /// <summary>That the next probe follows at once.</summary>
    public bool AtOnce { get; set; }

    /// <summary>Probes that were cancelled, were given up, and have not come back.</summary>
    public int Forsaken => Volatile.Read(ref _forsaken);

    public void Forsake() => Interlocked.Increment(ref _forsaken);

    public void ComeBack() => Interlocked.Decrement(ref _forsaken);

    /// <summary>When an idle target is due. The confirmation pace leaves the regular phase as it is.</summary>
    public TimeSpan DueFrom(TimeSpan earliest) => AtOnce ? earliest : Pace.Larger(Hastened ? HastenedDue(earliest) : RegularDue, earliest);

    private TimeSpan HastenedDue(TimeSpan earliest) => LastStart is { } last
        ? last + Target.Schedule.ConfirmInterval
        : Pace.Smaller(earliest + Target.Schedule.ConfirmInterval, RegularDue);
}
