using Microsoft.Extensions.Configuration;
using static MultiRegion.Shared.DependencyInjection.StrictSection;

namespace MultiRegion.Azure.DependencyInjection;

/// <summary>Reads the options of a router from configuration, strictly: every mistake is named with its path.</summary>
internal static class RouterSection
{
    public static void Read(IConfigurationSection section, TrafficManagerRouterOptions options) => ReadKeys(typeof(TrafficManagerRouterOptions), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["SubscriptionId"] = at => options.SubscriptionId = Text(at),
        ["ResourceGroup"] = at => options.ResourceGroup = Text(at),
        ["DnsNames"] = at => Each(at, one => options.DnsNames[one.Key] = Text(one)),
        ["ProfileNames"] = at => Each(at, one => options.ProfileNames[one.Key] = Text(one)),
        ["AzureRegions"] = at => Each(at, one => options.AzureRegions[one.Key] = Text(one)),
        ["AzureEndpoints"] = at => Each(at, one => options.AzureEndpoints[one.Key] = Text(one)),
        ["Subnets"] = at => Each(at, subnet => options.Subnets.Add(SubnetOf(subnet))),
        ["Monitor"] = at => Read(at, options.Monitor),
        ["Propagation"] = at => options.Propagation = Time(at),
        ["Connection"] = at => Read(at, options.Connection),
    });

    private static TrafficManagerSubnet SubnetOf(IConfigurationSection section)
    {
        var subnet = new TrafficManagerSubnet();
        ReadKeys(typeof(TrafficManagerRouterOptions), section, new()
        {
            ["Hostname"] = at => subnet.Hostname = Text(at),
            ["Ranges"] = at => Each(at, item => subnet.Ranges.Add(Text(item))),
            ["Regions"] = at => Each(at, item => subnet.Regions.Add(Text(item))),
        });
        return subnet;
    }

    private static void Read(IConfigurationSection section, TrafficManagerMonitorOptions options) => ReadKeys(typeof(TrafficManagerRouterOptions), section, new()
    {
        ["Interval"] = at => options.Interval = Time(at),
        ["Timeout"] = at => options.Timeout = Time(at),
        ["ToleratedFailures"] = at => options.ToleratedFailures = Number(at),
    });

    private static void Read(IConfigurationSection section, TrafficManagerConnectionOptions options) => ReadKeys(typeof(TrafficManagerRouterOptions), section, new()
    {
        ["Cloud"] = at => options.Cloud = Choice<AzureCloud>(at),
        ["Endpoint"] = at => options.Endpoint = Address(at),
        ["Scope"] = at => options.Scope = Text(at),
        ["OperationDeadline"] = at => options.OperationDeadline = Time(at),
    });
}
