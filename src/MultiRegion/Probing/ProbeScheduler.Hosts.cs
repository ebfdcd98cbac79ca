namespace MultiRegion.Probing;

/// <content>
/// At most so many probes of one host are in flight at once. What waits is not late by our own doing, and not the target's fault: it
/// starts when it is its turn, and until then nothing is known.
/// </content>
internal sealed partial class ProbeScheduler
{
    /// <summary>How many probes of one host may be in flight at once, unless it is set.</summary>
    public const int DefaultProbesPerHost = 1024;

    private readonly Dictionary<string, HostSeats> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<ProbeObservation> _missed = [];

    /// <summary>How many probes of one host may be in flight at once.</summary>
    public int ProbesPerHost { get; init; } = DefaultProbesPerHost;

    /// <summary>How many probes waited for their turn at their host.</summary>
    public long Waited { get; private set; }

    private HostSeats? SeatsAt(string? host)
    {
        if (host is null)
        {
            return null;
        }

        if (!_hosts.TryGetValue(host, out var seats))
        {
            _hosts.Add(host, seats = new(ProbesPerHost));
        }

        return seats;
    }

    private void ForgetHosts()
    {
        var known = _slots.Values.Select(static slot => slot.Target.Host).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var host in _hosts.Keys.Where(host => !known.Contains(host)).ToList())
        {
            _hosts.Remove(host);
        }
    }

    private void TurnAway(ProbeSlot slot, HostSeats host)
    {
        if (slot.IsCompanion)
        {
            // It would only have saved time: the confirmations follow one after the other instead.
            Dismiss(slot);
        }
        else
        {
            Await(slot, host);
        }
    }

    private void Await(ProbeSlot slot, HostSeats host)
    {
        var now = Now;
        if (host.LineUp(slot))
        {
            Waited++;
            slot.PatientUntil = now + slot.Target.Schedule.Interval;
        }
        else if (now >= slot.PatientUntil)
        {
            MissTurn(slot, now);
        }

        _heap.Set(slot, slot.PatientUntil);
    }

    // A whole round has passed: it keeps its place, and it is said that nothing is known.
    private void MissTurn(ProbeSlot slot, TimeSpan now)
    {
        MissedDeadlines++;
        slot.PatientUntil = now + slot.Target.Schedule.Interval;
        var unknown = Finding.Unknown(ProbeReason.OwnFault, "too many probes of its host were in flight").After(TimeSpan.Zero);
        _missed.Enqueue(new(slot.Target.Key, unknown, now, now, StartedLate: true));
    }

    /// <summary>Gives up its seat or its place; whoever has the seat now starts at once.</summary>
    private void Leave(ProbeSlot slot)
    {
        if (slot.Host?.Leave(slot) is { } next)
        {
            _heap.Set(next, Now);
        }
    }
}
