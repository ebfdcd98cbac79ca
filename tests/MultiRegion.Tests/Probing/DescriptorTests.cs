
namespace MultiRegion.Tests.Probing;

/// <summary>Alone, since other tests open and close sockets in the same process.</summary>
[CollectionDefinition(nameof(DescriptorTests), DisableParallelization = true)]
[Collection(nameof(DescriptorTests))]
public class DescriptorTests
{
    [Fact]
    public async Task Probes_of_a_target_that_refuses_closes_or_hangs_leave_no_descriptors_behind()
    {
        var before = Descriptors();
        using (var bench = new ProbeBench())
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

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
