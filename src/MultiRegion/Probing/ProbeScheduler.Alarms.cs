namespace MultiRegion.Probing;

/// <content>Alarms: reasons to look at a target before its time.</content>
internal sealed partial class ProbeScheduler
{
    private AlarmCrowd _crowd;

    /// <summary>How many alarms were heeded.</summary>
    public long Alarms { get; private set; }

    /// <summary>
    /// Makes a target due soon, or right after the probe that is in flight, and confirms a failure at the alarm interval for as long as a
    /// time-out. Its regular pace goes on as before. Too many alarms of one target are not heeded, and those of many targets are spread.
    /// </summary>
    public void Alarm(ProbeKey key) => Set(key, Alarm);

    private void Alarm(ProbeSlot slot)
    {
        var now = Now;
        if (!slot.Patience.Heeds(now))
        {
            return;
        }

        Alarms++;
        _crowd = _crowd.With(now);
        slot.Patience = slot.Patience.After(now, slot.AlarmDraws.Next());
        var at = now + _crowd.Delay(slot.Target.Schedule.Interval, slot.AlarmDraws.Next());
        slot.AlarmAt = at;
        slot.AlarmedUntil = slot.Target.MayCompress ? at + slot.Target.Schedule.Timeout : slot.AlarmedUntil;
    }
}
