using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>What profiles may be, each with its place: what Azure refuses. Pure.</summary>
internal static class ProfileRules
{
    public const int MostPriorities = 1000;
    public const int MostWeight = 1000;
    public const int MostRecords = 10;
    public const int MostEndpoints = 200;

    public static IEnumerable<(string Place, string Mistake)> Mistakes(Profile profile)
    {
        if (profile.Properties is not { } properties)
        {
            return [("properties", "they are missing")];
        }

        var endpoints = properties.Endpoints ?? [];
        return
        [
            .. If(!RoutingMethods.All.Contains(properties.TrafficRoutingMethod ?? ""), "properties.trafficRoutingMethod", $"'{properties.TrafficRoutingMethod}' is not known: write one of {string.Join(", ", RoutingMethods.All)}"),
            .. If(!IsLabel(properties.DnsConfig?.RelativeName), "properties.dnsConfig.relativeName", $"'{properties.DnsConfig?.RelativeName}' is no DNS label: write 1 to 63 letters, digits and inner hyphens"),
            .. If(properties.DnsConfig?.Ttl is < 0 or > int.MaxValue, "properties.dnsConfig.ttl", "write 0 to 2147483647"),
            .. (properties.MonitorConfig is { } monitor ? MonitorRules.Mistakes(monitor) : ["it is missing"]).Select(static mistake => ("properties.monitorConfig", mistake)),
            .. If(endpoints.Length > MostEndpoints, "properties.endpoints", $"{endpoints.Length} endpoints of at most {MostEndpoints}"),
            .. If(properties.TrafficRoutingMethod == RoutingMethods.MultiValue && properties.MaxReturn is < 1 or > MostRecords, "properties.maxReturn", $"it is {properties.MaxReturn}: write 1 to {MostRecords}"),
            .. endpoints.SelectMany(static (endpoint, i) => EndpointRules.Mistakes(endpoint).Select(mistake => ($"properties.endpoints[{i}]", mistake))),
            .. Together(properties.TrafficRoutingMethod, endpoints).Select(static mistake => ("properties.endpoints", mistake)),
        ];
    }

    /// <summary>What endpoints may not be beside each other.</summary>
    private static IEnumerable<string> Together(string? method, ImmutableArray<Endpoint> endpoints) =>
    [
        .. Twice(endpoints.Select(static endpoint => endpoint.Name), "the name"),
        .. Twice(endpoints.Select(static endpoint => endpoint.Properties?.TargetResourceId ?? endpoint.Properties?.Target), "the target"),
        .. Twice(endpoints.Select(static endpoint => endpoint.Properties?.Priority?.ToString(System.Globalization.CultureInfo.InvariantCulture)), "the priority"),
        .. endpoints.Any(static endpoint => endpoint.Properties?.Priority is null) && endpoints.Any(static endpoint => endpoint.Properties?.Priority is not null) ? ["a priority is given to some endpoints and not to all"] : Array.Empty<string>(),
        .. method == RoutingMethods.Geographic ? Twice(endpoints.SelectMany(static endpoint => endpoint.Properties?.GeoMapping ?? []), "the geographic region") : [],
        .. method == RoutingMethods.Geographic ? endpoints.Where(static endpoint => endpoint.Properties?.GeoMapping is not { IsEmpty: false }).Select(static endpoint => $"endpoint {endpoint.Name} has no geographic region") : [],
        .. method == RoutingMethods.Performance ? Located(endpoints) : [],
        .. method == RoutingMethods.MultiValue ? endpoints.Where(static endpoint => !endpoint.IsNested() && endpoint.Address() is null).Select(static endpoint => $"endpoint {endpoint.Name} is not an address: MultiValue takes external endpoints with addresses and nested ones") : [],
        .. method == RoutingMethods.Subnet ? SubnetsTwice(endpoints) : [],
    ];

    private static IEnumerable<string> Located(ImmutableArray<Endpoint> endpoints) =>
    [
        .. endpoints.Where(static endpoint => !endpoint.Is(EndpointTypes.Azure) && AzureRegions.Find(endpoint.Properties?.EndpointLocation) is null)
            .Select(static endpoint => $"endpoint {endpoint.Name} needs a location that is an Azure region, and has '{endpoint.Properties?.EndpointLocation}'"),
        .. Twice(endpoints.Select(static endpoint => AzureRegions.Find(endpoint.Properties?.EndpointLocation)?.Name), "the location"),
    ];

    private static IEnumerable<string> SubnetsTwice(ImmutableArray<Endpoint> endpoints)
    {
        var ranges = endpoints.SelectMany(static endpoint => Subnets.Of(endpoint)).ToList();
        return
        [
            .. ranges.Where(static range => Subnets.Bounds(range) is null).Select(static range => $"{range.First} is no range of addresses"),
            .. ranges.SelectMany((left, i) => ranges.Skip(i + 1).Where(right => Subnets.Overlap(left, right)).Select(right => $"the ranges at {left.First} and {right.First} overlap")),
            .. endpoints.Count(static endpoint => !Subnets.Of(endpoint).Any()) > 1 ? ["several endpoints are without subnets"] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> Twice(IEnumerable<string?> values, string what) =>
        values.OfType<string>().GroupBy(static value => value, StringComparer.OrdinalIgnoreCase).Where(static group => group.Skip(1).Any()).Select(group => $"{what} {group.Key} is there twice");

    private static bool IsLabel(string? name) =>
        name is { Length: >= 1 and <= 63 } && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') && name[0] != '-' && name[^1] != '-';

    private static IEnumerable<(string, string)> If(bool wrong, string place, string mistake) => wrong ? [(place, mistake)] : [];
}
