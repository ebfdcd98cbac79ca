
namespace MultiRegion.Tests.Probing;

/// <summary>Alone, since other tests open and close sockets in the same process.</summary>
[CollectionDefinition(nameof(DescriptorTests), DisableParallelization = true)]
[Collection(nameof(DescriptorTests))]
public class DescriptorTests
{
    private readonly Func<ProbeBench, ProbeBench> _prepare;

    public DescriptorTests()
        : this(static bench => bench)
    {
    }

    private protected DescriptorTests(Func<ProbeBench, ProbeBench> prepare) => _prepare = prepare;

    [Fact]
    public async Task Probes_of_a_target_that_refuses_closes_or_hangs_leave_no_descriptors_behind()
    {
        var before = Descriptors();
        using (var bench = _prepare(new()))
        {
            await using var server = new LoopbackServer(async (stream, end) =>
            {
                await LoopbackServer.ReadRequestAsync(stream, end);
            });
            await using var deaf = new LoopbackServer(static (stream, end) => stream.CopyToAsync(Stream.Null, end));

            var refusing = HttpProbeTests.FreePort();
            for (var round = 0; round < 250; round++)
            {
                (await bench.ProbeAsync(new TcpProbeDefinition(), refusing)).Reason.ShouldBe(ProbeReason.ConnectionRefused);
                (await bench.ProbeAsync(new HttpProbeDefinition(), server.Port)).Reason.ShouldBe(ProbeReason.ConnectionLost);
                using var timeout = new CancellationTokenSource();
                var probing = bench.ProbeAsync(new HttpProbeDefinition(), deaf.Port, timeout.Token);
                await timeout.CancelAsync();
                (await probing).Reason.ShouldBe(ProbeReason.TimedOut);
            }

            await server.Quiet;
            Descriptors().ShouldBeLessThan(before + 100);
        }

        Descriptors().ShouldBeLessThanOrEqualTo(before + 10);
    }

    [Fact]
    public async Task Kept_connections_that_targets_end_and_those_made_for_one_probe_leave_no_descriptors_behind()
    {
        var before = Descriptors();
        using (var bench = _prepare(new()))
        {
            var (rings, rung) = (0, new SemaphoreSlim(0));
            bench.Context.Wires.OnTrip = _ =>
            {
                rings++;
                rung.Release();
            };
            await using var server = new LoopbackServer(static async (stream, end) =>
            {
                await LoopbackServer.ReadRequestAsync(stream, end);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), end);
            });
            var probe = (MultiRegion.Probing.IPromptProbe)MultiRegion.Probing.ProbeFactory.Create(new HttpProbeDefinition(), bench.Context);
            for (var round = 0; round < 250; round++)
            {
                (await probe.ProbeAsync(Some.Target("eu", server.Port), default)).Outcome.ShouldBe(ProbeOutcome.Success);
                await rung.WaitAsync();
                (await probe.ProbeFreshAsync(Some.Target("eu", server.Port), default)).Outcome.ShouldBe(ProbeOutcome.Success);
            }

            await server.Quiet;
            rings.ShouldBe(250);
            Descriptors().ShouldBeLessThan(before + 100);
        }

        Descriptors().ShouldBeLessThanOrEqualTo(before + 10);
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
