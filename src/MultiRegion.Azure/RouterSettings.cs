using System.Collections.Immutable;
using Azure.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Twin;
using MultiRegion.Azure.Wire;

namespace MultiRegion.Azure;

/// <summary>Reads options, and says everything that is wrong with them at once.</summary>
internal static class RouterSettings
{
    private const int LongestOwner = 32;
    private const int LongestName = 50;
    private const int LongestGroup = 90;

    public static IEnumerable<string> Mistakes(TrafficManagerRouterOptions options) =>
    [
        .. Owner(options.Owner),
        .. If(!Guid.TryParse(options.SubscriptionId, out _), $"SubscriptionId is '{options.SubscriptionId}': write the id of the subscription, a GUID"),
        .. If(!IsGroup(options.ResourceGroup), $"ResourceGroup is '{options.ResourceGroup}': write its name, at most {LongestGroup} letters, digits, '-', '_', '.', '(' and ')', no '.' at the end"),
        .. Names(options.DnsNames, "DnsNames"),
        .. Names(options.ProfileNames, "ProfileNames"),
        .. options.AzureRegions.Where(static pair => Documents.AzureRegions.Find(pair.Value) is null).Select(static pair => $"AzureRegions[{pair.Key}] is '{pair.Value}', which is no Azure region that is known here"),
        .. options.AzureEndpoints.Where(static pair => !pair.Value.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)).Select(static pair => $"AzureEndpoints[{pair.Key}] is '{pair.Value}': write the id of a resource, which begins with /subscriptions/"),
        .. options.Subnets.SelectMany(static (subnet, i) => Subnet(subnet, $"Subnets[{i}]")),
        .. Monitor(options.Monitor),
        .. If(options.Propagation <= TimeSpan.Zero, $"Propagation is {options.Propagation}: write a time above zero"),
        .. Connection(options.Connection),
    ];

    /// <exception cref="ArgumentException">There are mistakes; all of them are named.</exception>
    public static void ThrowIfAny(TrafficManagerRouterOptions options)
    {
        if (string.Join("; ", Mistakes(options)) is { Length: > 0 } all)
        {
            throw new ArgumentException($"{all}.", nameof(options));
        }
    }

    public static CompileSettings Compile(TrafficManagerRouterOptions options) => new()
    {
        Owner = options.Owner,
        Subscription = options.SubscriptionId,
        ResourceGroup = options.ResourceGroup,
        Suffix = SuffixOf(options.Connection.Cloud),
        DnsNames = options.DnsNames.ToImmutableDictionary(),
        ProfileNames = options.ProfileNames.ToImmutableDictionary(),
        Regions = options.AzureRegions.ToImmutableDictionary(),
        Resources = options.AzureEndpoints.ToImmutableDictionary(static pair => pair.Key.ToLowerInvariant(), static pair => pair.Value),
        Subnets = options.Subnets.GroupBy(static subnet => subnet.Hostname.ToLowerInvariant().TrimEnd('.')).ToImmutableDictionary(
            static same => same.Key, static same => same.Select(static subnet => new ClientSubnet([.. subnet.Ranges.Select(RangeOf)], [.. subnet.Regions.Select(static region => new RegionId(region))])).ToImmutableArray()),
        Interval = (int)options.Monitor.Interval.TotalSeconds,
        Timeout = (int)options.Monitor.Timeout.TotalSeconds,
        ToleratedFailures = options.Monitor.ToleratedFailures,
    };

    public static ArmSettings Wire(TrafficManagerRouterOptions options, TokenCredential credential, TimeProvider time, ILogger? logger) => new()
    {
        Endpoint = EndpointOf(options.Connection),
        Scope = options.Connection.Scope,
        Subscription = options.SubscriptionId,
        ResourceGroup = options.ResourceGroup,
        Credential = credential,
        Time = time,
        OperationDeadline = options.Connection.OperationDeadline,
        Transport = options.Connection.Transport,
        Logger = logger ?? NullLogger.Instance,
    };

    public static Uri EndpointOf(TrafficManagerConnectionOptions connection) => connection.Endpoint ?? connection.Cloud switch
    {
        AzureCloud.China => new("https://management.chinacloudapi.cn"),
        AzureCloud.USGovernment => new("https://management.usgovcloudapi.net"),
        _ => ArmSettings.PublicEndpoint,
    };

    private static string SuffixOf(AzureCloud cloud) => cloud switch
    {
        AzureCloud.China => "trafficmanager.cn",
        AzureCloud.USGovernment => "usgovtrafficmanager.net",
        _ => "trafficmanager.net",
    };

    private static IEnumerable<string> Owner(string? owner) =>
        !IdText.IsValid(owner, out var problem) ? [$"Owner: {problem}"]
        : If(owner.Length > LongestOwner || owner.AsSpan().ContainsAny(':', '/'), $"Owner is '{owner}': write at most {LongestOwner} letters, digits, '-', '_' and '.'");

    private static bool IsGroup(string? group) => group is { Length: > 0 and <= LongestGroup } && group[^1] != '.' && group.All(static letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '(' or ')');

    private static IEnumerable<string> Names(IDictionary<string, string> names, string at) =>
    [
        .. names.Where(static pair => pair.Value is not { Length: > 0 and <= LongestName } || pair.Value[0] == '-' || pair.Value[^1] == '-' || !pair.Value.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            .Select(pair => $"{at}[{pair.Key}] is '{pair.Value}': write 1 to {LongestName} letters, digits and inner hyphens"),
        .. names.GroupBy(static pair => pair.Value, StringComparer.OrdinalIgnoreCase).Where(static same => same.Skip(1).Any()).Select(same => $"{at}: '{same.Key}' is there twice"),
    ];

    private static IEnumerable<string> Subnet(TrafficManagerSubnet subnet, string at) =>
    [
        .. If(subnet.Hostname.Length == 0, $"{at}.Hostname is missing: write that of a service"),
        .. If(subnet.Ranges.Count == 0 || subnet.Regions.Count == 0, $"{at}: name the ranges of addresses, and the regions that answer them"),
        .. subnet.Ranges.Where(static range => Subnets.Bounds(RangeOf(range)) is null).Select(range => $"{at}.Ranges holds '{range}': write 203.0.113.0/24, or the first and the last address with a hyphen between them"),
        .. subnet.Regions.Where(static region => !IdText.IsValid(region, out _)).Select(region => $"{at}.Regions holds '{region}', which is no region's id"),
    ];

    private static Documents.SubnetRange RangeOf(string text) =>
        text.Split('/') is [var first, var scope] && int.TryParse(scope, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bits) ? new(first.Trim(), null, bits)
        : text.Split('-') is [var from, var to] ? new(from.Trim(), to.Trim(), null)
        : new(null, null, null);

    private static IEnumerable<string> Monitor(TrafficManagerMonitorOptions monitor)
    {
        var interval = monitor.Interval.TotalSeconds;
        var longest = MonitorRules.LongestTimeout((long)interval);
        return
        [
            .. If(interval is not (MonitorRules.Fast or MonitorRules.Usual), $"Monitor.Interval is {monitor.Interval}: write 10 or 30 s"),
            .. If(monitor.Timeout.TotalSeconds is < 5 || monitor.Timeout.TotalSeconds > longest || monitor.Timeout.TotalSeconds % 1 != 0, $"Monitor.Timeout is {monitor.Timeout}: write 5 to {longest} s, whole seconds"),
            .. If(monitor.ToleratedFailures is < 0 or > MonitorRules.MostFailures, $"Monitor.ToleratedFailures is {monitor.ToleratedFailures}: write 0 to {MonitorRules.MostFailures}"),
        ];
    }

    private static IEnumerable<string> Connection(TrafficManagerConnectionOptions connection) =>
    [
        .. If(!Enum.IsDefined(connection.Cloud), $"Connection.Cloud is {connection.Cloud}: write Public, China or USGovernment"),
        .. If(connection.Endpoint is not (null or { IsAbsoluteUri: true, Scheme: "https" }), $"Connection.Endpoint is '{connection.Endpoint}': write an https address"),
        .. If(connection.Scope is "", "Connection.Scope is empty: leave it out, or write what tokens are for"),
        .. If(connection.OperationDeadline < TimeSpan.FromSeconds(1) || connection.OperationDeadline > TimeSpan.FromHours(1), $"Connection.OperationDeadline is {connection.OperationDeadline}: write 1 s to 1 hour"),
    ];

    private static IEnumerable<string> If(bool wrong, string mistake) => wrong ? [mistake] : [];
}
