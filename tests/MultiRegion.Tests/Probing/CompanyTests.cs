using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

/// <summary>Confirmations that are sent beside a probe which keeps us waiting.</summary>
public sealed class CompanyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);
    private static readonly ProbeSchedule Even = new() { Jitter = 0 };
    private readonly SchedulerRig _rig = new();

    [Fact]
    public void A_target_that_hangs_fails_three_times_in_little_more_than_one_timeout()
    {
        var probe = Known("eu");

        var start = HangAndRun(probe, Second);

        Failures(start, Second).ShouldBe([Ms * 500, Ms * 550, Ms * 560]);
        probe.Fresh.ShouldBe(2);
        _rig.Scheduler.Accompanied.ShouldBe(2);
    }

    [Fact]
    public void Once_it_fails_its_probes_are_alone_again()
    {
        var probe = Known("eu");
        var failures = 0;
        _rig.OnResult = seen =>
        {
            if (++failures >= 3)
            {
                _rig.Scheduler.Relax(seen.Key);
            }
            else
            {
                _rig.Scheduler.Hasten(seen.Key);
            }
        };

        HangAndRun(probe, Second * 30);

        probe.Fresh.ShouldBe(2);
    }

    [Fact]
    public void A_slow_answer_costs_the_probes_beside_it_and_is_no_failure()
    {
        var probe = Known("eu");
        probe.Latency = Ms * 250;

        _rig.Run(Second * 1.5);

        _rig.Seen.ShouldAllBe(static seen => seen.Outcome == ProbeOutcome.Success);
        probe.Fresh.ShouldBe(2);
    }

    [Fact]
    public void An_answer_before_the_probes_beside_it_have_begun_calls_them_off()
    {
        var probe = Known("eu");
        probe.Latency = Ms * 55;

        _rig.Run(Second * 1.5);

        probe.Fresh.ShouldBe(1);
        _rig.Seen.ShouldAllBe(static seen => seen.Outcome == ProbeOutcome.Success);
    }

    [Fact]
    public void A_target_that_always_takes_so_long_is_not_suspected()
    {
        var probe = new Prompt(_rig) { Latency = Ms * 300 };
        _rig.Scheduler.SetTargets([Target("eu", probe)]);

        _rig.Run(Second * 60);

        probe.Fresh.ShouldBe(0);
    }

    [Fact]
    public void A_probe_of_the_applications_own_is_never_sent_twice_at_once()
    {
        var hangs = false;
        _rig.Scheduler.SetTargets([Some.Scheduled("eu", token => hangs ? Some.Hang(token) : new(Some.Ok), Even)]);
        _rig.Run(Second * 20);
        hangs = true;
        _rig.Seen.Clear();

        _rig.Run(Second * 3);

        _rig.Seen.Zip(_rig.Seen.Skip(1)).ShouldAllBe(static pair => pair.First.EndedAt <= pair.Second.StartedAt);
    }

    [Fact]
    public void When_everything_hangs_only_so_many_are_accompanied()
    {
        var probes = Enumerable.Range(0, 1000).Select(at => (Region: $"r{at}", Probe: new Prompt(_rig))).ToList();
        _rig.Scheduler.SetTargets([.. probes.Select(each => Target(each.Region, each.Probe))]);
        _rig.Run(Second * 20);
        probes.ForEach(static each => each.Probe.Hangs = true);

        _rig.Run(Second / 2);
        _rig.Scheduler.Accompanied.ShouldBeInRange(1, ProbeScheduler.MaximumCompany);
        _rig.Run(Second * 5);
        probes.ForEach(static each => each.Probe.Hangs = false);
        _rig.Run(Second * 5);

        probes.Sum(static each => each.Probe.Open).ShouldBe(0);
    }

    [Fact]
    public void Probes_beside_go_with_their_target()
    {
        var probe = Known("eu");
        probe.Hangs = true;
        _rig.Run(Second + (Ms * 100));
        probe.Open.ShouldBe(3);

        _rig.Scheduler.SetTargets([]);
        _rig.Seen.Clear();
        _rig.Run(Second);

        probe.Open.ShouldBe(0);
        _rig.Seen.ShouldBeEmpty();
        _rig.Scheduler.NextDue.ShouldBeNull();
    }

    // A target whose probes have been answered for long enough, with the first one at a whole second.
    private Prompt Known(string region)
    {
        var probe = new Prompt(_rig);
        _rig.OnResult = seen =>
        {
            if (seen.Outcome == ProbeOutcome.Failure)
            {
                _rig.Scheduler.Hasten(seen.Key);
            }
        };
        _rig.Scheduler.SetTargets([Target(region, probe)]);
        while (_rig.Seen.Count < 120)
        {
            _rig.Run(Ms);
        }

        _rig.Seen.Clear();
        return probe;
    }

    private TimeSpan HangAndRun(Prompt probe, TimeSpan span)
    {
        probe.Hangs = true;
        while (probe.Open == 0)
        {
            _rig.Run(Ms);
        }

        var start = probe.LastStart;
        _rig.Run(span);
        return start;
    }

    private List<TimeSpan> Failures(TimeSpan start, TimeSpan within) =>
        [.. _rig.Seen.Where(seen => seen.Outcome == ProbeOutcome.Failure && seen.EndedAt < start + within).Select(seen => seen.EndedAt - start)];

    private static ScheduledTarget Target(string region, IHealthProbe probe) => Some.Scheduled(region, probe, Even) with { Beside = 2 };

    /// <summary>A probe that ends as soon as it is cancelled, and takes as long as it is told to.</summary>
    private sealed class Prompt(SchedulerRig rig) : IPromptProbe
    {
        public bool Hangs { get; set; }

        public TimeSpan Latency { get; set; }

        public int Fresh { get; private set; }

        public int Open { get; private set; }

        public TimeSpan LastStart { get; private set; }

        public ValueTask<ProbeResult> ProbeFreshAsync(ProbeTarget target, CancellationToken cancellationToken)
        {
            Fresh++;
            return SendAsync(cancellationToken);
        }

        public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
        {
            LastStart = rig.Now;
            return SendAsync(cancellationToken);
        }

        private async ValueTask<ProbeResult> SendAsync(CancellationToken cancellationToken)
        {
            if (!Hangs && Latency == TimeSpan.Zero)
            {
                return Some.Ok;
            }

            Open++;
            var ended = new TaskCompletionSource<bool>();
            rig.Clock.After(Hangs ? Timeout.InfiniteTimeSpan : Latency, () => ended.TrySetResult(true));
            await using var cancelled = cancellationToken.Register(() => ended.TrySetResult(false));
            var answered = await ended.Task;
            Open--;
            return answered ? Some.Ok with { Latency = Latency } : new(ProbeOutcome.Failure, ProbeReason.TimedOut, TimeSpan.Zero);
        }
    }
}
