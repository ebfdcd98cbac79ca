using MultiRegion.Engine;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Probing;
using MultiRegion.Topology;

namespace MultiRegion;

/// <content>
/// Stretches in which nothing happens but what happened before: a simulation passes over them. Everything that is periodic goes on
/// where it would be had it been done every time.
/// </content>
public sealed partial class FailoverEngine
{
    /// <summary>The targets at their regular pace; null when something is under way that is not only waiting.</summary>
    internal IEnumerable<ProbeSlot>? CalmTargets =>
        _led && _keeper is { IsLoaded: true, Trouble: null } && !_signal.IsSet && _parts.Inbox is null && _boundTopology is not null
        && _topologyVersion == _parts.Topology.Version && ReferenceEquals(_boundTopology, _parts.Topology.Current)
        && _planes is { HasRead: true, IsIdle: true } && !_renewal.IsRunning && _desk.IsIdle && _notices.IsIdle
        && Groups.ById.All(group => group.Regions.All(region => _health.HasSeen(group, region)))
            ? _health.CalmTargets
            : null;

    /// <summary>For how long nothing follows from time alone; null when it is not known.</summary>
    internal TimeSpan? CalmFor
    {
        get
        {
            var (now, calm) = (_clock.Machine, TimeSpan.MaxValue);
            foreach (var group in Groups.ById)
            {
                calm = Earlier(calm, FailoverMachine.WakeAt(_keeper.Estate.Groups[group.Id]) - now);
                calm = Earlier(calm, RecheckIn(group.Id));
            }

            foreach (var (_, step, since) in _effects.UnderWay)
            {
                if (ChangesAt(step, since, now) is not { } at || at <= now)
                {
                    return null;
                }

                calm = Earlier(calm, at - now);
            }

            return calm;
        }
    }

    /// <summary>Whether a returning region is being judged by its users.</summary>
    internal bool IsSoaking => _effects.UnderWay.Any(static running => running.Step is SoakStep);

    /// <summary>Whether a step looks at a provider again and again.</summary>
    internal bool LooksAtProviders => _effects.UnderWay.Any(static running => running.Step is ShiftStep or WaitReadyStep or CatchUpStep);

    /// <summary>Whether a report like all before it can end a step: one that waits for users to be gone, or judges a region by them.</summary>
    /// <param name="latency">How long an answer takes where nothing is wrong.</param>
    internal bool AwaitsReports(TimeSpan latency)
    {
        foreach (var (group, step, since) in _effects.UnderWay)
        {
            if (step is AwaitQuietStep || (step is SoakStep soak && (_clock.Machine - since >= soak.Duration || !IsClean(group, since, latency))))
            {
                return true;
            }
        }

        return false;
    }

    // However many more good answers come on top of only good ones, no region stands out.
    private bool IsClean(GroupDefinition group, TimeSpan since, TimeSpan latency)
    {
        foreach (var region in group.Regions)
        {
            if (_view.TrafficOf(group.Id, region, since) is { } seen && (seen.Errors > 0 || (seen.Requests > 0 && (seen.MeanLatency - latency).Duration() > latency * 0.01)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes what was reported, without judging it yet.</summary>
    internal void TakeReports() => FoldReports();

    /// <summary>For how long it still matters at least that users suffer in some region, but for those with one verdict; null: nowhere do they.</summary>
    internal TimeSpan? SufferingMattersFor(Verdict? except = null) => _health.SufferingMattersFor(except);

    /// <summary>Whether the last results of a target were failures.</summary>
    internal bool Fails(ProbeKey key) => _health.Fails(key);

    internal TimeSpan SchedulerNow => _health.SchedulerNow;

    /// <summary>The connection that is kept to a region has ended, as the tripwire of a real probe would notice.</summary>
    internal void Trip(ServiceId service, RegionId region) => _bell.Ring(new(service, region));

    /// <summary>Goes on with a target behind the probes that were walked over.</summary>
    internal void Resume(ProbeSlot slot, in PaceWalk walk) => _health.Resume(slot, walk);

    /// <summary>A result of a target like the last one has just come, which the next <see cref="Repeat"/> counts.</summary>
    internal void Touch(ProbeKey key) => _health.Touch(key);

    /// <summary>Takes many results of a target like the last one; the last of them comes now.</summary>
    internal void Repeat(ProbeKey key, long times) => _health.Repeat(key, times);

    /// <summary>The last time within a span from now at which the lease falls due; null when it does not.</summary>
    internal TimeSpan? LastRenewalWithin(TimeSpan span) => LastWithin(_nextRenewal, _options.LeaseRetry, span);

    /// <summary>The last time within a span from now at which the planes are read; null when they are not.</summary>
    internal TimeSpan? LastReadingWithin(TimeSpan span) => _planes.NextDue is { } due ? LastWithin(due, _options.ReadinessInterval, span) : null;

    /// <summary>How long it is until the planes are read again, when they were last read so long ago or longer; null otherwise.</summary>
    internal TimeSpan? NextReadingIfNoneWithin(TimeSpan span) =>
        _planes.NextDue - _clock.Process is { } next && _options.ReadinessInterval - next >= span ? next : null;

    /// <summary>The readings before the last one within a span are passed over.</summary>
    internal void PassReadings(TimeSpan span)
    {
        if (LastReadingWithin(span) is { } last)
        {
            _planes.PassUntil(_clock.Process + last);
        }
    }

    /// <summary>The lease is renewed now, as it was every time in between.</summary>
    internal void RenewNow()
    {
        _nextRenewal = _clock.Process;
        Renew();
    }

    /// <summary>The round that follows now is not late.</summary>
    internal void ExpectRound() => _guard.Expect(TimeSpan.Zero);

    private TimeSpan? LastWithin(TimeSpan due, TimeSpan period, TimeSpan span)
    {
        var left = due - _clock.Process;
        return left > span ? null : left + (period * ((span - left).Ticks / period.Ticks));
    }

    // What only looks at the world is as calm as the world; what is in a call is not calm at all.
    private static TimeSpan? ChangesAt(MoveStep step, TimeSpan since, TimeSpan now) => step switch
    {
        SoakStep soak => since + soak.Duration + (now - since >= soak.Duration ? soak.InconclusiveFor : TimeSpan.Zero),
        AwaitQuietStep quiet => since + quiet.Deadline,
        VerifyStep verify => since + verify.For,
        ShiftStep or WaitReadyStep or CatchUpStep => TimeSpan.MaxValue,
        _ => null,
    };
}
