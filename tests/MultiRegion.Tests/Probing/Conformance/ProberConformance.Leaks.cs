using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing.Conformance;

/// <content>Descriptors and memory, counted over hundreds of probes, and what happens when there are none left.</content>
public abstract partial class ProberConformance
{
    private const int Rounds = 300;

    // A connection that is not let go of holds more than this.
    private const int LeastLeak = 3 * 1024;

    [Theory(Timeout = 60_000)]
    [InlineData("closes")]
    [InlineData("resets")]
    [InlineData("speaks garbage")]
    [InlineData("contradicts itself")]
    [InlineData("floods the headers")]
    [InlineData("floods the body")]
    [InlineData("redirects")]
    [InlineData("is silent")]
    [InlineData("answers and always closes")]
    [InlineData("fails the handshake")]
    [InlineData("refuses")]
    public async Task Hundreds_of_probes_leave_neither_descriptors_nor_memory_behind(string target)
    {
        await RoundsAsync(target, Rounds / 3);
        var (sockets, memory) = (Sockets(), GC.GetTotalMemory(forceFullCollection: true));

        await RoundsAsync(target, Rounds);

        Sockets().ShouldBeLessThanOrEqualTo(sockets + 2);
        (GC.GetTotalMemory(forceFullCollection: true) - memory).ShouldBeLessThan(Rounds * LeastLeak);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_descriptors_a_probe_says_nothing_about_the_target_and_the_next_one_is_well()
    {
        // Nothing is kept whose descriptor could be used once more.
        await using var server = Hostile.Closing("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\ngreen");
        var named = Plain with { Host = "localhost" };
        // Once before, since what the runtime loads for the first time needs a descriptor too.
        await ShouldFindAsync(ProbeReason.ConnectionRefused, named, HttpProbeTests.FreePort());
        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
        await ShouldFindAsync(ProbeReason.Ok, named, server.Port);
        var before = Sockets();

        List<ProbeResult> starved = [];
        using (var limit = await DescriptorLimit.LowAsync())
        {
            foreach (var definition in (HttpProbeDefinition[])[Plain, named])
            {
                limit.TakeTheRest();
                starved.Add(await ProbeUntilAsync(Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System), definition, server.Port));
            }
        }

        starved.ShouldAllBe(static result => result.Outcome == ProbeOutcome.Unknown, string.Join('\n', starved));
        starved[0].Reason.ShouldBe(ProbeReason.OwnFault);
        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
        await ShouldFindAsync(ProbeReason.Ok, named, server.Port);
        Sockets().ShouldBeLessThanOrEqualTo(before + 2);
    }

    /// <summary>Probes a target of a kind again and again, with connections of its own that are all closed in the end.</summary>
    private async Task RoundsAsync(string target, int rounds)
    {
        using var context = new ProbeContext(TimeProvider.System);
        await using var server = ServerThat(target, out var asked);
        var port = target == "refuses" ? HttpProbeTests.FreePort() : server.Port;
        for (var round = 0; round < rounds; round++)
        {
            var worst = target == "is silent" ? asked.WaitAsync() : new TaskCompletionSource().Task;
            await ProbeUntilAsync(worst, target == "fails the handshake" ? Secured : Reading, port, context);
        }

        await server.Quiet;
    }

    private static LoopbackServer ServerThat(string target, out SemaphoreSlim asked)
    {
        var silent = asked = new SemaphoreSlim(0);
        return target switch
        {
            "resets" => Hostile.Resetting("HTTP/1.1 200 OK\r\n"),
            "speaks garbage" => Hostile.Closing("<html>green</html>\r\n"),
            "contradicts itself" => Hostile.Closing("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\ngreen"),
            "floods the headers" => Hostile.Endless("HTTP/1.1 200 OK\r\n", "X-More: abcdefghijklmnopqrstuvwxyz\r\n"),
            "floods the body" => Hostile.Endless("HTTP/1.1 200 OK\r\n\r\n", "abcdefghijklmnopqrstuvwxyz"),
            "redirects" => Hostile.Closing("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
            "answers and always closes" => Hostile.Closing("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\ngreen"),
            "fails the handshake" => new(static async (stream, end) =>
            {
                await stream.ReadExactlyAsync(new byte[5], end);
                await stream.WriteAsync(new byte[] { 21, 3, 3, 0, 2, 2, 40 }, end);
            }),
            "is silent" => new(async (stream, end) =>
            {
                await LoopbackServer.ReadRequestAsync(stream, end);
                silent.Release();
                await stream.CopyToAsync(Stream.Null, end);
            }),
            _ => Hostile.Closing(""),
        };
    }

    private static int Sockets() =>
        new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(static each => each.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}
