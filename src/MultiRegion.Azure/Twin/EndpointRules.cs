using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>What one endpoint may be. Pure.</summary>
internal static class EndpointRules
{
    private const int LongestName = 260;

    public static IEnumerable<string> Mistakes(Endpoint endpoint)
    {
        var properties = endpoint.Properties ?? new();
        return
        [
            .. If(string.IsNullOrWhiteSpace(endpoint.Name) || endpoint.Name.Length > LongestName, "name is missing or too long"),
            .. If(!EndpointTypes.All.Contains(endpoint.Type ?? "", StringComparer.OrdinalIgnoreCase), $"type is '{endpoint.Type}': write one of {string.Join(", ", EndpointTypes.All)}"),
            .. If(endpoint.Is(EndpointTypes.External) && string.IsNullOrEmpty(properties.Target), "target is missing"),
            .. If(endpoint.Is(EndpointTypes.Azure) && string.IsNullOrEmpty(properties.TargetResourceId), "targetResourceId is missing"),
            .. If(endpoint.IsNested() && string.IsNullOrEmpty(properties.TargetResourceId) && string.IsNullOrEmpty(properties.Target), "targetResourceId is missing"),
            .. If(properties.Weight is < 1 or > ProfileRules.MostWeight, $"weight is {properties.Weight}: write 1 to {ProfileRules.MostWeight}; to give it nothing, disable it"),
            .. If(properties.Priority is < 1 or > ProfileRules.MostPriorities, $"priority is {properties.Priority}: write 1 to {ProfileRules.MostPriorities}"),
            .. If(endpoint.IsNested() && properties.MinChildEndpoints is < 1, $"minChildEndpoints is {properties.MinChildEndpoints}: write 1 or more"),
            .. If(!endpoint.IsNested() && (properties.MinChildEndpoints ?? properties.MinChildEndpointsIPv4 ?? properties.MinChildEndpointsIPv6) is not null, "minChildEndpoints: only nested endpoints have children"),
            .. If(endpoint.IsNested() && properties.AlwaysServe == Switches.Enabled, "alwaysServe: a nested endpoint's health is that of its children"),
            .. MonitorRules.Headers(properties.CustomHeaders, "customHeaders"),
        ];
    }

    private static IEnumerable<string> If(bool wrong, string mistake) => wrong ? [mistake] : [];
}
