using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiRegion.Routing;
using MultiRegion.Tests.Journal;
using MultiRegion.Tests.Topology;

namespace MultiRegion.Tests.DependencyInjection;

/// <summary>The host, real sockets and real time: the shop's region dies, and a probe carries a secret in its header.</summary>
public sealed class HostedOutageTests
{
    private const string Token = $"Bearer {Part.Secret}";

    [Fact]
    public async Task A_hosted_engine_moves_traffic_and_the_header_of_its_probe_stays_between_configuration_and_probe()
    {
        using var folder = new TempFolder();
        using var logs = new RecordingLogs();
        await using var eu = await Site.StartAsync();
        await using var us = await Site.StartAsync();
        var seen = new StringBuilder();

        using (var host = HostOf(eu, us, folder, logs))
        {
            var engine = host.Services.Engine();
            var (steady, failedOver) = (PhaseAsync(engine, GroupPhase.Steady, seen), PhaseAsync(engine, GroupPhase.FailedOver, seen));
            await host.StartAsync();
            await steady;
            (await eu.NextAuthorizationAsync()).ShouldBe(Token);
            var preview = await engine.PlanAsync(new() { Id = "1", Kind = CommandKind.SwitchOver, Actor = "anna", Reason = "exercise", Group = "shop", Region = Shops.Us });

            eu.IsWell = false;
            await failedOver;

            host.Services.GetRequiredKeyedService<EmbeddedRouter>("dns").Route("shop", ClientLocation.Unknown, 0.5).ToString().ShouldBe(us.Endpoint);
            seen.Append(preview).Append(engine.Status.ToText()).Append(engine.Status.ToJson());
            await host.StopAsync();
        }

        // The journal alone would not know the token any more.
        using (var again = HostOf(eu, us, folder, logs))
        {
            var engine = again.Services.Engine();
            var leads = UntilAsync(engine, static happened => happened.Kind == EngineEventKind.Leadership, seen);
            await again.StartAsync();
            await leads;
            (await us.NextAuthorizationAsync()).ShouldBe(Token);
            engine.Status.Revision.ShouldBeLessThanOrEqualTo(1);
            seen.Append(engine.Status.ToText()).Append(engine.Status.ToJson());
            await again.StopAsync();
        }

        var written = string.Concat(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(static path => File.ReadAllText(path, Encoding.Latin1)));
        written.ShouldContain("Authorization");
        written.ShouldContain("\"outcome\":\"Failure\"");
        written.ShouldNotContain(Part.Secret);
        seen.ToString().ShouldContain("FailedOver");
        seen.ToString().ShouldNotContain(Part.Secret);
        logs.Entries.ShouldNotBeEmpty();
        logs.Entries.ShouldAllBe(static entry => !entry.Text.Contains(Part.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loop_that_ends_by_itself_is_critical_and_stops_the_host()
    {
        using var logs = new RecordingLogs();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(logs);
        builder.Services.AddMultiRegion(Shops.Configuration(("Engine:LoopInterval", "10ms"))).WithParts().UseJournal(static _ => new Part());
        using var host = builder.Build();
        var stopping = new TaskCompletionSource();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);

        await host.StartAsync();
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Should.ThrowAsync<InvalidOperationException>(() => host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single().ExecuteTask!);
        await host.StopAsync();

        logs.Entries.ShouldContain(static entry => entry.Level == LogLevel.Critical && entry.Text.Contains("System.InvalidOperationException, caused by System.Net.Http.HttpRequestException", StringComparison.Ordinal)
            && entry.Text.Contains($"{nameof(Part)}.{nameof(Part.AppendAsync)}", StringComparison.Ordinal));
        logs.Entries.ShouldAllBe(static entry => !entry.Text.Contains(Part.Secret, StringComparison.Ordinal));
    }

    private static IHost HostOf(Site eu, Site us, TempFolder folder, RecordingLogs logs)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddMultiRegion(Shops.Over(
                Written.Shop,
                ("Services:shop:Probe:Http:Headers:Authorization", Token),
                ("Services:shop:Deployments:0:Endpoint", eu.Endpoint),
                ("Services:shop:Deployments:1:Endpoint", us.Endpoint),
                ("Services:shop:Schedule:Interval", "20ms"),
                ("Services:shop:Schedule:ConfirmInterval", "10ms"),
                ("Engine:LoopInterval", "50ms")))
            .AddEmbeddedRouter("dns")
            .UseFolder(folder.Path);
        return builder.Build();
    }

    private static Task PhaseAsync(FailoverEngine engine, GroupPhase phase, StringBuilder seen) => UntilAsync(engine, happened => happened.Phase == phase && happened.Kind == EngineEventKind.StepEnded, seen);

    private static async Task UntilAsync(FailoverEngine engine, Func<EngineEvent, bool> condition, StringBuilder seen)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var happened in engine.Events.WithCancellation(guard.Token))
        {
            lock (seen)
            {
                seen.Append(happened).Append(happened.Reason.ToTree());
            }

            if (condition(happened))
            {
                return;
            }
        }
    }
}
