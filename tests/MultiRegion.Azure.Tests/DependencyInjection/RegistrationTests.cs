using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MultiRegion.Azure.Tests.Fakes;

namespace MultiRegion.Azure.Tests.DependencyInjection;

/// <summary>Registration, and options that are wrong.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void The_router_is_registered_under_its_id_and_its_own_type_and_a_probe_reads_through_it()
    {
        using var services = Build(static builder => builder.AddTrafficManagerRouter("tm", Good, static _ => new FakeCredential()).AddTrafficManagerHealthProbe("by-azure", "tm"));

        services.GetRequiredKeyedService<IGlobalRouter>("tm").ShouldBeSameAs(services.GetRequiredKeyedService<TrafficManagerRouter>("tm"));
        services.GetRequiredKeyedService<IGlobalRouter>("tm").Capabilities.Kind.ShouldBe("traffic-manager");
        services.GetRequiredKeyedService<IHealthProbe>("by-azure").ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_credential_may_be_the_container_s(bool isKeyed)
    {
        using var services = Build(builder =>
        {
            builder.AddTrafficManagerRouter("tm", Good);
            _ = isKeyed ? builder.Services.AddKeyedSingleton<TokenCredential>("tm", new FakeCredential()) : builder.Services.AddSingleton<TokenCredential>(new FakeCredential());
        });

        services.GetRequiredKeyedService<IGlobalRouter>("tm").ShouldNotBeNull();
    }

    [Fact]
    public void A_router_without_a_credential_is_refused_when_the_host_starts()
    {
        using var services = Build(static builder => builder.AddTrafficManagerRouter("tm", Good));

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Failures.ShouldBe(["Router 'tm': there is no credential: hand one over, or register a TokenCredential."]);
    }

    [Fact]
    public void Options_come_from_configuration()
    {
        using var services = Build(builder => builder.AddTrafficManagerRouter("tm", Section(
            ("SubscriptionId", FakeArm.Subscription), ("ResourceGroup", "edge"), ("DnsNames:shop", "contoso"), ("ProfileNames:shop", "contoso-tm"), ("AzureRegions:eu", "northeurope"), ("AzureEndpoints:a.example.com", "/subscriptions/s/x"),
            ("Monitor:Interval", "00:00:30"), ("Monitor:Timeout", "00:00:10"), ("Monitor:ToleratedFailures", "0"), ("Connection:Cloud", "china"), ("Connection:OperationDeadline", "00:01:00"),
            ("Subnets:0:Hostname", "www.example.com"), ("Subnets:0:Ranges:0", "203.0.113.0/24"), ("Subnets:0:Regions:0", "eu")), static _ => new FakeCredential()));

        var options = services.GetRequiredService<IOptionsMonitor<TrafficManagerRouterOptions>>().Get("tm");

        (options.SubscriptionId, options.ResourceGroup, options.DnsNames["shop"], options.ProfileNames["shop"], options.AzureRegions["eu"], options.AzureEndpoints["A.example.com"])
            .ShouldBe((FakeArm.Subscription, "edge", "contoso", "contoso-tm", "northeurope", "/subscriptions/s/x"));
        (options.Monitor.Interval, options.Monitor.Timeout, options.Monitor.ToleratedFailures, options.Connection.Cloud, options.Connection.OperationDeadline)
            .ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 0, AzureCloud.China, TimeSpan.FromMinutes(1)));
        RouterSettings.Compile(options).Subnets["www.example.com"].ShouldHaveSingleItem().Ranges.ShouldBe([new("203.0.113.0", null, 24)]);
        RouterSettings.EndpointOf(options.Connection).ShouldBe(new("https://management.chinacloudapi.cn"));
        RouterSettings.Compile(options).Suffix.ShouldBe("trafficmanager.cn");
    }

    [Theory]
    [InlineData(AzureCloud.Public, "https://management.azure.com/", "trafficmanager.net")]
    [InlineData(AzureCloud.USGovernment, "https://management.usgovcloudapi.net/", "usgovtrafficmanager.net")]
    [InlineData(AzureCloud.China, "https://management.chinacloudapi.cn/", "trafficmanager.cn")]
    public void Each_cloud_has_its_own_endpoint_and_names(AzureCloud cloud, string endpoint, string suffix)
    {
        var options = new TrafficManagerRouterOptions { Connection = { Cloud = cloud } };

        (RouterSettings.EndpointOf(options.Connection).AbsoluteUri, RouterSettings.Compile(options).Suffix).ShouldBe((endpoint, suffix));
    }

    [Fact]
    public void All_mistakes_in_configuration_are_named_at_once()
    {
        using var services = Build(builder => builder.AddTrafficManagerRouter("tm", Section(("Subscription", "x"), ("Propagation", "soon"), ("Monitor:ToleratedFailures", "many"), ("Connection:Cloud", "Mars"), ("Connection:Endpoint", "here")), static _ => new FakeCredential()));

        var failures = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptionsMonitor<TrafficManagerRouterOptions>>().Get("tm")).Failures.ToList();

        failures.ShouldBe([
            "tm:Connection:Cloud is 'Mars': write one of Public, China, USGovernment", "tm:Connection:Endpoint is 'here': write an absolute address", "tm:Monitor:ToleratedFailures is 'many': write a whole number",
            "tm:Propagation is 'soon': write a time such as 00:01:00", "tm:Subscription is not a key that is known here",
        ], ignoreOrder: true);
    }

    [Fact]
    public void All_mistakes_in_options_are_named_at_once()
    {
        var options = new TrafficManagerRouterOptions { Owner = "a b", SubscriptionId = "mine", ResourceGroup = "group.", Propagation = TimeSpan.Zero };
        options.DnsNames["a"] = "-x";
        options.DnsNames["b"] = "same";
        options.DnsNames["c"] = "Same";
        options.ProfileNames["a"] = "a b";
        options.AzureRegions["eu"] = "atlantis";
        options.AzureEndpoints["h"] = "resource";
        options.Subnets.Add(new() { Ranges = { "203.0.113.9-203.0.113.1" }, Regions = { "a b" } });
        options.Subnets.Add(new() { Hostname = "www.example.com" });
        options.Monitor.Interval = TimeSpan.FromSeconds(20);
        options.Monitor.Timeout = TimeSpan.FromSeconds(11);
        options.Monitor.ToleratedFailures = 10;
        options.Connection.Cloud = (AzureCloud)7;
        options.Connection.Endpoint = new("http://arm.example.com");
        options.Connection.Scope = "";
        options.Connection.OperationDeadline = TimeSpan.FromHours(2);

        var message = Should.Throw<ArgumentException>(() => new TrafficManagerRouter(options, new FakeCredential(), TimeProvider.System)).Message;

        foreach (var mistake in new[]
        {
            "Owner:", "SubscriptionId is 'mine'", "ResourceGroup is 'group.'", "Propagation is", "DnsNames[a] is '-x'", "DnsNames: 'same' is there twice", "ProfileNames[a]", "AzureRegions[eu] is 'atlantis'", "AzureEndpoints[h]",
            "Subnets[0].Hostname is missing", "Subnets[0].Ranges holds '203.0.113.9-203.0.113.1'", "Subnets[0].Regions holds 'a b'", "Subnets[1]: name the ranges",
            "Monitor.Interval is 00:00:20", "Monitor.Timeout is 00:00:11", "Monitor.ToleratedFailures is 10", "Connection.Cloud is 7", "write an https address", "Connection.Scope is empty", "Connection.OperationDeadline",
        })
        {
            message.ShouldContain(mistake);
        }
    }

    [Fact]
    public async Task A_router_over_the_plain_constructor_speaks_to_the_endpoint_that_it_was_given()
    {
        var fake = new FakeArm();
        var options = Apply.RouterRig.Options();
        options.Connection.Transport = fake.Handler;
        using var router = new TrafficManagerRouter(options, new FakeCredential(), TimeProvider.System);

        (await router.PlanAsync([Apply.RouterRig.Intent(MultiRegion.Tests.Routing.Trees.T1)], default)).Succeeded.ShouldBeTrue();

        fake.Calls.Count.ShouldBe(1);
    }

    private static void Good(TrafficManagerRouterOptions options) => (options.SubscriptionId, options.ResourceGroup) = (FakeArm.Subscription, FakeArm.Group);

    private static ServiceProvider Build(Action<IMultiRegionBuilder> add)
    {
        var services = new ServiceCollection();
        add(new Builder("", services));
        return services.BuildServiceProvider();
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create($"tm:{pair.Key}", (string?)pair.Value))).Build().GetSection("tm");

    private sealed record Builder(string Name, IServiceCollection Services) : IMultiRegionBuilder;
}
