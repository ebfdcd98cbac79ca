using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MultiRegion.Cloudflare.Tests.DependencyInjection;

/// <summary>Registration, and options that are wrong.</summary>
public sealed class RegistrationTests
{
    private const string Secret = "tok-3n-of-this-test";

    [Fact]
    public void The_router_is_registered_under_its_id_and_its_own_type()
    {
        using var services = Build(static builder => builder.AddCloudflareRouter("edge", static options => options.Connection.Token = Secret));

        services.GetRequiredKeyedService<IGlobalRouter>("edge").ShouldBeSameAs(services.GetRequiredKeyedService<CloudflareRouter>("edge"));
        services.GetRequiredKeyedService<IGlobalRouter>("edge").Capabilities.ShouldSatisfyAllConditions(
            static can => can.Kind.ShouldBe("cloudflare"), static can => can.Fencing.ShouldBe(FencingStrength.Checked), static can => can.AnswersAreCached.ShouldBeFalse());
    }

    [Fact]
    public void The_token_may_be_handed_over_and_a_probe_reads_through_the_router()
    {
        using var services = Build(static builder => builder.AddCloudflareRouter("edge", static (_, _) => ValueTask.FromResult(Secret)).AddCloudflareHealthProbe("by-cloudflare", "edge", "www.example.com"));

        services.GetRequiredKeyedService<IGlobalRouter>("edge").ShouldNotBeNull();
        services.GetRequiredKeyedService<IHealthProbe>("by-cloudflare").ShouldNotBeNull();
    }

    [Fact]
    public void Options_come_from_configuration()
    {
        using var services = Build(builder => builder.AddCloudflareRouter("edge", Section(
            ("Proxied", "false"), ("Monitor:Interval", "00:00:30"), ("Monitor:Regions:0", "WEU"), ("Limits:Pools", "50"), ("Connection:TokenFile", "/run/secrets/cf"),
            ("Rules:0:Hostname", "www.example.com"), ("Rules:0:Name", "closed"), ("Rules:0:Status", "503"), ("SessionFailover", "sticky"),
            ("DataCentres:0:Hostname", "www.example.com"), ("DataCentres:0:Code", "lhr"), ("DataCentres:0:Regions:0", "eu"))));

        var options = services.GetRequiredService<IOptionsMonitor<CloudflareRouterOptions>>().Get("edge");

        (options.Proxied, options.Monitor.Interval, options.Monitor.Regions[0], options.Limits.Pools, options.Connection.TokenFile, options.Rules[0].Name, options.SessionFailover, options.DataCentres[0].Regions[0])
            .ShouldBe((false, TimeSpan.FromSeconds(30), "WEU", 50, "/run/secrets/cf", "closed", SessionFailover.Sticky, "eu"));
    }

    [Fact]
    public void All_mistakes_in_configuration_are_named_at_once_and_no_token()
    {
        using var services = Build(builder => builder.AddCloudflareRouter("edge", Section(("Proxy", "true"), ("Proxied", "maybe"), ("Monitor:Interval", "soon"), ("Connection:Token:Nested", Secret))));

        var failures = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptionsMonitor<CloudflareRouterOptions>>().Get("edge")).Failures.ToList();

        failures.Count.ShouldBe(4);
        failures.ShouldContain("cf:Proxy is not a key that is known here");
        failures.ShouldContain("cf:Proxied is 'maybe': write true or false");
        string.Join('\n', failures).ShouldNotContain(Secret);
    }

    [Fact]
    public void All_mistakes_in_options_are_named_at_once_and_no_token()
    {
        var options = new CloudflareRouterOptions { Owner = "a b", SessionDrain = TimeSpan.FromHours(2), Propagation = TimeSpan.Zero, AccountId = "" };
        options.Connection.Token = Secret;
        options.Connection.TokenFile = "/run/secrets/cf";
        options.Connection.RequestsPerFiveMinutes = 5000;
        options.Connection.Endpoint = new("http://api.example.com");
        options.Monitor.Interval = TimeSpan.FromSeconds(10);
        options.Monitor.Timeout = TimeSpan.FromSeconds(20);
        options.Monitor.Retries = 9;
        options.Monitor.ConsecutiveDown = 11;
        options.Monitor.Regions.Add("MARS");
        options.DataCentres.Add(new() { Code = "London" });
        options.DataCentres.Add(new() { Code = "London" });
        options.Rules.Add(new() { Condition = "http.request.headers[\"x\"] == \"y\"" });

        var message = Should.Throw<ArgumentException>(() => new CloudflareRouter(options, TimeProvider.System)).Message;

        foreach (var mistake in new[]
        {
            "Owner:", "SessionDrain is", "Propagation is", "AccountId is empty", "several sources", "RequestsPerFiveMinutes is 5000", "write an https address", "Monitor.Interval is 00:00:10", "Monitor.Timeout is",
            "Monitor.Retries is 9", "ConsecutiveDown", "'MARS'", "Rules[0].Hostname is missing", "Rules[0].Name", "Rules[0].Condition",
            "DataCentres[0].Hostname is missing", "DataCentres[0].Code is 'London'", "DataCentres[0].Regions is empty", "DataCentres names LONDON twice",
        })
        {
            message.ShouldContain(mistake);
        }

        message.ShouldNotContain(Secret);
    }

    [Fact]
    public void A_router_without_a_token_is_refused() =>
        Should.Throw<ArgumentException>(() => new CloudflareRouter(new(), TimeProvider.System)).Message.ShouldContain("there is no token: set Token, or TokenFile, or hand over a reader");

    private static ServiceProvider Build(Action<IMultiRegionBuilder> add)
    {
        var services = new ServiceCollection();
        add(new Builder("", services));
        return services.BuildServiceProvider();
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create($"cf:{pair.Key}", (string?)pair.Value))).Build().GetSection("cf");

    private sealed record Builder(string Name, IServiceCollection Services) : IMultiRegionBuilder;
}
