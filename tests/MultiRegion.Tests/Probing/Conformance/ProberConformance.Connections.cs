using System.Net;
using System.Net.Sockets;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing.Conformance;

/// <content>Connections that break, hang or never come about.</content>
public abstract partial class ProberConformance
{
    private const string Sized = "HTTP/1.1 200 OK\r\nX-Header: value\r\nContent-Length: 4\r\n\r\ngray";
    private const string InChunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngray\r\n0\r\nX-Trailer: x\r\n\r\n";

    [Theory(Timeout = 30_000)]
    [InlineData(Sized)]
    [InlineData(InChunks)]
    public async Task A_connection_that_ends_before_the_answer_does_is_lost_wherever_that_is(string answer)
    {
        await EarlyEndAsync(answer, length => Hostile.Closing(answer[..length]));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(Sized)]
    [InlineData(InChunks)]
    public async Task A_connection_that_is_reset_before_the_answer_ends_is_lost_wherever_that_is(string answer)
    {
        await EarlyEndAsync(answer, length => Hostile.Resetting(answer[..length]));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\ngr")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngray\r\n0\r\nX-Slow: ")]
    public async Task A_target_that_sends_a_byte_now_and_then_times_out_however_many_have_come(string beginning)
    {
        var worst = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            foreach (var letter in Hostile.Bytes(beginning))
            {
                await stream.WriteAsync(new[] { letter }, end);
                await Task.Yield();
            }

            worst.SetResult();
            await stream.CopyToAsync(Stream.Null, end);
        });

        var result = await ProbeUntilAsync(worst.Task, Reading, server.Port);

        (result.Outcome, result.Reason, result.Detail).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut, "while waiting for the answer"));
        await server.Quiet;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_on_which_a_probe_timed_out_is_not_used_again()
    {
        // A peer that has gone without a word: what was kept is silent from now on, a new connection is answered.
        var worst = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync(Hostile.Bytes(Hostile.Good), end);
            if (await LoopbackServer.ReadRequestAsync(stream, end) is not "")
            {
                worst.TrySetResult();
                await stream.CopyToAsync(Stream.Null, end);
            }
        });

        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
        (await ProbeUntilAsync(worst.Task, Plain, server.Port)).Reason.ShouldBe(ProbeReason.TimedOut);
        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
        server.Accepted.ShouldBe(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_target_that_always_closes_is_asked_over_a_new_connection_each_time()
    {
        await using var server = Hostile.Closing("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\ngreen");

        for (var round = 0; round < 20; round++)
        {
            await ShouldFindAsync(ProbeReason.Ok, Reading, server.Port);
        }

        server.Accepted.ShouldBe(20);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_target_that_does_not_close_although_it_said_so_is_asked_over_a_new_connection_each_time()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 5\r\n\r\ngreen");

        for (var round = 0; round < 5; round++)
        {
            await ShouldFindAsync(ProbeReason.Ok, Reading, server.Port);
        }

        server.Accepted.ShouldBe(5);
        await server.Quiet;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_target_that_never_accepts_times_out()
    {
        // With its backlog full, a listener leaves further connections unanswered.
        using var listener = Listening(backlog: 0);
        using var filler = new TcpClient();
        await filler.ConnectAsync(IPAddress.Loopback, PortOf(listener));

        // How far a connection attempt has come shows nowhere, so a real span it is.
        var result = await ProbeUntilAsync(Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System), Plain, PortOf(listener));

        (result.Outcome, result.Reason, result.Detail).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut, "while connecting"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_target_that_accepts_and_never_reads_times_out()
    {
        using var listener = Listening(backlog: 8);
        listener.ReceiveBufferSize = 4096;
        var large = Plain with { Headers = Plain.Headers.Add("X-Large", new string('x', 6 * 1024 * 1024)) };

        var result = await ProbeUntilAsync(Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System), large, PortOf(listener));

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_port_where_nobody_listens_refuses() =>
        await ShouldFindAsync(ProbeReason.ConnectionRefused, Plain, HttpProbeTests.FreePort());

    [Fact(Timeout = 30_000)]
    public async Task An_address_that_nothing_leads_to_says_nothing_about_the_target() =>
        await ShouldFindAsync(ProbeReason.NoRoute, Plain with { Host = "255.255.255.255" }, 80);

    [Fact(Timeout = 30_000)]
    public async Task A_name_that_does_not_exist_or_a_resolver_that_fails_is_not_taken_for_an_answer()
    {
        // Whether the resolver can tell depends on the machine.
        var result = await ProbeAsync(Plain with { Host = "nowhere.invalid" }, 80);

        result.Reason.ShouldBeOneOf(ProbeReason.NoSuchName, ProbeReason.NoRoute);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_resolver_that_hangs_says_nothing_about_the_target_and_the_next_probe_asks_again()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<IPAddress[]>());
        using var context = new ProbeContext(TimeProvider.System)
        {
            Names = new(
                _ =>
                {
                    asked.TrySetResult();
                    return answer.Task;
                },
                TimeProvider.System),
        };
        await using var server = LoopbackServer.Answering(Hostile.Good);
        var named = Plain with { Host = "eu.example.com" };

        var result = await ProbeUntilAsync(asked.Task, named, server.Port, context);
        answer.SetResult([IPAddress.Loopback]);

        (result.Outcome, result.Reason, result.Detail).ShouldBe((ProbeOutcome.Unknown, ProbeReason.NoRoute, "the resolver did not answer in time"));
        (await ProbeAsync(named, server.Port, context)).Reason.ShouldBe(ProbeReason.Ok);
    }

    private async Task EarlyEndAsync(string answer, Func<int, LoopbackServer> serve)
    {
        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        for (var length = 0; length < answer.Length; length++)
        {
            await using var server = serve(length);
            var result = await ProbeAsync(Reading, server.Port);
            result.Reason.ShouldBe(ProbeReason.ConnectionLost, $"after {length} bytes: {result.Detail}");
            if (length < head)
            {
                (await ProbeAsync(Plain, server.Port)).Reason.ShouldBe(ProbeReason.ConnectionLost, $"after {length} bytes");
            }
        }
    }

    private static Socket Listening(int backlog)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog);
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;
}
