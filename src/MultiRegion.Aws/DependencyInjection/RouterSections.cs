using Microsoft.Extensions.Configuration;
using static MultiRegion.Shared.DependencyInjection.StrictSection;

namespace MultiRegion.Aws.DependencyInjection;

/// <summary>Reads the options of routers from configuration, strictly: every mistake is named with its path.</summary>
internal static class RouterSections
{
    public static void Read(IConfigurationSection section, Route53RouterOptions options) => ReadKeys(options.GetType(), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["HostedZoneIds"] = at => Each(at, item => options.HostedZoneIds.Add(Text(item))),
        ["Regions"] = at => Each(at, region => options.Regions[region.Key] = RegionOf(region)),
        ["HealthCheckInterval"] = at => options.HealthCheckInterval = Number(at),
        ["FailureThreshold"] = at => options.FailureThreshold = Number(at),
        ["Propagation"] = at => options.Propagation = Time(at),
        ["Connection"] = at => Read(at, options.Connection),
    });

    public static void Read(IConfigurationSection section, GlobalAcceleratorRouterOptions options) => ReadKeys(options.GetType(), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["AcceleratorArn"] = at => options.AcceleratorArn = Text(at),
        ["Services"] = at => Each(at, service => options.Services[service.Key] = ServiceOf(service)),
        ["Propagation"] = at => options.Propagation = Time(at),
        ["Connection"] = at => Read(at, options.Connection),
    });

    private static Route53RegionOptions RegionOf(IConfigurationSection section)
    {
        var options = new Route53RegionOptions();
        ReadKeys(options.GetType(), section, new()
        {
            ["AwsRegion"] = at => options.AwsRegion = Text(at),
            ["RoutingControlArn"] = at => options.RoutingControlArn = Text(at),
            ["SwitchAddress"] = at => options.SwitchAddress = Address(at),
            ["AlarmName"] = at => options.AlarmName = Text(at),
            ["AlarmRegion"] = at => options.AlarmRegion = Text(at),
        });
        return options;
    }

    private static AcceleratorServiceOptions ServiceOf(IConfigurationSection section)
    {
        var options = new AcceleratorServiceOptions();
        ReadKeys(options.GetType(), section, new()
        {
            ["Ports"] = at => Each(at, item => options.Ports.Add(Number(item))),
            ["Protocol"] = at => options.Protocol = Text(at),
            ["Endpoints"] = at => Each(at, endpoint => options.Endpoints[endpoint.Key] = EndpointOf(endpoint)),
        });
        return options;
    }

    private static AcceleratorEndpointOptions EndpointOf(IConfigurationSection section)
    {
        var options = new AcceleratorEndpointOptions();
        ReadKeys(options.GetType(), section, new()
        {
            ["EndpointId"] = at => options.EndpointId = Text(at),
            ["AwsRegion"] = at => options.AwsRegion = Text(at),
            ["Weight"] = at => options.Weight = Number(at),
            ["PreserveClientAddress"] = at => options.PreserveClientAddress = Flag(at),
        });
        return options;
    }

    private static void Read(IConfigurationSection section, AwsConnectionOptions options) => ReadKeys(options.GetType(), section, new()
    {
        ["Region"] = at => options.Region = Text(at),
        ["UseDualStack"] = at => options.UseDualStack = Flag(at),
        ["UseFips"] = at => options.UseFips = Flag(at),
        ["Endpoint"] = at => options.Endpoint = Address(at),
        ["RequestsPerSecond"] = at => options.RequestsPerSecond = Number(at),
        ["RequestBurst"] = at => options.RequestBurst = Number(at),
    });
}
