using System.Collections.Immutable;
using MultiRegion;

namespace RegionOutage;

/// <summary>What the observations of a run amount to. Throws <see cref="OutageException"/> when something to measure never happened.</summary>
internal sealed class Findings
{
    private readonly Observations _seen;

    public Findings(Observations seen)
    {
        _seen = seen;
        Detected = At(Found("the verdict on the dead region", static happened =>
            happened is { Kind: EngineEventKind.VerdictChanged, Reason: { Code: ReasonCode.RegionUnhealthy, Subject: var subject } } && subject == Estate.Doomed.Value));
        Epoch = Found("the failover", static happened => happened is { Kind: EngineEventKind.MoveStarted, Phase: GroupPhase.FailingOver }).Epoch;
        Failback = At(Found("the failback", static happened => happened is { Kind: EngineEventKind.MoveStarted, Phase: GroupPhase.FailingBack }));
        Switched = Switch();
        Recovered = Recovery();
        ByDeadRegion = [.. Astray()];
        FailbackShares = [.. Steps()];
    }

    /// <summary>When the verdict was in the journal, and told.</summary>
    public TimeSpan Detected { get; }

    /// <summary>
    /// When a client first got a route without the dead region. Taken after the look: whoever looks later sees it too, so a request
    /// that is decided on later and still goes there would be a broken promise, not bad luck.
    /// </summary>
    public TimeSpan Switched { get; }

    /// <summary>When the last client that had met a failure met its next success.</summary>
    public TimeSpan Recovered { get; }

    /// <summary>When the failback began: from here on the region may be sent requests again.</summary>
    public TimeSpan Failback { get; }

    /// <summary>The epoch of the failover.</summary>
    public long Epoch { get; }

    /// <summary>
    /// Requests to the dead region between the switch and the failback: those that a client decided on, by its own log, and
    /// those that arrived, by the region's access log. It is alive again for most of that time.
    /// </summary>
    public ImmutableHashSet<long> ByDeadRegion { get; }

    /// <summary>The shares that the region was given on its way back, by the router's file.</summary>
    public ImmutableArray<double> FailbackShares { get; }

    public TimeSpan SinceKill(TimeSpan at) => at - _seen.Killed;

    public IEnumerable<Attempt> Failed => _seen.Attempts.Where(static attempt => !attempt.Succeeded);

    private EngineEvent Found(string what, Func<EngineEvent, bool> isIt) =>
        _seen.Events.FirstOrDefault(happened => At(happened) > _seen.Killed && isIt(happened))
        ?? throw new OutageException($"The controllers never told of {what}.");

    private TimeSpan At(EngineEvent happened) => _seen.At(happened);

    private TimeSpan Switch()
    {
        var views = _seen.Routes.Where(view => view.At > _seen.Killed && view.Fractions.All(static fraction => fraction.Region != Estate.Doomed))
            .Select(static view => view.At);
        var sent = _seen.Attempts.Where(attempt => attempt.Decided > _seen.Killed && attempt.Region != Estate.Doomed).Select(static attempt => attempt.Routed);
        return views.Concat(sent).Order().Select(static at => (TimeSpan?)at).FirstOrDefault()
            ?? throw new OutageException($"Clients never got a route without {Estate.Doomed}.");
    }

    private TimeSpan Recovery()
    {
        var recovered = _seen.Killed;
        foreach (var client in _seen.Attempts.GroupBy(static attempt => attempt.Client))
        {
            var failed = client.LastOrDefault(attempt => !attempt.Succeeded && attempt.Ended > _seen.Killed && attempt.Decided < Switched);
            var first = failed is null ? null : client.FirstOrDefault(attempt => attempt.Succeeded && attempt.Decided >= failed.Ended);
            recovered = first?.Ended > recovered ? first.Ended : recovered;
        }

        return recovered;
    }

    private IEnumerable<long> Astray() =>
        _seen.Attempts.Where(attempt => attempt.Region == Estate.Doomed && attempt.Decided >= Switched && attempt.Decided < Failback).Select(static attempt => attempt.Id)
            .Concat(_seen.Served.Where(served => served.Region == Estate.Doomed && served.At >= Switched && served.At < Failback).Select(static served => served.Id));

    private IEnumerable<double> Steps()
    {
        var last = 0.0;
        foreach (var share in _seen.Writes.Where(write => write.At > Failback).Select(static write => write.Shares[Estate.Doomed].Percent))
        {
            if (share != last)
            {
                yield return last = share;
            }
        }
    }
}
