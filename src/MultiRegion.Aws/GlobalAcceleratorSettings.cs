using System.Collections.Immutable;
using MultiRegion.Aws.Compile;

namespace MultiRegion.Aws;

/// <summary>Reads options, and says everything that is wrong with them at once.</summary>
internal static class GlobalAcceleratorSettings
{
    private const int DefaultPort = 443;

    public static IEnumerable<string> Mistakes(GlobalAcceleratorRouterOptions options) =>
    [
        .. AwsSettings.OwnerMistakes(options.Owner),
        .. options.AcceleratorArn.Contains(":globalaccelerator:", StringComparison.Ordinal) ? [] : new[] { $"AcceleratorArn is '{options.AcceleratorArn}': write the ARN of an accelerator" },
        .. options.Propagation > TimeSpan.Zero ? [] : new[] { $"Propagation is {options.Propagation}: write a time above zero" },
        .. options.Services.Count > 0 ? [] : new[] { "Services is empty: say which ports and endpoints each service has" },
        .. options.Services.SelectMany(static pair => Mistakes(pair.Key, pair.Value)),
        .. options.Services.SelectMany(static pair => Ports(pair.Value).Select(port => (pair.Key, pair.Value.Protocol, Port: port)))
            .GroupBy(static use => (use.Protocol, use.Port)).Where(static uses => uses.Count() > 1)
            .Select(static uses => $"port {uses.Key.Port} is used by {string.Join(" and ", uses.Select(static use => use.Key))}: give each service its own"),
        .. AwsSettings.Mistakes(options.Connection),
    ];

    public static ImmutableDictionary<ServiceId, ListenerSettings> Services(GlobalAcceleratorRouterOptions options) => options.Services.ToImmutableDictionary(
        static pair => new ServiceId(pair.Key),
        static pair => new ListenerSettings(
            Ports(pair.Value),
            pair.Value.Protocol,
            pair.Value.Endpoints.ToImmutableDictionary(
                static endpoint => new RegionId(endpoint.Key),
                static endpoint => new EndpointSettings(endpoint.Value.EndpointId, RegionOf(endpoint.Key, endpoint.Value)!, endpoint.Value.Weight, endpoint.Value.PreserveClientAddress))));

    private static ImmutableArray<int> Ports(AcceleratorServiceOptions service) => service.Ports.Count > 0 ? [.. service.Ports] : [DefaultPort];

    private static string? RegionOf(string region, AcceleratorEndpointOptions endpoint) =>
        endpoint.AwsRegion ?? (endpoint.EndpointId.Split(':') is ["arn", _, _, { Length: > 0 } named, ..] ? named : IdText.IsValid(region, out _) ? AwsRegions.In(region)?.Name : null);

    private static IEnumerable<string> Mistakes(string service, AcceleratorServiceOptions options)
    {
        var at = $"Services['{service}']";
        if (!IdText.IsValid(service, out var problem))
        {
            yield return $"{at}: {problem}";
        }

        if (options.Protocol is not ("TCP" or "UDP"))
        {
            yield return $"{at}.Protocol is '{options.Protocol}': write TCP or UDP";
        }

        foreach (var port in options.Ports.Where(static port => port is < 1 or > 65535))
        {
            yield return $"{at}.Ports holds {port}: write 1 to 65535";
        }

        if (options.Endpoints.Count == 0)
        {
            yield return $"{at}.Endpoints is empty: say what each region is entered by";
        }

        foreach (var (region, endpoint) in options.Endpoints)
        {
            foreach (var mistake in Mistakes($"{at}.Endpoints['{region}']", region, endpoint))
            {
                yield return mistake;
            }
        }
    }

    private static IEnumerable<string> Mistakes(string at, string region, AcceleratorEndpointOptions endpoint)
    {
        if (!IdText.IsValid(region, out var problem))
        {
            yield return $"{at}: {problem}";
        }

        if (string.IsNullOrWhiteSpace(endpoint.EndpointId))
        {
            yield return $"{at}.EndpointId is missing: write the ARN of a load balancer, or the id of an allocation or an instance";
        }

        if (RegionOf(region, endpoint) is not { } name || AwsRegions.Find(name) is null)
        {
            yield return $"{at}.AwsRegion: '{RegionOf(region, endpoint)}' is no AWS region known here; write for example eu-west-1";
        }

        if (endpoint.Weight is < 1 or > 255)
        {
            yield return $"{at}.Weight is {endpoint.Weight}: write 1 to 255; to take a region out, drain it";
        }
    }
}
