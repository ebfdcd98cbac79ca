using System.Collections.Immutable;
using System.Globalization;
using MultiRegion;

namespace RegionOutage;

/// <summary>A promise of the sample, and whether this run kept it.</summary>
internal sealed record Check(bool Kept, string Words);

internal static class Checks
{
    public static ImmutableArray<Check> Of(Observations seen, Findings found)
    {
        var checks = ImmutableArray.CreateBuilder<Check>();
        var detection = found.SinceKill(found.Detected);
        checks.Add(new(detection <= seen.Settings.AllowedDetection, Text($"detected after {Ms(detection)}, at most {Ms(seen.Settings.AllowedDetection)} are allowed")));
        checks.Add(new(found.ByDeadRegion.IsEmpty, Text($"{found.ByDeadRegion.Count} requests to {Estate.Doomed} between switch and failback, by both logs")));
        checks.Add(Failures(seen, found));
        checks.Add(Reconciled(seen));
        checks.Add(new(found.FailbackShares.SequenceEqual([10, 30, 50, 80, 100]), $"came back by {string.Join(", ", found.FailbackShares)} %"));
        checks.Add(new(
            seen.Final.Regions.All(static region => region is { Verdict: Verdict.Healthy, Share.IsFull: true }) && seen.Final.Regions[0].State == RegionState.Serving,
            $"at the end: {string.Join(", ", seen.Final.Regions.Select(static region => $"{region.Region} {region.State.ToString().ToLowerInvariant()} {region.Share}"))}"));
        checks.Add(Writes(seen));
        if (seen.KilledAtStep is { } step)
        {
            checks.Add(Takeover(seen, found, step));
        }

        return checks.ToImmutable();
    }

    private static Check Failures(Observations seen, Findings found)
    {
        var outside = found.Failed.Count(attempt => attempt.Ended < seen.Killed || attempt.Decided >= found.Switched);
        return new(outside == 0, Text($"{found.Failed.Count()} of {seen.Attempts.Count} requests failed, {outside} of them outside the outage"));
    }

    // An answer can die with its region after the request was written down: then the client has a failure and the region an entry.
    private static Check Reconciled(Observations seen)
    {
        var attempts = seen.Attempts.ToDictionary(static attempt => attempt.Id);
        var once = seen.Served.DistinctBy(static served => served.Id).Count() == seen.Served.Count;
        var known = seen.Served.All(served => attempts.TryGetValue(served.Id, out var attempt) && attempt.Region == served.Region);
        var lost = seen.Served.Count(served => attempts.TryGetValue(served.Id, out var attempt) && !attempt.Succeeded);
        var succeeded = seen.Attempts.Count(static attempt => attempt.Succeeded);
        return new(
            once && known && seen.Served.Count == succeeded + lost,
            Text($"{succeeded} successes in the client's log + {lost} answers lost on their way = {seen.Served.Count} entries in the regions' access logs"));
    }

    private static Check Writes(Observations seen)
    {
        var markers = seen.Writes.Select(static write => (write.Marker.Epoch, write.Marker.Sequence)).Distinct().Count();
        return new(seen.SawEveryWrite && markers == seen.Writes.Count, Text($"{seen.Writes.Count} writes of the router under {markers} different markers"));
    }

    private static Check Takeover(Observations seen, Findings found, string step)
    {
        var moves = seen.Events.Where(static happened => happened is { Kind: EngineEventKind.MoveStarted, Phase: GroupPhase.FailingOver })
            .Select(static happened => happened.Epoch).Distinct().Count();
        var ended = seen.Events.LastOrDefault(happened => happened.Epoch == found.Epoch && happened.Kind == EngineEventKind.StepEnded);
        return new(
            moves == 1 && ended is not null && seen.At(ended) > seen.ControllerKilled && seen.ControllerPids.Distinct().Count() == 2,
            Text($"controller {seen.ControllerPids[0]} was killed at step {step}; {seen.ControllerPids[^1]} finished epoch {found.Epoch}"));
    }

    private static string Ms(TimeSpan span) => Text($"{span.TotalMilliseconds:0} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
