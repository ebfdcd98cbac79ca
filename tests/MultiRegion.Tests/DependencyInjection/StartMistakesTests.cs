using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiRegion.Testing;
using MultiRegion.Tests.Journal;
using MultiRegion.Topology;

namespace MultiRegion.Tests.DependencyInjection;

/// <summary>What is wrong is found when the host starts, and all of it.</summary>
public sealed class StartMistakesTests
{
    [Fact]
    public async Task A_topology_with_mistakes_keeps_the_host_from_starting_and_lists_all_of_them()
    {
        using var host = HostOf(services => services.AddMultiRegion(Shops.Configuration(
            ("Services:shop:Priority", "high"), ("Services:shop:Deployments:1:Region", "uss"), ("Engine:LoopIntervall", "1s"), ("Engine:LeaseRetry", "soon"))).WithParts());

        var paths = (await Should.ThrowAsync<TopologyException>(() => host.StartAsync())).Mistakes.Select(static mistake => mistake.Path);

        paths.ShouldBe(["Engine:LoopIntervall", "Engine:LeaseRetry", "Services:shop:Priority", "Services:shop:Deployments:1:Region"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_the_topology_names_must_be_registered()
    {
        using var host = HostOf(services => services.AddMultiRegion(Shops.Configuration()).UseJournal<InMemoryJournal>());

        var mistakes = (await Should.ThrowAsync<TopologyException>(() => host.StartAsync())).Mistakes;

        mistakes.Select(static mistake => mistake.Problem).ShouldBe(["no router 'dns' is registered", "no probe 'scripted' is registered"]);
    }

    [Fact]
    public async Task Settings_of_the_engine_are_checked_all_at_once_with_their_values()
    {
        using var host = HostOf(services => services.AddMultiRegion(Shops.Configuration(), "north").WithParts().Services.AddMultiRegion(
            static options =>
            {
                options.LoopInterval = TimeSpan.FromMilliseconds(5);
                options.CompactAfter = 99;
                options.InboxInterval = TimeSpan.Zero;
                options.LeaseDuration = TimeSpan.FromSeconds(12);
            },
            "north"));

        var failures = (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Failures;

        failures.ShouldBe(
        [
            "Engine 'north': LoopInterval: 5ms is out of range; write a value of 10ms to 1m",
            "Engine 'north': InboxInterval: 0s is out of range; write a value of 1ms to 30d",
            "Engine 'north': CompactAfter: 99 is out of range; write a value of at least 100",
            "Engine 'north': The lease is too short: loop + 2 × retry + write time-out = 15.005 s, which is more than the lease "
                + "(loop 0.005 s, retry 5 s, write time-out 5 s, lease 12 s). Lengthen the lease or shorten the others.",
        ]);
    }

    [Fact]
    public void The_builder_checks_the_same_settings() =>
        Should.Throw<InvalidOperationException>(() => FailoverEngine.CreateBuilder().UseOptions(new() { CompactAfter = 1, LoopInterval = TimeSpan.FromHours(1) }).Build())
            .Message.Split('\n').Length.ShouldBe(3);

    [Fact]
    public async Task A_journal_that_another_process_has_is_named()
    {
        using var folder = new TempFolder();
        await using var other = MultiRegion.Journal.FileJournal.Open(folder.Path);
        using var host = HostOf(services => services.AddMultiRegion(Shops.Configuration()).AddEmbeddedRouter("dns").AddProbe<Part>("scripted").UseFolder(folder.Path));

        (await Should.ThrowAsync<JournalException>(() => host.StartAsync())).Fault.ShouldBe(JournalFault.InUse);
    }

    [Theory]
    [InlineData(false, "The engine 'north' needs a topology: call AddMultiRegion(configuration) or UseTopology where it is registered.")]
    [InlineData(true, "The engine 'north' needs a journal: call UseFolder or UseJournal where it is registered.")]
    public async Task What_is_missing_is_named_with_the_way_out(bool hasTopology, string message)
    {
        using var host = HostOf(services =>
        {
            var builder = services.AddMultiRegion(name: "north");
            _ = hasTopology ? builder.UseTopology(Shops.Configuration()) : builder;
        });

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldBe(message);
    }

    [Fact]
    public async Task An_engine_that_could_not_be_built_leaves_its_folder_free()
    {
        using var folder = new TempFolder();
        await using var failed = Services(folder, "dns ");
        Should.Throw<Exception>(() => failed.Engine());

        await using var mended = Services(folder, "dns");
        mended.Engine().ShouldNotBeNull();
    }

    private static ServiceProvider Services(TempFolder folder, string router)
    {
        var services = new ServiceCollection();
        services.AddMultiRegion(Shops.Configuration()).AddProbe<Part>("scripted").AddEmbeddedRouter("dns", options => options.StatePath = router.Trim() == router ? null : " ").UseFolder(folder.Path);
        return services.BuildServiceProvider();
    }

    private static IHost HostOf(Action<IServiceCollection> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        register(builder.Services);
        return builder.Build();
    }
}
