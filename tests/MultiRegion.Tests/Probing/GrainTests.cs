using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

/// <summary>In batches, a loop that has nothing to suspect makes few turns.</summary>
public sealed class GrainTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);
    private readonly SchedulerRig _rig = new(grain: Ms * 20);

    [Fact]
    public void What_is_due_within_the_grain_starts_together()
    {
        _rig.Scheduler.SetTargets([.. Enumerable.Range(0, 500).Select(static at => Some.Always($"r{at}", Some.Ok))]);

        _rig.Run(Second * 4);

        _rig.Seen.Count.ShouldBeGreaterThan(1500);
        _rig.Seen.Select(static seen => seen.StartedAt).Distinct().Count().ShouldBeLessThanOrEqualTo(201);
        _rig.Scheduler.MissedDeadlines.ShouldBe(0);
    }

    [Fact]
    public void What_is_suspected_does_not_wait_for_it()
    {
        _rig.OnResult = seen => (seen.Outcome == ProbeOutcome.Failure ? (Action<ProbeKey>)_rig.Scheduler.Hasten : _rig.Scheduler.Relax)(seen.Key);
        _rig.Scheduler.SetTargets([Some.Always("eu", Some.Refused) with { MayCompress = true }, .. Enumerable.Range(0, 500).Select(static at => Some.Always($"r{at}", Some.Ok))]);
        _rig.Scheduler.Alarm(Some.Key("eu"));

        _rig.Run(Second / 2);

        var starts = _rig.Seen.Where(static seen => seen.Key == Some.Key("eu")).Select(static seen => seen.StartedAt).ToList();
        starts.Zip(starts.Skip(1), static (one, next) => next - one).ShouldAllBe(static gap => gap <= Ms * 12);
    }
}
