using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiRegion.Routing;
using MultiRegion.Testing;
using MultiRegion.Tests.Topology;

namespace MultiRegion.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    [Fact]
    public async Task An_engine_is_put_together_from_what_was_registered()
    {
        var clock = new VirtualClock();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddMultiRegion(Shops.Configuration(("Engine:Controller", "controller-7"))).WithParts();
        await using var provider = services.BuildServiceProvider();
        clock.Advance(TimeSpan.FromDays(1));

        await provider.Engine().TickAsync();

        provider.Engine().Status.Controller.ShouldBe("controller-7");
        provider.Engine().Status.At.ShouldBe(clock.GetUtcNow());
    }

    [Fact]
    public async Task A_second_registration_goes_on_with_the_same_engine()
    {
        var services = new ServiceCollection();
        services.AddMultiRegion(Shops.Configuration()).WithParts();
        services.AddMultiRegion(static options => options.Controller = "later");
        services.AddMultiRegion();
        await using var provider = services.BuildServiceProvider();

        provider.GetServices<IHostedService>().ShouldHaveSingleItem();
        provider.GetServices<FailoverEngine>().ShouldHaveSingleItem().Status.Controller.ShouldBe("later");
        provider.GetKeyedServices<FailoverEngine>("").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Engines_with_names_share_nothing()
    {
        var services = new ServiceCollection();
        services.AddMultiRegion(Shops.Configuration(("Engine:Controller", "one")), "one").WithParts();
        services.AddMultiRegion(Shops.Configuration(("Engine:Controller", "two")), "two").WithParts();
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<FailoverEngine>("one").Status.Controller.ShouldBe("one");
        provider.GetRequiredKeyedService<FailoverEngine>("two").Status.Controller.ShouldBe("two");
        provider.GetRequiredKeyedService<EmbeddedRouter>("one/dns").ShouldNotBeSameAs(provider.GetRequiredKeyedService<EmbeddedRouter>("two/dns"));
        provider.GetServices<IHostedService>().Count().ShouldBe(2);
        provider.GetService<FailoverEngine>().ShouldBeNull();
    }

    [Fact]
    public async Task The_embedded_router_that_the_engine_writes_answers_the_application()
    {
        var clock = new VirtualClock();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddMultiRegion(Shops.Configuration()).WithParts();
        await using var provider = services.BuildServiceProvider();

        for (var round = 0; round < 100; round++)
        {
            await provider.Engine().TickAsync();
            clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        provider.GetRequiredKeyedService<EmbeddedRouter>("dns").RouteHost("shop.example.com", ClientLocation.Unknown, 0.5).Host.ShouldBe("eu.example.com");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parts_of_every_kind_reach_the_engine_by_factory_and_by_type(bool byFactory)
    {
        var services = new ServiceCollection();
        var builder = services.AddMultiRegion(NeedsEverything);
        _ = byFactory
            ? builder.AddRouter("router", Make).AddFleet("fleet", Make).AddReplicaSet("data", Make).AddVault("vault", Make)
                .AddPolicy("policy", Make).AddStep("step", Make).AddProbe("probe", Make).AddNotifier(Make)
                .UseJournal(Make).UseLease(Make).UseInbox(Make)
            : builder.AddRouter<Part>("router").AddFleet<Part>("fleet").AddReplicaSet<Part>("data").AddVault<Part>("vault")
                .AddPolicy<Part>("policy").AddStep<Part>("step").AddProbe<Part>("probe").AddNotifier<Part>()
                .UseJournal<Part>().UseLease<Part>().UseInbox<Part>();
        await using var provider = services.BuildServiceProvider();

        provider.Engine().ShouldNotBeNull();

        provider.GetRequiredKeyedService<IGlobalRouter>(builder.KeyOf("router")).ShouldBeOfType<Part>();
        static Part Make(IServiceProvider services) => new();
    }

    [Fact]
    public async Task A_method_of_the_application_is_a_probe()
    {
        var services = new ServiceCollection();
        var builder = services.AddMultiRegion(Shops.Configuration()).AddEmbeddedRouter("dns").UseJournal<InMemoryJournal>()
            .AddProbe("scripted", static (target, _) => ValueTask.FromResult(new ProbeResult(ProbeOutcome.Success, ProbeReason.Ok, default, target.Region.Value)));
        await using var provider = services.BuildServiceProvider();

        provider.Engine().ShouldNotBeNull();

        var result = await provider.GetRequiredKeyedService<IHealthProbe>(builder.KeyOf("scripted")).ProbeAsync(new("shop", Shops.Eu, new("eu.example.com")), default);
        result.Detail.ShouldBe("eu");
    }

    [Fact]
    public async Task What_the_container_made_ends_with_it_once()
    {
        var part = new Part();
        var services = new ServiceCollection();
        services.AddMultiRegion(Shops.Configuration()).WithParts().AddNotifier(_ => part);
        var provider = services.BuildServiceProvider();
        provider.Engine();

        await provider.DisposeAsync();

        part.Ends.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_id_twice_is_refused()
    {
        var services = new ServiceCollection();
        services.AddMultiRegion(Shops.Configuration()).WithParts().AddEmbeddedRouter("dns");
        await using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.Engine()).Message.ShouldBe("'dns' is registered already.");
    }

    [Fact]
    public async Task Without_dependency_injection_the_same_section_serves()
    {
        await using var engine = FailoverEngine.CreateBuilder()
            .WithConfiguration(Shops.Configuration(("Engine:Controller", "plain")))
            .AddProbe("scripted", new ScriptedProbe(TimeProvider.System))
            .AddRouter("dns", new EmbeddedRouter(new(), TimeProvider.System))
            .UseJournal(new InMemoryJournal())
            .Build();

        engine.Status.Controller.ShouldBe("plain");
    }

    private static EstateTopology NeedsEverything { get; } = Estates.Valid with
    {
        Clusters = [.. Estates.Valid.Clusters.Select(static cluster => cluster with { Fleet = "fleet" })],
        Services =
        [
            Estates.Service("shop") with
            {
                Routers = ["router"],
                Policy = "policy",
                Probe = new NamedProbeDefinition { Name = "probe" },
                Data = [new() { ReplicaSet = "data", Vault = "vault" }],
                Failover = new() { BeforeTraffic = ["step"] },
            },
        ],
    };
}
