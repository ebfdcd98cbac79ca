using System.Collections.Immutable;
using MultiRegion.Aws.Compile;

namespace MultiRegion.Aws;

/// <summary>Something that will hurt one day.</summary>
/// <param name="Id">Which rule found it, for example <c>aws-control-plane</c>.</param>
/// <param name="Severity">How much it can hurt.</param>
/// <param name="Place">Where in the topology.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Mend">What to do about it.</param>
public sealed record AwsFinding(string Id, AwsFindingSeverity Severity, string Place, string Problem, string Mend);

/// <summary>How much a finding can hurt.</summary>
public enum AwsFindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>It can make an outage longer.</summary>
    Warning,

    /// <summary>It makes an outage.</summary>
    Error,
}

/// <summary>Looks for what makes a topology on AWS weaker than it seems. Pure.</summary>
public static class AwsLinter
{
    private const string Dns = "us-east-1";
    private const string Accelerator = "us-west-2";

    /// <summary>
    /// Finds services whose only switch needs a control plane in a region that they have to survive: changes of Route 53 need us-east-1, changes of Global Accelerator us-west-2. A routing
    /// control or a switch of one's own that was provisioned before, or a second router elsewhere, is a way out.
    /// </summary>
    /// <param name="topology">What is kept alive.</param>
    /// <param name="route53">The options of each Route 53 router, by the id that services use.</param>
    /// <param name="accelerators">The ids of the Global Accelerator routers.</param>
    /// <returns>The findings, in the order of the services.</returns>
    public static ImmutableArray<AwsFinding> Check(EstateTopology topology, IReadOnlyDictionary<RouterId, Route53RouterOptions> route53, IReadOnlyCollection<RouterId> accelerators)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(route53);
        ArgumentNullException.ThrowIfNull(accelerators);
        return [.. topology.Services.Select(service => Check(service, route53, accelerators)).OfType<AwsFinding>()];
    }

    private static AwsFinding? Check(ServiceDefinition service, IReadOnlyDictionary<RouterId, Route53RouterOptions> route53, IReadOnlyCollection<RouterId> accelerators)
    {
        var needs = service.Routers.Select(router => Needs(router, service, route53, accelerators)).ToList();
        var fatal = service.Deployments.Select(deployment => (deployment.Region, Aws: AwsOf(deployment.Region, service, route53)))
            .FirstOrDefault(place => needs.Count > 0 && needs.TrueForAll(need => need is not null && need == place.Aws));
        return fatal.Aws is null ? null : new(
            "aws-control-plane",
            AwsFindingSeverity.Warning,
            $"Services:{service.Id}:Routers",
            $"every router of service {service.Id} ({string.Join(", ", service.Routers)}) is changed through {fatal.Aws}, and region {fatal.Region} of the service lies there: when it dies, the way out dies with it",
            $"provision a switch before: the ARN of an ARC routing control or the address of a switch of your own for {fatal.Region} in the router's Regions, or add a router with another control plane");
    }

    /// <summary>The AWS region that a router cannot take this service's regions out without; null: it can, or it is none of AWS.</summary>
    private static string? Needs(RouterId router, ServiceDefinition service, IReadOnlyDictionary<RouterId, Route53RouterOptions> route53, IReadOnlyCollection<RouterId> accelerators) =>
        accelerators.Contains(router) ? Accelerator
        : route53.TryGetValue(router, out var options) && !service.Deployments.All(deployment => AwsOf(deployment.Region, service, route53) != Dns || HasSwitch(options, deployment.Region)) ? Dns
        : null;

    private static bool HasSwitch(Route53RouterOptions options, RegionId region) =>
        options.Regions.TryGetValue(region.Value, out var known) && (known.RoutingControlArn is not null || known.SwitchAddress is not null);

    private static string? AwsOf(RegionId region, ServiceDefinition service, IReadOnlyDictionary<RouterId, Route53RouterOptions> route53) => service.Routers
        .Select(router => route53.TryGetValue(router, out var options) && options.Regions.TryGetValue(region.Value, out var known) ? known.AwsRegion : null)
        .FirstOrDefault(static name => name is not null) ?? AwsRegions.In(region)?.Name;
}
