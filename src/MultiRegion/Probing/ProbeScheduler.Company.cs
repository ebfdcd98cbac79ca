namespace MultiRegion.Probing;

/// <content>
/// Confirmations that run beside a probe which keeps us waiting, over connections of their own: each has the whole time-out
/// and is a result like any other, so that a target that hangs costs one time-out and not one for each failure that is needed.
/// </content>
internal sealed partial class ProbeScheduler
{
    /// <summary>When nearly everything hangs at once it is most likely us: past so many, probes are confirmed one after the other.</summary>
    public const int MaximumCompany = 256;

    private int _company;

    /// <summary>How many confirmations were sent beside a probe.</summary>
    public long Accompanied { get; private set; }

    // Only a target that answered last time can surprise us; what fails already is being confirmed.
    private static TimeSpan? Patience(ProbeSlot slot) =>
        slot is { Hastened: false, AnsweredLast: true, Target.Beside: > 0 } ? Suspicion.After(slot.Usual, slot.Target.Schedule) : null;

    private void Accompany(ProbeSlot slot, ProbeRun run)
    {
        slot.SuspectAt = null;
        Attend();
        _heap.Set(slot, run.StartedAt + slot.Target.Schedule.Timeout);
        slot.Company ??= MakeCompany(slot);
        for (var at = 0; at < slot.Company.Length && _company < MaximumCompany; at++)
        {
            var companion = slot.Company[at];
            if (companion is { Run: null, HeapIndex: < 0 })
            {
                _company++;
                _heap.Set(companion, Now + (slot.Target.Schedule.AlarmInterval * at));
            }
        }
    }

    private static ProbeSlot[] MakeCompany(ProbeSlot slot)
    {
        var target = slot.Target with { Probe = new FreshProbe((IPromptProbe)slot.Target.Probe) };
        return [.. Enumerable.Range(0, target.Beside).Select(_ => new ProbeSlot(target, slot.Order) { IsCompanion = true, Host = slot.Host })];
    }

    private void StartBeside(ProbeSlot companion)
    {
        var now = Now;
        Accompanied++;
        companion.Run = new ProbeRun(companion, _flights).Begun(now, Pace.IsLate(companion.EventAt, now, companion.Target.Schedule));
        _heap.Set(companion, now + companion.Target.Schedule.Timeout);
        _flights.Start(companion.Run);
    }

    /// <summary>Learns from a probe's result; those beside it that have not begun are not wanted any more once it has answered.</summary>
    private void Learn(ProbeSlot slot, ProbeResult result)
    {
        slot.AnsweredLast = result.Outcome == ProbeOutcome.Success;
        if (slot.AnsweredLast && slot.Target.Beside > 0)
        {
            slot.Usual = slot.Usual.With(result.Latency);
            foreach (var companion in slot.Company ?? [])
            {
                if (companion.Run is null)
                {
                    Dismiss(companion);
                }
            }
        }
    }

    private void Dismiss(ProbeSlot companion)
    {
        if (companion.HeapIndex >= 0)
        {
            _company--;
            _heap.Remove(companion);
        }
    }

    private void DismissAll(ProbeSlot slot)
    {
        foreach (var companion in slot.Company ?? [])
        {
            Dismiss(companion);
            _flights.Forsake(companion);
            Leave(companion);
        }

        slot.Company = null;
    }
}
