using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>What monitor settings may be. Pure.</summary>
internal static class MonitorRules
{
    public const int UsualFailures = 3;
    public const int MostFailures = 9;
    public const int MostRanges = 8;
    public const int MostHeaders = 8;
    public const int Fast = 10;
    public const int Usual = 30;
    private const int ShortestTimeout = 5;

    public static readonly ImmutableArray<string> Protocols = ["HTTP", "HTTPS", "TCP"];

    /// <summary>The longest time-out at an interval, which is the default too.</summary>
    public static int LongestTimeout(long interval) => interval == Fast ? 9 : 10;

    public static IEnumerable<string> Mistakes(MonitorConfig monitor)
    {
        var protocol = monitor.Protocol?.ToUpperInvariant();
        return
        [
            .. If(!Protocols.Contains(protocol ?? ""), $"protocol is '{monitor.Protocol}': write HTTP, HTTPS or TCP"),
            .. If(monitor.Port is not (>= 1 and <= 65535), $"port is {monitor.Port}: write 1 to 65535"),
            .. If(protocol == "TCP" && monitor.Path is { Length: > 0 }, "path: a TCP probe has none"),
            .. If(protocol is "HTTP" or "HTTPS" && monitor.Path?.StartsWith('/') != true, "path is missing: it starts with /"),
            .. If(protocol == "TCP" && monitor.ExpectedStatusCodeRanges is { IsEmpty: false }, "expectedStatusCodeRanges: a TCP probe has none"),
            .. Times(monitor),
            .. Headers(monitor.CustomHeaders, "customHeaders"),
            .. If(monitor.ExpectedStatusCodeRanges?.Length > MostRanges, $"expectedStatusCodeRanges: at most {MostRanges}"),
            .. If(monitor.ExpectedStatusCodeRanges?.Any(static range => range.Min < 100 || range.Max > 999 || range.Max < range.Min) == true, "expectedStatusCodeRanges: write 100 to 999, the smaller first"),
        ];
    }

    public static IEnumerable<string> Headers(ImmutableArray<CustomHeader>? headers, string at) =>
    [
        .. If(headers?.Length > MostHeaders, $"{at}: at most {MostHeaders}"),
        .. If(headers?.Any(static header => string.IsNullOrWhiteSpace(header.Name) || header.Name.AsSpan().ContainsAny(":,\r\n") || header.Value.AsSpan().ContainsAny(",\r\n")) == true, $"{at}: a header has a name, and neither part has ',' or line breaks"),
    ];

    private static IEnumerable<string> Times(MonitorConfig monitor)
    {
        var interval = monitor.IntervalInSeconds ?? Usual;
        var longest = LongestTimeout(interval);
        return
        [
            .. If(interval is not (Fast or Usual), $"intervalInSeconds is {interval}: write {Fast} or {Usual}"),
            .. If((monitor.TimeoutInSeconds ?? longest) is var timeout && (timeout < ShortestTimeout || timeout > longest), $"timeoutInSeconds is {monitor.TimeoutInSeconds}: write {ShortestTimeout} to {longest}"),
            .. If(monitor.ToleratedNumberOfFailures is < 0 or > MostFailures, $"toleratedNumberOfFailures is {monitor.ToleratedNumberOfFailures}: write 0 to {MostFailures}"),
        ];
    }

    private static IEnumerable<string> If(bool wrong, string mistake) => wrong ? [mistake] : [];
}
