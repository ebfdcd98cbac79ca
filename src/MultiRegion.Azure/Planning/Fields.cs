using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Planning;

/// <summary>
/// What of a profile is ours, by name and as text: equal for what answers alike. Azure gives every endpoint a weight and a priority, writes names in its own case, and leaves out
/// what is usual: that is no difference.
/// </summary>
internal static class Fields
{
    public static ImmutableSortedDictionary<string, string> Of(Profile profile)
    {
        var properties = profile.Properties ?? new();
        var method = properties.TrafficRoutingMethod ?? "";
        return new Dictionary<string, string>
        {
            ["status"] = properties.ProfileStatus ?? Switches.Enabled,
            ["method"] = method,
            ["dns"] = Text($"{properties.DnsConfig?.RelativeName?.ToLowerInvariant()} {properties.DnsConfig?.Ttl} s"),
            ["monitor"] = Of(properties.MonitorConfig ?? new()),
            ["records"] = method == RoutingMethods.MultiValue ? Text($"{properties.MaxReturn ?? Choosing.UsualRecords}") : "",
        }.Concat(Nest.EndpointsOf(profile).Select(endpoint => KeyValuePair.Create($"endpoint {endpoint.Name}", Of(endpoint, method)))).DistinctBy(static field => field.Key)
            .ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static string Of(MonitorConfig monitor)
    {
        var interval = monitor.IntervalInSeconds ?? MonitorRules.Usual;
        var port = monitor.Port ?? (monitor.Protocol is "HTTP" ? 80 : 443);
        return Text($"{monitor.Protocol?.ToUpperInvariant()} {port} {monitor.Path} every {interval} s within {monitor.TimeoutInSeconds ?? MonitorRules.LongestTimeout(interval)} s, {monitor.ToleratedNumberOfFailures ?? MonitorRules.UsualFailures} tolerated")
            + Of(monitor.CustomHeaders) + string.Concat((monitor.ExpectedStatusCodeRanges ?? []).Select(static range => Text($", {range.Min}-{range.Max}")));
    }

    private static string Of(Endpoint endpoint, string method)
    {
        var properties = endpoint.Properties ?? new();
        return $"{(properties.TargetResourceId is { Length: > 0 } id ? id : properties.Target)?.ToLowerInvariant()}{(endpoint.IsEnabled() ? "" : ", disabled")}{(endpoint.IsAlwaysServed() ? ", always served" : "")}"
            + method switch
            {
                RoutingMethods.Priority => Text($", priority {properties.Priority}"),
                RoutingMethods.Weighted => Text($", weight {properties.Weight ?? 1}"),
                RoutingMethods.Performance => $", at {AzureRegions.Find(properties.EndpointLocation)?.Name ?? properties.EndpointLocation}",
                RoutingMethods.Geographic => $", for {string.Join(' ', (properties.GeoMapping ?? []).Select(static place => place.ToUpperInvariant()).Order(StringComparer.Ordinal))}",
                RoutingMethods.Subnet => string.Concat(Subnets.Of(endpoint).Select(static range => Text($", from {range.First} to {range.Last}{range.Scope}"))),
                _ => "",
            }
            + (endpoint.IsNested() ? Text($", at least {properties.MinChildEndpoints ?? 1} {properties.MinChildEndpointsIPv4 ?? 0} {properties.MinChildEndpointsIPv6 ?? 0}") : "")
            + Of(properties.CustomHeaders);
    }

    // Header values may be secrets of others: their fingerprint tells a difference.
    private static string Of(ImmutableArray<CustomHeader>? headers) => string.Concat((headers ?? []).Select(static header => $", header {header.Name} {Fingerprint.Text(Fingerprint.Of(header.Value).Value)}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Fingerprints of profiles.</summary>
internal static class Prints
{
    public static string Content(Profile profile) => Fingerprint.Text(Fields.Of(profile).Aggregate(Fingerprint.Of(""), static (print, field) => print.With(field.Key.ToLowerInvariant()).With(field.Value)).Value);

    /// <summary>The marks included.</summary>
    public static string Whole(Profile profile) => Fingerprint.Text(Ownership.TagsOf(profile).Aggregate(Fingerprint.Of(Content(profile)), static (print, tag) => print.With(tag.Key.ToLowerInvariant()).With(tag.Value)).Value);
}
