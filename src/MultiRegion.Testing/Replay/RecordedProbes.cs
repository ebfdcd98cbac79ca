using MultiRegion.Probing;

namespace MultiRegion.Testing.Replay;

/// <summary>
/// Gives the engine the probes of a record, each once and at its time. A candidate that probes less often than the record did sees as much less;
/// one that probes more often cannot see more than there is.
/// </summary>
internal sealed class RecordedProbes(TimeProvider time, IReadOnlyList<(TimeSpan At, RecordedProbe Probe)> probes) : IProbeSource
{
    private readonly long _start = time.GetTimestamp();
    private readonly Queue<ProbeObservation> _ready = [];
    private readonly Dictionary<ProbeKey, Slot> _slots = [];
    private int _next;

    /// <summary>Results that came later than the candidate's time-out allows, and time-outs that it would have waited longer for.</summary>
    public (int CutShort, int NotWaitedFor) Doubtful { get; private set; }

    /// <summary>Results that the candidate would not have looked for.</summary>
    public int LeftOut { get; private set; }

    public bool IsOver => _next >= probes.Count && _ready.Count == 0;

    public TimeSpan? NextDue => _ready.Count > 0 ? TimeSpan.Zero
        : _next < probes.Count ? Larger(probes[_next].At - Now, TimeSpan.Zero)
        : null;

    private TimeSpan Now => time.GetElapsedTime(_start);

    public void SetTargets(IReadOnlyList<ScheduledTarget> targets)
    {
        _slots.Clear();
        foreach (var target in targets)
        {
            _slots.Add(target.Key, new(target));
        }
    }

    public void StartDue()
    {
        for (; _next < probes.Count && probes[_next].At <= Now; _next++)
        {
            Take(probes[_next].At, probes[_next].Probe);
        }
    }

    public bool TryTake(out ProbeObservation observation) => _ready.TryDequeue(out observation);

    public void Hasten(ProbeKey key) => _slots[key].Hasten(isHastened: true);

    public void Relax(ProbeKey key) => _slots[key].Hasten(isHastened: false);

    public void ProbeNow(ProbeKey key) => _slots[key].AtOnce();

    private void Take(TimeSpan at, RecordedProbe probe)
    {
        if (!_slots.TryGetValue(KeyOf(probe), out var slot))
        {
            return;
        }

        if (!slot.Wants(at - probe.Latency))
        {
            LeftOut++;
            return;
        }

        _ready.Enqueue(new(slot.Target.Key, Judged(probe, slot.Target.Schedule.Timeout), at - probe.Latency, at, StartedLate: false));
    }

    private ProbeResult Judged(RecordedProbe probe, TimeSpan timeout)
    {
        if (probe.Outcome == ProbeOutcome.Success && probe.Latency > timeout)
        {
            Doubtful = Doubtful with { CutShort = Doubtful.CutShort + 1 };
            return new(ProbeOutcome.Failure, ProbeReason.TimedOut, timeout);
        }

        if (probe is { Outcome: ProbeOutcome.Failure, Reason: ProbeReason.TimedOut } && probe.Latency < timeout * 0.9 && probe.Latency > TimeSpan.Zero)
        {
            Doubtful = Doubtful with { NotWaitedFor = Doubtful.NotWaitedFor + 1 };
        }

        return new(probe.Outcome, probe.Reason, probe.Latency);
    }

    private static ProbeKey KeyOf(RecordedProbe probe) =>
        probe.Service is { } service ? new(service, probe.Region!.Value) : ProbeKey.OfReference($"reference {probe.Reference}");

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>When the candidate would look at a target again.</summary>
    private sealed class Slot(ScheduledTarget target)
    {
        // What the record's own jitter takes off an interval must not cost a look.
        private const double Slack = 0.8;

        private TimeSpan _last;
        private TimeSpan _due;
        private bool _hastened;
        private bool _atOnce;

        public ScheduledTarget Target => target;

        public bool Wants(TimeSpan start)
        {
            if (start < _due && !_atOnce && !(_hastened && start - _last >= target.Schedule.ConfirmInterval * Slack))
            {
                return false;
            }

            // A look out of turn does not move the regular ones, as in the scheduler.
            _due = start < _due ? _due : start + (target.Schedule.Interval * Slack);
            (_last, _atOnce) = (start, false);
            return true;
        }

        public void Hasten(bool isHastened) => _hastened = isHastened;

        public void AtOnce() => _atOnce = true;
    }
}
