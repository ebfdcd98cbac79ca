using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Planning;

/// <summary>Profiles in words, for people: the root first.</summary>
internal static class Words
{
    public static string Of(ImmutableArray<Profile> profiles) => string.Join("; ", profiles.Reverse().Select(Of));

    private static string Of(Profile profile)
    {
        var method = profile.Properties?.TrafficRoutingMethod ?? "";
        var endpoints = Nest.EndpointsOf(profile);
        var inOrder = method == RoutingMethods.Priority ? endpoints.OrderBy(static endpoint => endpoint.Properties?.Priority) : endpoints.OrderBy(static endpoint => endpoint.Name, StringComparer.Ordinal);
        return $"{profile.Name} {method}{(MonitorStatus.IsEnabled(profile) ? "" : " (disabled)")}: {string.Join(", ", inOrder.Select(endpoint => Of(endpoint, method)))}";
    }

    private static string Of(Endpoint endpoint, string method) => endpoint.Name + method switch
    {
        RoutingMethods.Weighted => string.Create(CultureInfo.InvariantCulture, $" {endpoint.Properties?.Weight ?? 1}"),
        RoutingMethods.Performance => $" at {endpoint.Properties?.EndpointLocation}",
        RoutingMethods.Geographic => $" for {string.Join(' ', endpoint.Properties?.GeoMapping ?? [])}",
        _ => "",
    } + (endpoint.IsEnabled() ? "" : " disabled");
}
