using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RegionOutage;

/// <summary>A region: an HTTP server that answers probes and clients, and writes each request down before it answers.</summary>
internal static class RegionRole
{
    public static async Task<int> RunAsync(string name, int port, string logPath, SharedClock clock, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var log = new AccessLog(logPath, clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, name, log));
        await app.StartAsync(ended.Token);
        ChildProcess.Announce("listening");
        _ = ParentWatch.EndWithParentAsync(ended);
        await app.WaitForShutdownAsync(ended.Token);
        return 0;
    }

    private static Task AnswerAsync(HttpContext context, string name, AccessLog log)
    {
        log.Write(context.Request.Path);
        return context.Response.WriteAsync(name, context.RequestAborted);
    }
}

/// <summary>
/// The access log. A line is handed to the system before its answer is sent: a process that is killed takes no line with it.
/// </summary>
internal sealed class AccessLog(string path, SharedClock clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Write(string? requested)
    {
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{clock.GetUtcNow():O} {clock.Now.TotalMilliseconds:F3} {Environment.ProcessId} {requested}\n")));
        }
    }

    public void Dispose() => _file.Dispose();
}
