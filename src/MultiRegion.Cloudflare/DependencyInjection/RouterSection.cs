using Microsoft.Extensions.Configuration;
using static MultiRegion.Shared.DependencyInjection.StrictSection;

namespace MultiRegion.Cloudflare.DependencyInjection;

/// <summary>Reads the options of a router from configuration, strictly: every mistake is named with its path.</summary>
internal static class RouterSection
{
    public static void Read(IConfigurationSection section, CloudflareRouterOptions options) => ReadKeys(typeof(CloudflareRouterOptions), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["AccountId"] = at => options.AccountId = Text(at),
        ["Proxied"] = at => options.Proxied = Flag(at),
        ["MeasuredLatency"] = at => options.MeasuredLatency = Flag(at),
        ["LeastOutstandingRequests"] = at => options.LeastOutstandingRequests = Flag(at),
        ["FailoverAcrossPools"] = at => options.FailoverAcrossPools = Flag(at),
        ["SessionFailover"] = at => options.SessionFailover = Choice<SessionFailover>(at),
        ["SessionDrain"] = at => options.SessionDrain = Time(at),
        ["Propagation"] = at => options.Propagation = Time(at),
        ["Monitor"] = at => Read(at, options.Monitor),
        ["Limits"] = at => Read(at, options.Limits),
        ["Rules"] = at => Each(at, rule => options.Rules.Add(RuleOf(rule))),
        ["DataCentres"] = at => Each(at, centre => options.DataCentres.Add(CentreOf(centre))),
        ["Connection"] = at => Read(at, options.Connection),
    });

    private static void Read(IConfigurationSection section, CloudflareMonitorOptions options) => ReadKeys(typeof(CloudflareRouterOptions), section, new()
    {
        ["Interval"] = at => options.Interval = Time(at),
        ["Timeout"] = at => options.Timeout = Time(at),
        ["Retries"] = at => options.Retries = Number(at),
        ["ConsecutiveUp"] = at => options.ConsecutiveUp = Number(at),
        ["ConsecutiveDown"] = at => options.ConsecutiveDown = Number(at),
        ["Regions"] = at => Each(at, item => options.Regions.Add(Text(item))),
        ["Notify"] = at => options.Notify = Choice<CloudflareNotifications>(at),
    });

    private static void Read(IConfigurationSection section, CloudflareLimits options) => ReadKeys(typeof(CloudflareRouterOptions), section, new()
    {
        ["LoadBalancers"] = at => options.LoadBalancers = Number(at),
        ["Pools"] = at => options.Pools = Number(at),
        ["Endpoints"] = at => options.Endpoints = Number(at),
        ["ShortestInterval"] = at => options.ShortestInterval = Time(at),
    });

    private static void Read(IConfigurationSection section, CloudflareConnectionOptions options) => ReadKeys(typeof(CloudflareRouterOptions), section, new()
    {
        ["Token"] = at => options.Token = Text(at),
        ["TokenFile"] = at => options.TokenFile = Text(at),
        ["Endpoint"] = at => options.Endpoint = Address(at),
        ["RequestsPerFiveMinutes"] = at => options.RequestsPerFiveMinutes = Number(at),
    });

    private static CloudflareDataCentre CentreOf(IConfigurationSection section)
    {
        var centre = new CloudflareDataCentre();
        ReadKeys(typeof(CloudflareRouterOptions), section, new()
        {
            ["Hostname"] = at => centre.Hostname = Text(at),
            ["Code"] = at => centre.Code = Text(at),
            ["Regions"] = at => Each(at, item => centre.Regions.Add(Text(item))),
        });
        return centre;
    }

    private static CloudflareRule RuleOf(IConfigurationSection section)
    {
        var rule = new CloudflareRule();
        ReadKeys(typeof(CloudflareRouterOptions), section, new()
        {
            ["Hostname"] = at => rule.Hostname = Text(at),
            ["Name"] = at => rule.Name = Text(at),
            ["Condition"] = at => rule.Condition = Text(at),
            ["Regions"] = at => Each(at, item => rule.Regions.Add(Text(item))),
            ["Status"] = at => rule.Status = Number(at),
            ["Body"] = at => rule.Body = Text(at),
            ["ContentType"] = at => rule.ContentType = Text(at),
        });
        return rule;
    }
}
