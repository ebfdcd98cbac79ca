using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiRegion.Tests.DependencyInjection;

/// <summary>A region's entry point on a free loopback port.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _server;
    private TaskCompletionSource<string> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Site(WebApplication server) => _server = server;

    public bool IsWell { get; set; } = true;

    public string Endpoint => new Uri(_server.Urls.Single()).Authority;

    public static async Task<Site> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = new Site(builder.Build());
        site._server.Run(site.AnswerAsync);
        await site._server.StartAsync();
        return site;
    }

    /// <summary>What the next request carries as its authorization.</summary>
    public Task<string> NextAuthorizationAsync()
    {
        Volatile.Write(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _next.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = IsWell ? 200 : 500;
        Volatile.Read(ref _next).TrySetResult(context.Request.Headers.Authorization.ToString());
        return Task.CompletedTask;
    }
}
