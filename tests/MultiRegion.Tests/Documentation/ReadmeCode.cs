using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiRegion.Routing;

namespace MultiRegion.Tests.Documentation;

/// <summary>The code of the README, compiled. A test holds the document to it, line by line.</summary>
internal static class ReadmeCode
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
}
