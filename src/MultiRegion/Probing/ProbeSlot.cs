namespace MultiRegion.Probing;

/// <summary>The scheduler's state of one target. Owned by the engine's loop, except for <see cref="Forsaken"/>.</summary>
internal sealed class ProbeSlot(ScheduledTarget target, long order, ProbeDraws draws = default, ProbeDraws alarmDraws = default)
{
    private int _forsaken;
    private ProbeDraws _draws = draws;
    private ProbeDraws _alarmDraws = alarmDraws;

    /// <summary>The lots of its phase and its jitter.</summary>
    public ref ProbeDraws Draws => ref _draws;

    /// <summary>The lots of its alarms: they leave the regular phase as it is.</summary>
    public ref ProbeDraws AlarmDraws => ref _alarmDraws;

    public ScheduledTarget Target { get; set; } = target;

    /// <summary>Decides between two that are due at the same time, so that a run can be replayed.</summary>
    public long Order => order;

    /// <summary>Where it stands in the heap; -1: not there.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>What is to happen next at that time: the start when nothing is in flight, or else the time-out, or else its grace.</summary>
    public TimeSpan EventAt { get; set; }

    /// <summary>The probe in flight.</summary>
    public ProbeRun? Run { get; set; }

    /// <summary>What the last probe was carried out with, to be used again; null: nothing can be.</summary>
    public ProbeRun? Spare { get; set; }

    public TimeSpan? LastStart { get; set; }

    /// <summary>When the next regular probe is due.</summary>
    public TimeSpan RegularDue { get; set; }

    public bool Hastened { get; set; }

    /// <summary>That the next probe follows at once.</summary>
    public bool AtOnce { get; set; }

    /// <summary>When a probe is due because of an alarm; null: no alarm waits for one.</summary>
    public TimeSpan? AlarmAt { get; set; }

    /// <summary>Until when failures are confirmed at the alarm interval.</summary>
    public TimeSpan AlarmedUntil { get; set; }

    /// <summary>How alarms are taken that come too often.</summary>
    public AlarmPatience Patience { get; set; }

    /// <summary>How long it usually takes.</summary>
    public LatencyProfile Usual { get; set; }

    /// <summary>Whether the last probe was answered as it should be.</summary>
    public bool AnsweredLast { get; set; }

    /// <summary>When the probe in flight begins to be suspicious; null: it does not.</summary>
    public TimeSpan? SuspectAt { get; set; }

    /// <summary>Those that confirm beside it; null: never needed yet.</summary>
    public ProbeSlot[]? Company { get; set; }

    /// <summary>Whether it is one of those, and goes when its probe is over.</summary>
    public bool IsCompanion { get; init; }

    /// <summary>The seats of the host that it probes; null: any number may be in flight.</summary>
    public HostSeats? Host { get; set; }

    /// <summary>The seat that it has, for its probe in flight or for one that is about to start.</summary>
    public HostSeats? Seat { get; set; }

    /// <summary>Where it stands in the line for a seat; null: it does not wait for one.</summary>
    public LinkedListNode<ProbeSlot>? Place { get; set; }

    /// <summary>Until when it waits for a seat before it is said that nothing is known.</summary>
    public TimeSpan PatientUntil { get; set; }

    /// <summary>Probes that were cancelled, were given up, and have not come back.</summary>
    public int Forsaken => Volatile.Read(ref _forsaken);

    public void Forsake() => Interlocked.Increment(ref _forsaken);

    public void ComeBack() => Interlocked.Decrement(ref _forsaken);

    /// <summary>When an idle target is due. The confirmation pace leaves the regular phase as it is.</summary>
    public TimeSpan DueFrom(TimeSpan earliest) => AtOnce ? earliest : Pace.Larger(Sooner(Hastened ? HastenedDue(earliest) : RegularDue), earliest);

    private TimeSpan Sooner(TimeSpan due) => AlarmAt is { } alarm && alarm < due ? alarm : due;

    private TimeSpan HastenedDue(TimeSpan earliest) => LastStart is { } last
        ? last + (last < AlarmedUntil ? Target.Schedule.AlarmInterval : Target.Schedule.ConfirmInterval)
        : Pace.Smaller(earliest + Target.Schedule.ConfirmInterval, RegularDue);
}
