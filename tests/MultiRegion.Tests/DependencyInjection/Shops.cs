using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiRegion.Testing;
using MultiRegion.Tests.Topology;

namespace MultiRegion.Tests.DependencyInjection;

/// <summary>Registrations of a shop in two regions.</summary>
internal static class Shops
{
    public static readonly RegionId Eu = "eu";
    public static readonly RegionId Us = "us";

    /// <summary>The shop as it is written, probed by a probe named <c>scripted</c>, with settings laid over it.</summary>
    public static IConfigurationRoot Configuration(params (string Path, string? Value)[] settings) =>
        Over(Written.Shop.Replace("""{ "Http": {} }""", """{ "Named": "scripted" }""", StringComparison.Ordinal), settings);

    public static IConfigurationRoot Over(string shop, params (string Path, string? Value)[] settings) => new ConfigurationBuilder()
        .AddConfiguration(Written.Json(shop))
        .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Path, setting.Value)))
        .Build();

    /// <summary>What the shop needs, in memory.</summary>
    public static IMultiRegionBuilder WithParts(this IMultiRegionBuilder builder, ScriptedProbe? probe = null) => builder
        .AddProbe("scripted", services => probe ?? new ScriptedProbe(services.GetRequiredService<TimeProvider>()))
        .AddEmbeddedRouter("dns")
        .UseJournal(static _ => new InMemoryJournal());

    public static FailoverEngine Engine(this IServiceProvider services) => services.GetRequiredService<FailoverEngine>();
}
