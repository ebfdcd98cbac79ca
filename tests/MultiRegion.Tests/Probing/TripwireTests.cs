using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class TripwireTests : IDisposable
{
    internal const string Kept = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static readonly HttpProbeDefinition Http = new();
    private readonly Func<ProbeBench, ProbeBench> _prepare;
    private readonly ProbeBench _bench;
    private readonly ConcurrentQueue<ProbeKey> _rung = new();
    private readonly SemaphoreSlim _rings = new(0);

    public TripwireTests()
        : this(static bench => bench)
    {
    }

    private protected TripwireTests(Func<ProbeBench, ProbeBench> prepare)
    {
        (_prepare, _bench) = (prepare, prepare(new()));
        Listen(_bench);
    }

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory(Timeout = 20_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kept_connection_that_the_target_ends_rings_once_for_its_target(bool reset)
    {
        var go = new TaskCompletionSource();
        await using var server = Keeping(Kept, go.Task, stream => Abort((NetworkStream)stream, reset));
        (await _bench.ProbeAsync(Http, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        _rung.ShouldBeEmpty();

        go.SetResult();

        await _rings.WaitAsync();
        _rung.ShouldBe([Some.Key("eu")]);
    }

    [Theory(Timeout = 20_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_does_one_under_TLS_whether_it_says_goodbye_or_not(bool polite)
    {
        using var certificate = Certificates.SelfSigned("shop.example.com");
        using var trusting = _prepare(new(Certificates.Trusting(certificate)));
        Listen(trusting);
        var go = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await using var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, end);
            await AnswerAsync(secured, Kept, go.Task, end);
            if (polite)
            {
                await secured.ShutdownAsync();
                await stream.CopyToAsync(Stream.Null, end);
            }
        });
        (await trusting.ProbeAsync(new HttpProbeDefinition { Https = true, TlsName = "shop.example.com" }, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        _rung.ShouldBeEmpty();

        go.SetResult();

        await _rings.WaitAsync();
        _rung.ShouldBe([Some.Key("eu")]);
    }

    [Fact(Timeout = 20_000)]
    public async Task Every_target_that_is_probed_over_the_connection_is_named()
    {
        var go = new TaskCompletionSource();
        await using var server = Keeping(Kept, go.Task);
        var probe = ProbeFactory.Create(Http, _bench.Context);
        (await probe.ProbeAsync(Some.Target("eu", server.Port), default)).Outcome.ShouldBe(ProbeOutcome.Success);
        (await probe.ProbeAsync(Some.Target("us", server.Port), default)).Outcome.ShouldBe(ProbeOutcome.Success);
        server.Accepted.ShouldBe(1);

        go.SetResult();

        await _rings.WaitAsync();
        await _rings.WaitAsync();
        _rung.ShouldBe([Some.Key("eu"), Some.Key("us")], ignoreOrder: true);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nas long as it lasts")]
    public async Task A_connection_that_nobody_meant_to_keep_does_not_ring(string answer)
    {
        await using var closing = Keeping(answer, Task.CompletedTask);
        for (var round = 0; round < 20; round++)
        {
            (await _bench.ProbeAsync(Http, closing.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        }

        await closing.Quiet;
        await TheNextRingIsOfAnother();
    }

    [Fact(Timeout = 20_000)]
    public async Task A_connection_that_ends_under_a_probe_does_not_ring_since_the_probe_sees_it_and_takes_another()
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Kept), end);
            await LoopbackServer.ReadRequestAsync(stream, end);
        });
        (await _bench.ProbeAsync(Http, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        (await _bench.ProbeAsync(Http, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);

        server.Accepted.ShouldBe(2);
        await TheNextRingIsOfAnother();
    }

    [Fact(Timeout = 20_000)]
    public async Task Bytes_that_nobody_asked_for_do_not_ring()
    {
        var (go, said) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await AnswerAsync(stream, Kept, go.Task, end);
            await stream.WriteAsync("HTTP/1.1 408 Request Timeout\r\n"u8.ToArray(), end);
            said.SetResult();
            await stream.CopyToAsync(Stream.Null, end);
        });
        (await _bench.ProbeAsync(Http, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        go.SetResult();
        await said.Task;

        await TheNextRingIsOfAnother();
    }

    [Fact(Timeout = 20_000)]
    public async Task Neither_our_own_closing_rings_nor_a_wire_that_was_switched_off()
    {
        var go = new TaskCompletionSource();
        await using var server = Keeping(Kept, go.Task);
        using (var other = _prepare(new()))
        {
            Listen(other);
            (await other.ProbeAsync(Http, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        }

        (await _bench.ProbeAsync(Http with { Tripwire = false }, server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        go.SetResult();
        await server.Quiet;

        await TheNextRingIsOfAnother();
    }

    private void Listen(ProbeBench bench) => bench.Context.Wires.OnTrip = key =>
    {
        _rung.Enqueue(key);
        _rings.Release();
    };

    // Rings come from other threads, so that none is seen only by another one that comes after it.
    private async Task TheNextRingIsOfAnother()
    {
        var go = new TaskCompletionSource();
        await using var server = Keeping(Kept, go.Task);
        var probe = ProbeFactory.Create(Http, _bench.Context);
        (await probe.ProbeAsync(Some.Target("last", server.Port), default)).Outcome.ShouldBe(ProbeOutcome.Success);
        go.SetResult();
        await _rings.WaitAsync();
        _rung.ShouldBe([Some.Key("last")]);
    }

    internal static LoopbackServer Keeping(string answer, Task until, Action<Stream>? ending = null) => new(async (stream, end) =>
    {
        await AnswerAsync(stream, answer, until, end);
        ending?.Invoke(stream);
    });

    // Answers whatever comes until it is told to end.
    private static async Task AnswerAsync(Stream stream, string answer, Task until, CancellationToken end)
    {
        do
        {
            if (await LoopbackServer.ReadRequestAsync(stream, end) is "")
            {
                return;
            }

            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer), end);
        }
        while (!until.IsCompleted && await Task.WhenAny(until, MoreAsync(stream, end)) != until);
    }

    private static Task<int> MoreAsync(Stream stream, CancellationToken end) => stream.ReadAsync(Memory<byte>.Empty, end).AsTask();

    private static void Abort(NetworkStream stream, bool reset)
    {
        if (reset)
        {
            stream.Socket.LingerState = new(enable: true, seconds: 0);
        }
    }
}
