using Amazon.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MultiRegion.Aws.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    private const string Arn = "arn:aws:globalaccelerator::1:accelerator/1";
    private const string Balancer = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/1";
    private readonly Builder _builder = new();

    [Fact]
    public void Routers_are_registered_under_their_ids()
    {
        _builder.AddRoute53Router("dns").AddGlobalAcceleratorRouter("front", Accelerator).AddFrontedAcceleratorRouter("both", Accelerator);
        using var services = _builder.Services.AddSingleton<AWSCredentials>(new BasicAWSCredentials("id", "key")).BuildServiceProvider();
        services.GetRequiredKeyedService<IGlobalRouter>("dns").ShouldBeSameAs(services.GetRequiredKeyedService<Route53Router>("dns"));
        services.GetRequiredKeyedService<IGlobalRouter>("front").Capabilities.Kind.ShouldBe("global-accelerator");
        services.GetRequiredKeyedService<IGlobalRouter>("both").Capabilities.Kind.ShouldBe("fronted-accelerator");
    }

    [Fact]
    public void All_mistakes_of_the_options_are_named_at_the_start()
    {
        _builder.AddRoute53Router("dns", static options =>
        {
            options.Owner = "";
            options.HealthCheckInterval = 20;
            options.FailureThreshold = 0;
            options.Propagation = TimeSpan.Zero;
            options.HostedZoneIds.Add(" ");
            options.Connection.Region = "nowhere";
            options.Regions["a b"] = new() { AwsRegion = "eu-wst-1", RoutingControlArn = "arn", SwitchAddress = new("ftp://x"), AlarmName = "a" };
        });
        var failures = Failures();
        failures.ShouldAllBe(static failure => failure.StartsWith("Router 'dns': ", StringComparison.Ordinal));
        failures.Count.ShouldBe(11);
    }

    [Fact]
    public void All_mistakes_of_an_accelerator_are_named_at_the_start()
    {
        _builder.AddGlobalAcceleratorRouter("front", static options =>
        {
            options.Services["a"] = new() { Protocol = "SCTP", Ports = { 0, 443 } };
            options.Services["b"] = new() { Endpoints = { ["x"] = new() { Weight = 0 } } };
            options.Services["c"] = new() { Endpoints = { ["eu-west-1"] = new() { EndpointId = "eipalloc-1" } } };
        });
        Failures().ShouldBe(
        [
            "Router 'front': AcceleratorArn is '': write the ARN of an accelerator.",
            "Router 'front': Services['a'].Protocol is 'SCTP': write TCP or UDP.",
            "Router 'front': Services['a'].Ports holds 0: write 1 to 65535.",
            "Router 'front': Services['a'].Endpoints is empty: say what each region is entered by.",
            "Router 'front': Services['b'].Endpoints['x'].EndpointId is missing: write the ARN of a load balancer, or the id of an allocation or an instance.",
            "Router 'front': Services['b'].Endpoints['x'].AwsRegion: '' is no AWS region known here; write for example eu-west-1.",
            "Router 'front': Services['b'].Endpoints['x'].Weight is 0: write 1 to 255; to take a region out, drain it.",
            "Router 'front': port 443 is used by b and c: give each service its own.",
        ]);
    }

    [Fact]
    public void Options_are_read_from_configuration()
    {
        _builder.AddRoute53Router("dns", Section("Dns", new()
        {
            ["Dns:Owner"] = "shop",
            ["Dns:HostedZoneIds:0"] = "Z1",
            ["Dns:HealthCheckInterval"] = "10",
            ["Dns:Propagation"] = "00:02:00",
            ["Dns:Regions:eu:AwsRegion"] = "eu-west-1",
            ["Dns:Regions:eu:SwitchAddress"] = "https://switches.example.net/eu",
            ["Dns:Connection:UseDualStack"] = "true",
        }));
        _builder.AddGlobalAcceleratorRouter("front", Section("Front", new()
        {
            ["Front:AcceleratorArn"] = Arn,
            ["Front:Services:shop:Ports:0"] = "8443",
            ["Front:Services:shop:Endpoints:eu:EndpointId"] = Balancer,
        }));
        using var services = _builder.Services.BuildServiceProvider();
        var dns = services.GetRequiredService<IOptionsMonitor<Route53RouterOptions>>().Get("dns");
        (dns.Owner, dns.HostedZoneIds[0], dns.HealthCheckInterval, dns.Propagation.TotalMinutes, dns.Regions["eu"].AwsRegion, dns.Connection.UseDualStack).ShouldBe(("shop", "Z1", 10, 2, "eu-west-1", true));
        services.GetRequiredService<IOptionsMonitor<GlobalAcceleratorRouterOptions>>().Get("front").Services["shop"].Endpoints["eu"].EndpointId.ShouldBe(Balancer);
    }

    [Fact]
    public void Unknown_keys_and_bad_values_are_mistakes_with_their_path()
    {
        _builder.AddRoute53Router("dns", Section("Dns", new() { ["Dns:Ownr"] = "x", ["Dns:HealthCheckInterval"] = "often", ["Dns:Regions:eu:Region"] = "x" }));
        Failures().ShouldBe(["Dns:HealthCheckInterval is 'often': write a whole number", "Dns:Ownr is not a key that is known here", "Dns:Regions:eu:Region is not a key that is known here"]);
    }

    [Fact]
    public void A_plain_constructor_names_all_mistakes_too() =>
        Should.Throw<ArgumentException>(static () => new Route53Router(new() { HealthCheckInterval = 5, FailureThreshold = 99 }, null, TimeProvider.System)).Message.ShouldContain("FailureThreshold is 99");

    private List<string> Failures()
    {
        using var services = _builder.Services.BuildServiceProvider();
        return [.. Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Failures];
    }

    private static void Accelerator(GlobalAcceleratorRouterOptions options)
    {
        options.AcceleratorArn = Arn;
        options.Services["shop"] = new() { Endpoints = { ["eu"] = new() { EndpointId = Balancer } } };
    }

    private static IConfigurationSection Section(string name, Dictionary<string, string?> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(name);

    private sealed class Builder : IMultiRegionBuilder
    {
        public string Name => "";

        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
