using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Topology;

public sealed class TopologySourceTests
{
    [Fact]
    public void A_valid_and_different_topology_becomes_the_next_revision()
    {
        var (configuration, settings) = Shop();
        using var source = TopologySource.FromConfiguration(configuration);

        settings.Reload("Services:shop:Priority", "7");

        source.Current.Revision.ShouldBe(2);
        source.Current.Service("shop").Priority.ShouldBe(7);
        source.Version.ShouldBe(1);
    }

    [Fact]
    public void A_reload_that_says_the_same_changes_nothing()
    {
        var (configuration, settings) = Shop();
        using var source = TopologySource.FromConfiguration(configuration);
        var before = source.Current;

        settings.Reload("Services:shop:Priority", "100");

        source.Current.ShouldBeSameAs(before);
        source.Version.ShouldBe(0);
    }

    [Fact]
    public void A_topology_with_mistakes_is_not_taken_and_shows_them()
    {
        var (configuration, settings) = Shop();
        using var source = TopologySource.FromConfiguration(configuration);
        var before = source.Current;

        settings.Reload("Services:shop:Priority", "high");
        source.Current.ShouldBeSameAs(before);
        source.LastMistakes.ShouldHaveSingleItem().Path.ShouldBe("Services:shop:Priority");
        source.Version.ShouldBe(1);

        settings.Reload("Services:shop:Priority", "100");
        source.Current.Revision.ShouldBe(1);
        source.LastMistakes.ShouldBeEmpty();
        source.Version.ShouldBe(2);
    }

    [Fact]
    public void A_source_that_was_closed_follows_no_more()
    {
        var (configuration, settings) = Shop();
        var source = TopologySource.FromConfiguration(configuration);

        source.Dispose();
        settings.Reload("Services:shop:Priority", "7");

        source.Version.ShouldBe(0);
    }

    [Fact]
    public void Nothing_starts_with_mistakes()
    {
        Should.Throw<TopologyException>(static () => TopologySource.Of(Estates.Valid with { Regions = [] })).Mistakes.ShouldNotBeEmpty();
        Should.Throw<TopologyException>(static () => TopologySource.FromConfiguration(Written.Json("{}"))).Mistakes.Length.ShouldBe(2);
    }

    private static (IConfigurationRoot Configuration, Settings Settings) Shop()
    {
        var settings = new Settings();
        var configuration = new ConfigurationBuilder().AddConfiguration(Written.Json(Written.Shop)).Add(settings).Build();
        return (configuration, settings);
    }

    private sealed class Settings() : MemoryConfigurationProvider(new MemoryConfigurationSource()), IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Reload(string key, string value)
        {
            Set(key, value);
            OnReload();
        }
    }
}
