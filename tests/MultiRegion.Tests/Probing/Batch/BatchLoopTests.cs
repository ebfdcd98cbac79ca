using MultiRegion.Probing;
using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

public sealed class BatchLoopTests : IDisposable
{
    private readonly ProbeBench _bench = new ProbeBench().InBatches();

    public void Dispose() => _bench.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task Whoever_times_out_in_the_line_to_be_connected_says_nothing_about_the_target_and_the_others_are_answered()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var probe = new BatchHttpProbe(new(), _bench.Context, _bench.Context.Batch!);
        var owners = Enumerable.Range(0, 40).Select(static _ => new Owner()).ToList();
        var exchanges = owners.ConvertAll(owner => probe.Prepare(Some.Target("eu", server.Port), owner)!);

        // The loop begins with the first ring, so that all of these are for its first turn.
        exchanges.ForEach(static exchange => exchange.Begin());
        exchanges[^1].Cancel();

        var unlucky = await owners[^1].Result;
        (unlucky.Outcome, unlucky.Reason, unlucky.Detail).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault, "too many connections were being made"));
        foreach (var owner in owners.SkipLast(1))
        {
            (await owner.Result).Outcome.ShouldBe(ProbeOutcome.Success);
        }
    }

    [Fact(Timeout = 20_000)]
    public async Task A_probe_that_the_loop_took_up_late_says_nothing_about_its_target_when_it_times_out()
    {
        await using var silent = new LoopbackServer(static (stream, end) => stream.CopyToAsync(Stream.Null, end));
        var probe = new BatchHttpProbe(new(), _bench.Context, _bench.Context.Batch!);
        using var begun = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new Owner();
        var lateExchange = probe.Prepare(Some.Target("eu", silent.Port), late)!;
        var held = probe.Prepare(Some.Target("eu", HttpProbeTests.FreePort()), new Owner(OnOver))!;

        held.Begin();
        held.Announce();
        await isHeld.Task;
        lateExchange.Begin();
        begun.Set();

        (await late.Result).Reason.ShouldBe(ProbeReason.OwnFault);

        // On the loop, which is held up for as long as is not its usual self.
        void OnOver()
        {
            isHeld.SetResult();
            begun.Wait();
            SpinWait.SpinUntil(() => false, Pace.LeastTolerance * 1.2);
            lateExchange.Cancel();
        }
    }

    private sealed class Owner(Action? onOver = null) : IExchangeOwner
    {
        private readonly TaskCompletionSource<ProbeResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ProbeResult> Result => _result.Task;

        public void Over(ProbeResult result)
        {
            onOver?.Invoke();
            _result.TrySetResult(result);
        }
    }
}
