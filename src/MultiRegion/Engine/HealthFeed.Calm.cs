using MultiRegion.Probing;

namespace MultiRegion.Engine;

/// <content>Calm stretches.</content>
internal sealed partial class HealthFeed
{
    /// <summary>The targets at their regular pace; null when a probe is in flight, or its result would be news.</summary>
    public IEnumerable<ProbeSlot>? CalmTargets => _board?.IsSettled(_clock.Process) == true && _scheduler is ProbeScheduler { IsRegular: true } probes ? probes.Slots : null;

    /// <summary>The scheduler's own time.</summary>
    public TimeSpan SchedulerNow => ((ProbeScheduler)_scheduler).Now;

    /// <summary>For how long it still matters at least that the users of a region suffer, but for those with one verdict; null: nobody's do.</summary>
    public TimeSpan? SufferingMattersFor(Verdict? except) => Board.SufferingMattersUntil(_clock.Process, except) - _clock.Process;

    /// <summary>Whether the last results of a target were failures.</summary>
    public bool Fails(ProbeKey key) => Board.Fails(_targets[key].Index);

    public void Resume(ProbeSlot slot, in PaceWalk walk) => ((ProbeScheduler)_scheduler).Resume(slot, walk);

    /// <summary>A result of a target like the last one has just come, which the next <see cref="Repeat"/> counts.</summary>
    public void Touch(ProbeKey key) => Board.Touch(_targets[key].Index, _clock.Process);

    /// <summary>Folds many results of a target like the last one; the last of them comes now.</summary>
    public void Repeat(ProbeKey key, long times) => Board.Repeat(_targets[key].Index, times, _clock.Process);
}
