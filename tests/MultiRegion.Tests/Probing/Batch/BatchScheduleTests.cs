using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing.Batch;

/// <summary>The scheduler and the batch prober together, over real sockets and in real time.</summary>
public sealed class BatchScheduleTests : IDisposable
{
    private static readonly ProbeSchedule Often = new() { Interval = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(15) };
    private static readonly ProbeSchedule Impatient = Often with { Timeout = TimeSpan.FromMilliseconds(200) };
    private readonly ProbeBench _bench = new ProbeBench().InBatches();
    private readonly SemaphoreSlim _woken = new(0);
    private readonly ProbeScheduler _scheduler;

    public BatchScheduleTests() => _scheduler = new(TimeProvider.System, 1, () => _woken.Release(), _bench.Context.Grain);

    public void Dispose()
    {
        _bench.Dispose();
        _woken.Dispose();
    }

    [Fact(Timeout = 20_000)]
    public async Task Many_targets_are_probed_over_and_over()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        _scheduler.SetTargets([.. Enumerable.Range(0, 50).Select(number => Target($"r{number}", server.Port))]);

        var seen = await RunAsync(1_000);

        seen.ShouldAllBe(static observation => observation.Result.Outcome == ProbeOutcome.Success);
        seen.DistinctBy(static observation => observation.Key).Count().ShouldBe(50);
        _scheduler.DroppedResults.ShouldBe(0);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_target_that_falls_silent_times_out_and_one_that_is_taken_away_is_not_heard_of_again()
    {
        await using var silent = new LoopbackServer(static (stream, end) => stream.CopyToAsync(Stream.Null, end));
        await using var good = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        _scheduler.SetTargets([Target("silent", silent.Port, Impatient), Target("good", good.Port)]);

        var seen = new List<ProbeObservation>();
        while (!seen.Exists(static one => one.Result is { Reason: ProbeReason.TimedOut, Detail: "while waiting for the answer" }))
        {
            seen.AddRange(await RunAsync(1));
        }

        _scheduler.SetTargets([Target("good", good.Port)]);
        (await RunAsync(20)).ShouldAllBe(static one => one.Key == Some.Key("good") && one.Result.Outcome == ProbeOutcome.Success);
    }

    [Fact(Timeout = 20_000)]
    public async Task Failures_that_are_news_wake_the_loop()
    {
        _scheduler.SetTargets([Target("eu", HttpProbeTests.FreePort())]);
        _scheduler.Hasten(Some.Key("eu"));
        _scheduler.ProbeNow(Some.Key("eu"));
        _scheduler.StartDue();

        await _woken.WaitAsync();

        _scheduler.TryTake(out var seen).ShouldBeTrue();
        seen.Result.Reason.ShouldBe(ProbeReason.ConnectionRefused);
    }

    private ScheduledTarget Target(string region, int port, ProbeSchedule? schedule = null) => new(
        Some.Key(region),
        Some.Target(region, port),
        ProbeFactory.Create(new HttpProbeDefinition(), _bench.Context),
        schedule ?? Often);

    private async Task<List<ProbeObservation>> RunAsync(int count)
    {
        var seen = new List<ProbeObservation>();
        while (seen.Count < count)
        {
            _scheduler.StartDue();
            while (_scheduler.TryTake(out var observation))
            {
                seen.Add(observation);
            }

            await _woken.WaitAsync(_scheduler.NextDue ?? TimeSpan.FromMilliseconds(10));
        }

        return seen;
    }
}
