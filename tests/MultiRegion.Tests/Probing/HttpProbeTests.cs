using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class HttpProbeTests : IDisposable
{
    private static readonly HttpProbeDefinition Plain = new();
    private readonly ProbeBench _bench;

    public HttpProbeTests()
        : this(static bench => bench)
    {
    }

    private protected HttpProbeTests(Func<ProbeBench, ProbeBench> prepare) => _bench = prepare(new());

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", ProbeOutcome.Success, ProbeReason.Ok, null)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", ProbeOutcome.Success, ProbeReason.Ok, null)]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", ProbeOutcome.Failure, ProbeReason.WrongStatus, "status 503")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", ProbeOutcome.Failure, ProbeReason.WrongStatus, "status 302")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n", ProbeOutcome.Failure, ProbeReason.Garbage, "InvalidResponse")]
    [InlineData("HTTP/1.1 200 OK\r\nbad header line\r\n\r\n", ProbeOutcome.Failure, ProbeReason.Garbage, "InvalidResponse")]
    public async Task An_answer_is_judged_by_its_status(string answer, ProbeOutcome outcome, ProbeReason reason, string? detail)
    {
        await using var server = LoopbackServer.Answering(answer);

        var result = await _bench.ProbeAsync(Plain, server.Port);

        (result with { Latency = default }).ShouldBe(new(outcome, reason, default, detail));
        result.Latency.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_can_be_what_is_wanted()
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            while (await LoopbackServer.ReadRequestAsync(stream, end) is { Length: > 0 } request)
            {
                var answer = request.StartsWith("GET / ", StringComparison.Ordinal) ? "301 Moved\r\nLocation: /elsewhere" : "200 OK";
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n"), end);
            }
        });

        (await _bench.ProbeAsync(Plain, server.Port)).Detail.ShouldBe("status 301");
        (await _bench.ProbeAsync(Plain with { Statuses = [new(200, 204), new(301, 301)] }, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
    }

    [Fact]
    public async Task The_request_is_what_the_definition_says_and_nothing_more()
    {
        var requests = new List<string>();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            requests.Add(await LoopbackServer.ReadRequestAsync(stream, end));
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), end);
        });
        var definition = Plain with
        {
            Method = "OPTIONS",
            Path = "/health?deep=1&x=%20",
            HostHeader = "shop.example.com:8080",
            Headers = ImmutableSortedDictionary<string, string>.Empty.Add("Authorization", "Bearer abc").Add("X-Probe", "1"),
        };

        await _bench.ProbeAsync(definition, server.Port);
        await _bench.ProbeAsync(Plain with { Headers = definition.Headers.Clear().Add("user-agent", "mine") }, server.Port);

        requests[0].ShouldBe(
            "OPTIONS /health?deep=1&x=%20 HTTP/1.1\r\nHost: shop.example.com:8080\r\nAuthorization: Bearer abc\r\nX-Probe: 1\r\nUser-Agent: MultiRegion-Probe\r\n\r\n");
        requests[1].ShouldBe($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nUser-Agent: mine\r\n\r\n");
    }

    [Fact]
    public async Task A_connection_is_kept_for_the_next_probe()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        for (var round = 0; round < 5; round++)
        {
            (await _bench.ProbeAsync(Plain with { BodyContains = "ok" }, server.Port)).Reason.ShouldBe(ProbeReason.Ok);
        }

        server.Accepted.ShouldBe(1);
    }

    [Theory]
    [InlineData("all is well", 11, ProbeReason.Ok)]
    [InlineData("all is well", 10, ProbeReason.WrongBody)]
    [InlineData("all is bad", 100, ProbeReason.WrongBody)]
    [InlineData("", 100, ProbeReason.WrongBody)]
    public async Task The_text_must_lie_within_the_limit(string body, int limit, ProbeReason reason)
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        (await _bench.ProbeAsync(Plain with { BodyContains = "well", MaximumBody = limit }, server.Port)).Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task The_text_is_found_wherever_the_reads_cut_it(int piece)
    {
        var body = Encoding.UTF8.GetBytes($"{new string('g', 20_000)}reen and greener is green today");

        (await BodySearch.ContainsAsync(new Pieces(body, piece), "is green"u8.ToArray(), 65_536, default)).ShouldBeTrue();
        (await BodySearch.ContainsAsync(new Pieces(body, piece), "is green"u8.ToArray(), 20_025, default)).ShouldBeTrue();
        (await BodySearch.ContainsAsync(new Pieces(body, piece), "is green"u8.ToArray(), 20_024, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_body_that_never_ends_is_read_up_to_the_limit_and_its_connection_is_closed()
    {
        await using var server = Endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nxxxxx\r\n");

        var result = await _bench.ProbeAsync(Plain with { BodyContains = "green" }, server.Port);

        result.Reason.ShouldBe(ProbeReason.WrongBody);
        await server.Quiet;
    }

    [Fact]
    public async Task A_body_that_nobody_wants_is_not_waited_for_and_its_connection_is_closed()
    {
        await using var silent = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray(), end);
            await stream.ReadExactlyAsync(new byte[1], end);
        });
        await using var flooding = Endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nxxxxx\r\n");

        (await _bench.ProbeAsync(Plain, silent.Port)).Reason.ShouldBe(ProbeReason.Ok);
        (await _bench.ProbeAsync(Plain, flooding.Port)).Reason.ShouldBe(ProbeReason.Ok);

        await silent.Quiet;
        await flooding.Quiet;
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-More: abcdefghijklmnopqrstuvwxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("HTTP/1.1 200 ", "abcdefghijklmnopqrstuvwxyz")]
    public async Task Headers_that_never_end_are_garbage(string beginning, string more)
    {
        await using var server = Endless(beginning, more);

        (await _bench.ProbeAsync(Plain, server.Port)).Reason.ShouldBe(ProbeReason.Garbage);
        await server.Quiet;
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngre", "green")]
    public async Task A_target_that_falls_silent_times_out_and_its_connection_is_closed(string beginning, string? wanted)
    {
        var asked = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(beginning), end);
            asked.SetResult();
            await stream.ReadExactlyAsync(new byte[1], end);
        });
        using var timeout = new CancellationTokenSource();

        var probing = _bench.ProbeAsync(Plain with { BodyContains = wanted }, server.Port, timeout.Token);
        await asked.Task;
        await timeout.CancelAsync();

        var result = await probing;
        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut));
        await server.Quiet;
    }

    [Fact]
    public async Task A_connection_that_nobody_accepts_ends_with_its_probe()
    {
        // With its backlog full, a listener leaves further connections unanswered.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var filler = new TcpClient();
        await filler.ConnectAsync(IPAddress.Loopback, port);
        using var timeout = new CancellationTokenSource();

        var probing = _bench.ProbeAsync(Plain, port, timeout.Token);
        await timeout.CancelAsync();

        var result = await probing;
        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    public async Task A_connection_closed_early_is_lost(string beginning)
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(beginning), end);
        });

        var result = await _bench.ProbeAsync(Plain, server.Port);
        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.ConnectionLost));
    }

    [Fact]
    public async Task A_body_cut_short_is_a_lost_connection()
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"u8.ToArray(), end);
        });

        (await _bench.ProbeAsync(Plain with { BodyContains = "green" }, server.Port)).Reason.ShouldBe(ProbeReason.ConnectionLost);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")]
    public async Task An_answer_that_comes_byte_by_byte_times_out_however_much_of_it_has_come(string beginning)
    {
        using var timeout = new CancellationTokenSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(beginning), end);
            for (var piece = 0; piece < 10; piece++)
            {
                await stream.WriteAsync("x"u8.ToArray(), end);
                await Task.Yield();
            }

            await timeout.CancelAsync();
            await stream.CopyToAsync(Stream.Null, end);
        });

        var result = await _bench.ProbeAsync(new HttpProbeDefinition { BodyContains = "never" }, server.Port, timeout.Token);

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut));
        await server.Quiet;
    }

    [Fact]
    public async Task A_port_without_a_listener_refuses()
    {
        var port = FreePort();

        foreach (ProbeDefinition definition in new ProbeDefinition[] { Plain, new TcpProbeDefinition(), new GrpcProbeDefinition() })
        {
            var result = await _bench.ProbeAsync(definition, port);
            (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.ConnectionRefused));
        }
    }

    [Fact]
    public async Task A_tcp_probe_succeeds_when_the_connection_is_accepted_and_sends_nothing()
    {
        var read = new TaskCompletionSource<int>();
        await using var server = new LoopbackServer(async (stream, end) => read.SetResult(await stream.ReadAsync(new byte[1], end)));

        (await _bench.ProbeAsync(new TcpProbeDefinition(), server.Port)).Reason.ShouldBe(ProbeReason.Ok);

        (await read.Task).ShouldBe(0);
    }

    [Fact]
    public async Task The_probe_may_name_another_host_and_port_than_the_endpoint()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        var result = await _bench.ProbeAsync(Plain with { Host = "localhost", Port = server.Port }, FreePort());

        result.Reason.ShouldBe(ProbeReason.Ok);
    }

    [Fact]
    public async Task A_target_without_a_port_cannot_be_judged_over_tcp()
    {
        var target = new ProbeTarget("shop", "eu", new("127.0.0.1"));

        var result = await ProbeFactory.Create(new TcpProbeDefinition(), _bench.Context).ProbeAsync(target, default);

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault));
    }

    [Fact]
    public async Task A_probe_of_the_scheduler_times_out_on_the_schedulers_clock()
    {
        var asked = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            asked.SetResult();
            await stream.ReadExactlyAsync(new byte[1], end);
        });
        var clock = new ManualClock();
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var scheduler = new ProbeScheduler(clock, 1, woken.SetResult);
        var target = Some.Target("eu", server.Port);
        scheduler.SetTargets([new(Some.Key("eu"), target, ProbeFactory.Create(Plain, _bench.Context), Some.Schedule)]);
        scheduler.ProbeNow(Some.Key("eu"));
        scheduler.StartDue();
        await asked.Task;

        clock.Advance(Some.Schedule.Timeout);
        scheduler.StartDue();
        await woken.Task;

        scheduler.TryTake(out var observation).ShouldBeTrue();
        observation.Result.Reason.ShouldBe(ProbeReason.TimedOut);
        observation.Result.Detail.ShouldBe("while waiting for the answer");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static LoopbackServer Endless(string beginning, string more) => new(async (stream, end) =>
    {
        await LoopbackServer.ReadRequestAsync(stream, end);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(beginning), end);
        await LoopbackServer.FloodAsync(stream, string.Concat(Enumerable.Repeat(more, 100)), end);
    });

    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
