using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiRegion.Journal;
using MultiRegion.Routing;
using MultiRegion.Testing;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Documentation;

/// <summary>The code of the documents, compiled. A test holds them to it, line by line.</summary>
internal static class DocumentedCode
{
    public static async Task DependencyInjectionAsync(string[] args)
    {
        // begin DependencyInjection
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services
            .AddMultiRegion(builder.Configuration.GetSection("MultiRegion"))
            .AddEmbeddedRouter("embedded")
            .UseFolder("/var/lib/multiregion");
        builder.Services.AddHealthChecks().AddMultiRegion();
        await builder.Build().RunAsync();

        // end
    }

    public static async Task WithoutDependencyInjectionAsync(EstateTopology topology, CancellationTokenSource stop)
    {
        // begin WithoutDependencyInjection
        var router = new EmbeddedRouter(new EmbeddedRouterOptions(), TimeProvider.System);
        await using var engine = FailoverEngine.CreateBuilder()
            .WithTopology(topology)
            .AddRouter("embedded", router)
            .UseFolder("/var/lib/multiregion")
            .Build();
        var running = engine.RunAsync(stop.Token);
        var where = router.Route("shop", new ClientLocation { Continent = "EU" });
        Console.WriteLine($"{where}\n{engine.Status.ToText()}");
        await running;

        // end
    }

    public static async Task JournalAsync(JournalRecord record, CancellationToken cancellationToken)
    {
        // begin Journal
        await using var journal = FileJournal.Open("/var/lib/multiregion");
        var appended = await journal.AppendAsync(record, expectedSequence: journal.LastSequence, cancellationToken);

        await foreach (var seen in FileJournal.ReadFolderAsync("/var/lib/multiregion", cancellationToken)) { }   // a tool, beside the running engine

        // end
    }

    public static async Task HostingAsync(string[] args, ICanaries canaries)
    {
        // begin Hosting
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddMultiRegion(builder.Configuration.GetSection("MultiRegion"))
            .UseFolder("/var/lib/multiregion")
            .AddEmbeddedRouter("dns")
            .AddProbe("mail-queue", (target, cancellationToken) => canaries.AskAsync(target, cancellationToken));
        builder.Services.AddHealthChecks().AddMultiRegion();
        await builder.Build().RunAsync();

        // end
    }

    public static TopologySource Topology(IConfiguration configuration)
    {
        // begin TopologySource
        var source = TopologySource.FromConfiguration(configuration.GetSection("MultiRegion"));

        // end
        return source;
    }

    public static async Task TestingAsync(EstateTopology topology)
    {
        // begin TestingPackage
        var clock = new VirtualClock();
        var probe = new ScriptedProbe(clock);
        var router = new InMemoryRouter(clock);
        await using var engine = FailoverEngine.CreateBuilder()
            .WithTopology(topology)
            .AddProbe("canary", probe).AddRouter("dns", router).UseJournal(new InMemoryJournal()).UseTime(clock)
            .Build();

        probe.Set("eu", ProbeBehaviour.Failing());
        for (var until = clock.Elapsed + TimeSpan.FromSeconds(30); clock.Elapsed < until; clock.Advance(TimeSpan.FromMilliseconds(50)))
        {
            await engine.TickAsync();
        }

        System.Diagnostics.Debug.Assert(router.Resolve("shop", ClientLocation.Unknown)["eu"] == 0);

        // end
    }

    public static async Task CorePackageAsync(string[] args)
    {
        // begin CorePackage
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddMultiRegion(builder.Configuration.GetSection("MultiRegion"))
            .UseFolder("/var/lib/multiregion")
            .AddEmbeddedRouter("dns");
        builder.Services.AddHealthChecks().AddMultiRegion();
        await builder.Build().RunAsync();

        // end
    }
}

internal interface ICanaries
{
    ValueTask<ProbeResult> AskAsync(ProbeTarget target, CancellationToken cancellationToken);
}
