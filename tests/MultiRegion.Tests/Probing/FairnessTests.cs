using System.Net;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

/// <summary>Thousands of targets, most of them in trouble: the others are probed as if they were alone.</summary>
public sealed class FairnessTests
{
    private const int OfAKind = 600;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);
    private readonly SchedulerRig _rig = new(seed: 7, probesPerHost: OfAKind / 2);
    private readonly NameResolver _silent;

    public FairnessTests()
    {
        _silent = new(static _ => new TaskCompletionSource<IPAddress[]>().Task, _rig.Clock);
        _rig.OnResult = seen => (seen.Outcome == ProbeOutcome.Failure ? (Action<ProbeKey>)_rig.Scheduler.Hasten : _rig.Scheduler.Relax)(seen.Key);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Slow_and_dead_targets_and_a_resolver_that_hangs_change_nobody_elses_pace(bool share)
    {
        // Each at a host of its own, or all of a kind at one, with half as many seats.
        _rig.Scheduler.SetTargets([
            .. Enumerable.Range(0, OfAKind).Select(at => Target("well", at, share, _ => new(Some.Ok))),
            .. Enumerable.Range(0, OfAKind).Select(at => Target("slow", at, share, SlowAsync)),
            .. Enumerable.Range(0, OfAKind).Select(at => Target("dead", at, share, Some.Hang)),
            .. Enumerable.Range(0, OfAKind).Select(at => Target("lost", at, share, token => ResolveAsync($"lost{at}.example.com", token))),
        ]);

        _rig.Run(Second * 6);

        var well = Of("well");
        well.Count.ShouldBe(OfAKind);
        well.ShouldAllBe(static each => Periods(each).All(static period => period <= Second && period >= Second * (1 - Some.Schedule.Jitter) - TimeSpan.FromTicks(1)));
        _rig.Scheduler.MissedDeadlines.ShouldBe(0);
        ShouldBeSpread(well.SelectMany(static each => each).Where(static seen => seen.StartedAt >= Second && seen.StartedAt < Second * 5));
        Of("slow").ShouldAllBe(static each => each.Count() >= 4 && each.All(static seen => seen.Outcome == ProbeOutcome.Success));
        Of("dead").ShouldAllBe(each => each.Count() >= (share ? 4 : 9) && each.All(static seen => seen.Result.Reason == ProbeReason.TimedOut));
        Of("lost").ShouldAllBe(static each => each.Count() >= 4 && each.All(static seen => seen.Outcome == ProbeOutcome.Unknown));
    }

    [Fact]
    public void Targets_that_come_back_all_at_once_are_spread_as_before()
    {
        var isDead = true;
        _rig.Scheduler.SetTargets([.. Enumerable.Range(0, OfAKind).Select(at => Target("dead", at, false, token => isDead ? Some.Hang(token) : new(Some.Ok)))]);
        _rig.Run(Second * 5);
        isDead = false;
        _rig.Run(Second * 2);
        _rig.Seen.Clear();

        _rig.Run(Second * 5);

        ShouldBeSpread(_rig.Seen);
        Of("dead").ShouldAllBe(static each => Periods(each).All(static period => period <= Second));
    }

    private static void ShouldBeSpread(IEnumerable<ProbeObservation> seen)
    {
        var tenths = seen.CountBy(static each => (int)(each.StartedAt / (Ms * 100)) % 10).Select(static tenth => tenth.Value).ToList();
        tenths.Count.ShouldBe(10);
        tenths.Min().ShouldBeGreaterThan((int)(tenths.Average() * 0.7));
        tenths.Max().ShouldBeLessThan((int)(tenths.Average() * 1.3));
    }

    private List<IGrouping<ProbeKey, ProbeObservation>> Of(string kind) =>
        [.. _rig.Seen.Where(seen => seen.Key.Region.Value.StartsWith(kind, StringComparison.Ordinal)).GroupBy(static seen => seen.Key)];

    private static IEnumerable<TimeSpan> Periods(IEnumerable<ProbeObservation> seen) =>
        seen.Zip(seen.Skip(1), static (one, next) => next.StartedAt - one.StartedAt);

    private static ScheduledTarget Target(string kind, int at, bool share, Func<CancellationToken, ValueTask<ProbeResult>> probe) =>
        Some.Scheduled($"{kind}{at}", probe) with { Host = share ? kind : $"{kind}{at}" };

    private async ValueTask<ProbeResult> SlowAsync(CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource();
        _rig.Clock.After(Ms * 400, answered.SetResult);
        await answered.Task;
        return cancellationToken.IsCancellationRequested ? Some.Refused : Some.Ok;
    }

    private async ValueTask<ProbeResult> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await _silent.ResolveAsync(name, cancellationToken);
            return Some.Ok;
        }
        catch (OperationCanceledException)
        {
            return new(ProbeOutcome.Unknown, ProbeReason.NoRoute, TimeSpan.Zero);
        }
    }
}
