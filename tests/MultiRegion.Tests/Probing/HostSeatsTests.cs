using System.Collections.Immutable;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

/// <summary>How many probes of one host may be in flight at once.</summary>
public sealed class HostSeatsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);
    private readonly Dictionary<string, int> _open = [];
    private int _most;

    [Fact]
    public void What_is_beyond_the_limit_waits_for_its_turn_and_succeeds()
    {
        var rig = new SchedulerRig(probesPerHost: 3);
        rig.Scheduler.SetTargets([.. Enumerable.Range(0, 12).Select(at => Target(rig, $"r{at}", "host", Ms * 100))]);
        AllAtOnce(rig, 12);

        rig.Run(Ms * 450);

        _most.ShouldBe(3);
        rig.Seen.Select(static seen => seen.Key).Distinct().Count().ShouldBe(12);
        rig.Seen.ShouldAllBe(static seen => seen.Outcome == ProbeOutcome.Success && !seen.StartedLate);
        rig.Scheduler.Waited.ShouldBeGreaterThanOrEqualTo(9);
        rig.Scheduler.MissedDeadlines.ShouldBe(0);
    }

    [Fact]
    public void A_limit_that_is_not_reached_changes_nothing()
    {
        var (free, limited) = (new SchedulerRig(), new SchedulerRig(probesPerHost: 20));
        foreach (var (rig, host) in new[] { (free, (string?)null), (limited, "host") })
        {
            rig.OnResult = seen => (seen.Outcome == ProbeOutcome.Failure ? (Action<ProbeKey>)rig.Scheduler.Hasten : rig.Scheduler.Relax)(seen.Key);
            rig.Scheduler.SetTargets([.. Enumerable.Range(0, 20).Select(at => Target(rig, $"r{at}", host, at % 4 == 0 ? null : Ms * at * 20))]);
            rig.Run(Second * 20);
        }

        limited.Seen.ShouldBe(free.Seen);
        limited.Scheduler.Waited.ShouldBe(0);
    }

    [Fact]
    public void A_host_that_hangs_holds_up_no_other()
    {
        var rig = new SchedulerRig(probesPerHost: 4);
        rig.Scheduler.SetTargets([
            .. Enumerable.Range(0, 100).Select(at => Target(rig, $"dead{at}", "dead", latency: null)),
            .. Enumerable.Range(0, 100).Select(at => Target(rig, $"well{at}", $"well{at % 50}", Ms * 5)),
        ]);

        rig.Run(Second * 20);

        var well = rig.Seen.Where(static seen => seen.Key.Region.Value.StartsWith("well", StringComparison.Ordinal)).GroupBy(static seen => seen.Key).ToList();
        well.Count.ShouldBe(100);
        well.ShouldAllBe(static each => each.All(static seen => seen.Outcome == ProbeOutcome.Success) && each.Count() >= 19);
    }

    [Fact]
    public void Every_target_of_a_host_that_hangs_has_its_turn_and_is_unknown_until_then()
    {
        // 8 seats of half a second each are 16 probes a second; 80 targets have one every 5 s.
        var rig = new SchedulerRig(probesPerHost: 8);
        var sent = new Dictionary<string, int>();
        rig.Scheduler.SetTargets([.. Enumerable.Range(0, 80).Select(at => Target(rig, $"r{at}", "dead", latency: null, onStart: region => sent[region] = sent.GetValueOrDefault(region) + 1))]);
        rig.OnResult = seen => rig.Scheduler.Hasten(seen.Key);

        rig.Run(Second * 61);

        sent.Count.ShouldBe(80);
        sent.Values.Min().ShouldBeGreaterThanOrEqualTo(11);
        sent.Values.Max().ShouldBeLessThanOrEqualTo(13);
        foreach (var target in rig.Seen.GroupBy(static seen => seen.Key))
        {
            target.Count(static seen => seen.Outcome == ProbeOutcome.Failure).ShouldBeInRange(sent[target.Key.Region.Value] - 1, sent[target.Key.Region.Value]);
            target.Where(static seen => seen.Outcome != ProbeOutcome.Failure).ShouldAllBe(static seen => seen.Outcome == ProbeOutcome.Unknown && seen.Result.Reason == ProbeReason.OwnFault);
        }

        rig.Scheduler.MissedDeadlines.ShouldBe(rig.Seen.Count(static seen => seen.Result.Reason == ProbeReason.OwnFault));
        rig.Scheduler.MissedDeadlines.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_failure_after_a_wait_that_was_our_own_doing_is_a_failure_all_the_same()
    {
        // Else a region of very many targets that hangs would never be noticed.
        var rig = new SchedulerRig(probesPerHost: 1);
        rig.Scheduler.SetTargets([Target(rig, "a", "dead", latency: null), Target(rig, "b", "dead", latency: null), Target(rig, "c", "dead", latency: null)]);
        AllAtOnce(rig, 0, "a", "b", "c");

        rig.Run(Ms * 1500);

        rig.Seen.Where(static seen => seen.Outcome == ProbeOutcome.Failure).Select(static seen => seen.Key.Region.Value).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void A_target_that_goes_leaves_its_seat_or_its_place_to_the_next()
    {
        var rig = new SchedulerRig(probesPerHost: 1);
        var targets = new[] { "a", "b", "c" }.Select(region => Target(rig, region, "host", latency: null)).ToList();
        rig.Scheduler.SetTargets(targets);
        AllAtOnce(rig, 0, "a", "b", "c");
        rig.Turn();
        _open.Keys.ShouldBe(["a"]);

        rig.Scheduler.SetTargets([targets[0], targets[2]]);
        rig.Turn();
        _open.Keys.ShouldBe(["a"]);

        rig.Scheduler.SetTargets([targets[2]]);
        rig.Turn();
        _open.Keys.ShouldBe(["c"]);
    }

    [Fact]
    public void A_target_that_moves_to_another_host_waits_no_longer()
    {
        var rig = new SchedulerRig(probesPerHost: 1);
        var (a, b, c) = (Target(rig, "a", "host", latency: null), Target(rig, "b", "host", latency: null), Target(rig, "c", "host", latency: null));
        rig.Scheduler.SetTargets([a, b, c]);
        AllAtOnce(rig, 0, "a", "b", "c");
        rig.Turn();

        rig.Scheduler.SetTargets([a, b with { Host = "other" }, c]);
        rig.Turn();
        _open.Keys.Order().ShouldBe(["a", "b"]);

        rig.Scheduler.SetTargets([a with { Host = "third", Target = Some.Target("a", 81) }, b with { Host = "other" }, c]);
        rig.Turn();
        _open.Keys.Order().ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Relaxing_a_target_that_has_just_been_given_a_seat_does_not_keep_the_seat_empty()
    {
        var rig = new SchedulerRig(probesPerHost: 1);
        rig.Scheduler.SetTargets([Rare("a", Ms * 300), Rare("b", Ms * 50), Rare("c", Ms * 50)]);
        AllAtOnce(rig, 0, "a");
        rig.Scheduler.Hasten(Some.Key("b"));
        rig.Run(Ms * 250);
        AllAtOnce(rig, 0, "c");
        rig.OnResult = _ => rig.Scheduler.Relax(Some.Key("b"));

        rig.Run(Ms * 200);

        rig.Seen.Select(static seen => seen.Key.Region.Value).ShouldBe(["a", "b", "c"]);

        ScheduledTarget Rare(string region, TimeSpan latency) =>
            Target(rig, region, "host", latency) with { Schedule = Some.Schedule with { Interval = TimeSpan.FromMinutes(1) } };
    }

    [Fact]
    public void Confirmations_beside_a_probe_take_no_seat_that_others_wait_for()
    {
        var rig = new SchedulerRig(probesPerHost: 1);
        var probe = new Prompt();
        rig.Scheduler.SetTargets([Some.Scheduled("a", probe) with { Host = "host", Beside = 2 }]);
        rig.Run(Second * 30);
        probe.Hangs = true;

        rig.Run(Second * 3);

        probe.Fresh.ShouldBe(0);
        rig.Seen.ShouldContain(static seen => seen.Outcome == ProbeOutcome.Failure);
        probe.Hangs = false;
        rig.Run(Second * 3);
        rig.Seen[^1].Outcome.ShouldBe(ProbeOutcome.Success);
    }

    [Fact]
    public void Confirmations_that_go_with_their_target_leave_their_seats()
    {
        var rig = new SchedulerRig(probesPerHost: 3);
        var probe = new Prompt();
        var target = Some.Scheduled("a", probe) with { Host = "host", Beside = 2 };
        rig.Scheduler.SetTargets([target, Target(rig, "b", "host", Ms)]);
        rig.Run(Second * 30);
        probe.Hangs = true;
        while (probe.Fresh < 2)
        {
            rig.Run(Ms);
        }

        rig.Scheduler.SetTargets([.. Enumerable.Range(0, 3).Select(at => Target(rig, $"r{at}", "host", latency: null))]);
        AllAtOnce(rig, 3);
        rig.Turn();

        _open.Keys.Order().ShouldBe(["r0", "r1", "r2"]);
    }

    [Fact]
    public void The_host_of_a_probe_is_its_own_or_that_of_the_endpoint_and_an_applications_probe_has_none()
    {
        var composite = new CompositeProbeDefinition { Probes = [new NamedProbeDefinition { Name = "own" }, new TcpProbeDefinition(), new HttpProbeDefinition { Host = "b.example.com" }] };

        ProbeHost.Of(new HttpProbeDefinition(), "eu.example.com").ShouldBe("eu.example.com");
        ProbeHost.Of(new HttpProbeDefinition { Host = "a.example.com" }, "eu.example.com").ShouldBe("a.example.com");
        ProbeHost.Of(new NamedProbeDefinition { Name = "own" }, "eu.example.com").ShouldBeNull();
        ProbeHost.Of(composite, "eu.example.com").ShouldBe("eu.example.com");
        ProbeHost.Of(composite with { Host = "a.example.com" }, "eu.example.com").ShouldBe("a.example.com");
        ProbeHost.Of(new TcpProbeDefinition(), "").ShouldBeNull();
    }

    private static void AllAtOnce(SchedulerRig rig, int count, params ReadOnlySpan<string> regions)
    {
        foreach (var region in (ImmutableArray<string>)[.. Enumerable.Range(0, count).Select(static at => $"r{at}"), .. regions])
        {
            rig.Scheduler.ProbeNow(Some.Key(region));
        }
    }

    /// <summary>A target whose probes take so long; null: until they are cancelled.</summary>
    private ScheduledTarget Target(SchedulerRig rig, string region, string? host, TimeSpan? latency, Action<string>? onStart = null) =>
        Some.Scheduled(region, token => SendAsync(rig, region, latency, onStart, token)) with { Host = host };

    private async ValueTask<ProbeResult> SendAsync(SchedulerRig rig, string region, TimeSpan? latency, Action<string>? onStart, CancellationToken token)
    {
        onStart?.Invoke(region);
        _open[region] = 1;
        _most = Math.Max(_most, _open.Count);
        var ended = new TaskCompletionSource<bool>();
        rig.Clock.After(latency ?? Timeout.InfiniteTimeSpan, () => ended.TrySetResult(true));
        await using var cancelled = token.Register(() => ended.TrySetResult(false));
        var answered = await ended.Task;
        _open.Remove(region);
        return answered ? Some.Ok : new(ProbeOutcome.Failure, ProbeReason.TimedOut, TimeSpan.Zero);
    }

    private sealed class Prompt : IPromptProbe
    {
        public bool Hangs { get; set; }

        public int Fresh { get; private set; }

        public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) =>
            Hangs ? Some.Hang(cancellationToken) : new(Some.Ok);

        public ValueTask<ProbeResult> ProbeFreshAsync(ProbeTarget target, CancellationToken cancellationToken)
        {
            Fresh++;
            return ProbeAsync(target, cancellationToken);
        }
    }
}
