using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>A fake behind a real socket on loopback.</summary>
internal sealed class FakeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _end = new();

    private FakeHost(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>The subject of the client's certificate in the last request; null: it showed none.</summary>
    public string? ClientSubject { get; private set; }

    public static async ValueTask<FakeHost> StartAsync(FakeCluster cluster, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate, static https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        var host = new FakeHost(builder.Build());
        host._app.Run(context => host.AnswerAsync(cluster, context));
        await host._app.StartAsync();
        host.Address = new(host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.StopAsync(_end.Token);
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(FakeCluster cluster, HttpContext context)
    {
        if (cluster.Hangs)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (cluster.Delay > TimeSpan.Zero)
        {
            await Task.Delay(cluster.Delay, context.RequestAborted);
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        ClientSubject = context.Connection.ClientCertificate?.Subject;
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var answer = cluster.Answer(new(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers, body));
        if (answer.IsLost)
        {
            context.Abort();
            return;
        }

        (context.Response.StatusCode, context.Response.ContentType) = (answer.Status, answer.ContentType);
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Streams is { } streams)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
            await context.Response.StartAsync(either.Token);
            await streams(context.Response.Body, either.Token);
            return;
        }

        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}
