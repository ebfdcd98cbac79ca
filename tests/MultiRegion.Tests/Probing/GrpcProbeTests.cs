using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public sealed class GrpcProbeTests(GrpcHealthServer server) : IClassFixture<GrpcHealthServer>, IDisposable
{
    private readonly ProbeBench _bench = new(Certificates.Trusting(server.Certificate));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", ProbeReason.Ok, null)]
    [InlineData("serving", ProbeReason.Ok, null)]
    [InlineData("serving-with-more-fields", ProbeReason.Ok, null)]
    [InlineData("not-serving", ProbeReason.NotServing, "NOT_SERVING")]
    [InlineData("unknown", ProbeReason.NotServing, "UNKNOWN")]
    [InlineData("new-status", ProbeReason.NotServing, "a status that is not known")]
    [InlineData("no-such-service", ProbeReason.NotServing, "gRPC status 5")]
    [InlineData("unavailable", ProbeReason.NotServing, "gRPC status 14")]
    [InlineData("unimplemented", ProbeReason.WrongStatus, "gRPC status 12")]
    [InlineData("http-error", ProbeReason.WrongStatus, "status 502")]
    [InlineData("web-page", ProbeReason.Garbage, "the answer is not gRPC")]
    [InlineData("no-status", ProbeReason.Garbage, "the answer has no gRPC status")]
    [InlineData("compressed", ProbeReason.Garbage, "the answer is not a health check response")]
    [InlineData("cut-short", ProbeReason.Garbage, "the answer is not a health check response")]
    [InlineData("flood", ProbeReason.Garbage, "the answer is too long")]
    public async Task An_answer_is_judged_by_its_grpc_status_and_its_serving_status(string service, ProbeReason reason, string? detail)
    {
        var result = await _bench.ProbeAsync(new GrpcProbeDefinition { Service = service }, server.Port);

        (result with { Latency = default }).ShouldBe(
            new(reason == ProbeReason.Ok ? ProbeOutcome.Success : ProbeOutcome.Failure, reason, default, detail));
    }

    [Fact]
    public async Task It_is_asked_over_tls_too()
    {
        (await _bench.ProbeAsync(new GrpcProbeDefinition { Tls = true, TlsName = "shop.example.com" }, server.TlsPort)).Reason.ShouldBe(ProbeReason.Ok);
        (await _bench.ProbeAsync(new GrpcProbeDefinition { Tls = true }, server.TlsPort)).Reason.ShouldBe(ProbeReason.TlsFailed);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("hang-after-message")]
    public async Task A_call_that_never_ends_times_out(string service)
    {
        using var timeout = new CancellationTokenSource();

        var probing = _bench.ProbeAsync(new GrpcProbeDefinition { Service = service }, server.Port, timeout.Token);
        await server.Hanging.WaitAsync(CancellationToken.None);
        await timeout.CancelAsync();

        var result = await probing;
        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut));
    }

    [Fact]
    public async Task Each_probe_has_a_connection_of_its_own()
    {
        var before = server.Connections.Count;

        for (var round = 0; round < 3; round++)
        {
            await _bench.ProbeAsync(new GrpcProbeDefinition { Service = "serving" }, server.Port);
        }

        server.Connections.Count.ShouldBe(before + 3);
    }

    [Fact]
    public async Task A_target_that_speaks_no_http_2_is_garbage()
    {
        await using var old = LoopbackServer.Answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        (await _bench.ProbeAsync(new GrpcProbeDefinition(), old.Port)).Reason.ShouldBe(ProbeReason.Garbage);
    }

    [Fact]
    public void A_request_is_framed_protobuf()
    {
        GrpcHealthMessage.Request("").ShouldBe([0, 0, 0, 0, 0]);
        GrpcHealthMessage.Request("ab").ShouldBe([0, 0, 0, 0, 4, 0x0a, 2, (byte)'a', (byte)'b']);
        GrpcHealthMessage.Request(new('x', 200))[..9].ShouldBe([0, 0, 0, 0, 203, 0x0a, 0xc8, 1, (byte)'x']);
    }
}

/// <summary>A gRPC health service whose answer depends on the name of the service asked about.</summary>
public sealed class GrpcHealthServer : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Serving = [0, 0, 0, 0, 2, 8, 1];
    private readonly WebApplication _application;

    public GrpcHealthServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(Certificate);
            });
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    public int Port { get; private set; }

    public int TlsPort { get; private set; }

    internal X509Certificate2 Certificate { get; } = Certificates.SelfSigned("shop.example.com");

    internal ConcurrentDictionary<string, bool> Connections { get; } = new();

    internal SemaphoreSlim Hanging { get; } = new(0);

    public async Task InitializeAsync()
    {
        await _application.StartAsync();
        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address));
        (Port, TlsPort) = (addresses.First().Port, addresses.Last().Port);
    }

    public async Task DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Hanging.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Connections[context.Connection.Id] = true;
        var request = new MemoryStream();
        await context.Request.Body.CopyToAsync(request);
        var service = request.Length <= 5 ? "" : Encoding.UTF8.GetString(request.ToArray()[7..]);
        context.Response.ContentType = service == "web-page" ? "text/html" : "application/grpc+proto";
        switch (service)
        {
            case "no-such-service":
                TrailersOnly(context, 5);
                break;
            case "unavailable":
                TrailersOnly(context, 14);
                break;
            case "unimplemented":
                TrailersOnly(context, 12);
                break;
            case "http-error":
                context.Response.StatusCode = 502;
                break;
            case "no-status":
                await context.Response.Body.WriteAsync(Serving);
                break;
            case "hang":
                await HangAsync(context);
                break;
            case "hang-after-message":
                await context.Response.Body.WriteAsync(Serving);
                await context.Response.Body.FlushAsync();
                await HangAsync(context);
                break;
            case "flood":
                await context.Response.Body.WriteAsync(new byte[100_000]);
                break;
            default:
                await context.Response.Body.WriteAsync(Message(service));
                context.Response.AppendTrailer("grpc-status", "0");
                break;
        }
    }

    private static byte[] Message(string service) => service switch
    {
        "not-serving" => [0, 0, 0, 0, 2, 8, 2],
        "unknown" => [0, 0, 0, 0, 0],
        "new-status" => [0, 0, 0, 0, 3, 8, 0x80, 1],
        "compressed" => [1, 0, 0, 0, 2, 8, 1],
        "cut-short" => [0, 0, 0, 0, 9, 8, 1],
        "serving-with-more-fields" => [0, 0, 0, 0, 22, 0x12, 2, 9, 9, 0x19, 1, 2, 3, 4, 5, 6, 7, 8, 8, 1, 0x25, 1, 2, 3, 4, 0x30, 7],
        _ => Serving,
    };

    private static void TrailersOnly(HttpContext context, int status)
    {
        context.Response.Headers["grpc-status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = "secret-marker";
    }

    private async Task HangAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        using var registration = context.RequestAborted.Register(aborted.SetResult);
        Hanging.Release();
        await aborted.Task;
    }
}
