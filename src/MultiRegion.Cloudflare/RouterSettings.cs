using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Cloudflare.Wire;

namespace MultiRegion.Cloudflare;

/// <summary>Reads options, and says everything that is wrong with them at once.</summary>
internal static class RouterSettings
{
    private const int LongestOwner = 32;

    /// <param name="options">The options.</param>
    /// <param name="hasTokenReader">Whether the application hands tokens over itself.</param>
    public static IEnumerable<string> Mistakes(CloudflareRouterOptions options, bool hasTokenReader) =>
    [
        .. Owner(options.Owner),
        .. If(options.AccountId is "", "AccountId is empty: leave it out, or write the account's id"),
        .. If(!Between(options.SessionDrain, 0, 3600), $"SessionDrain is {options.SessionDrain}: write 0 to 1 hour"),
        .. If(!Enum.IsDefined(options.SessionFailover), $"SessionFailover is {options.SessionFailover}: write None, Temporary or Sticky"),
        .. If(options.Propagation <= TimeSpan.Zero, $"Propagation is {options.Propagation}: write a time above zero"),
        .. Monitor(options.Monitor, options.Limits),
        .. If(options.Limits.LoadBalancers < 1 || options.Limits.Pools < 1 || options.Limits.Endpoints < 1, "Limits: write 1 or more of each"),
        .. options.Rules.SelectMany(static (rule, i) => Rule(rule, $"Rules[{i}]")),
        .. options.DataCentres.SelectMany(static (centre, i) => Centre(centre, $"DataCentres[{i}]")),
        .. options.DataCentres.GroupBy(static centre => (Host(centre.Hostname), centre.Code.ToUpperInvariant())).Where(static same => same.Count() > 1)
            .Select(static same => $"DataCentres names {same.Key.Item2} twice for {same.Key.Item1}"),
        .. Connection(options.Connection, hasTokenReader),
    ];

    /// <exception cref="ArgumentException">There are mistakes; all of them are named.</exception>
    public static void ThrowIfAny(CloudflareRouterOptions options, bool hasTokenReader)
    {
        if (string.Join("; ", Mistakes(options, hasTokenReader)) is { Length: > 0 } all)
        {
            throw new ArgumentException($"{all}.", nameof(options));
        }
    }

    public static CompileSettings Compile(CloudflareRouterOptions options) => new()
    {
        Owner = options.Owner,
        Proxied = options.Proxied,
        MeasuredLatency = options.MeasuredLatency,
        LeastOutstandingRequests = options.LeastOutstandingRequests,
        FailoverAcrossPools = options.FailoverAcrossPools,
        ZeroDowntimeFailover = options.SessionFailover.ToString().ToLowerInvariant(),
        SessionDrain = (int)options.SessionDrain.TotalSeconds,
        Monitor = new()
        {
            Interval = (int)options.Monitor.Interval.TotalSeconds,
            Timeout = (int)options.Monitor.Timeout.TotalSeconds,
            Retries = options.Monitor.Retries,
            ConsecutiveUp = options.Monitor.ConsecutiveUp,
            ConsecutiveDown = options.Monitor.ConsecutiveDown,
        },
        CheckRegions = [.. options.Monitor.Regions.Select(static region => region.ToUpperInvariant())],
        Notifications = options.Monitor.Notify switch
        {
            CloudflareNotifications.All => new(new(false, null), new(false, null)),
            CloudflareNotifications.PoolsDown => new(new(true, null), new(false, false)),
            CloudflareNotifications.None => new(new(true, null), new(true, null)),
            _ => null,
        },
        DataCentres = options.DataCentres.GroupBy(static centre => Host(centre.Hostname)).ToImmutableDictionary(
            static centres => centres.Key, static centres => centres.Select(static centre => new DataCentre(centre.Code.ToUpperInvariant(), [.. centre.Regions.Select(static region => new RegionId(region))])).ToImmutableArray()),
        Rules = options.Rules.GroupBy(static rule => Host(rule.Hostname)).ToImmutableDictionary(static rules => rules.Key, static rules => rules.Select(Made).ToImmutableArray()),
    };

    public static PlanLimits Limits(CloudflareLimits limits) => new(limits.LoadBalancers, limits.Pools, limits.Endpoints, (int)limits.ShortestInterval.TotalSeconds);

    public static CloudflareSettings Wire(CloudflareRouterOptions options, Func<CancellationToken, ValueTask<string>>? token, TimeProvider time, ILogger? logger) => new()
    {
        Endpoint = options.Connection.Endpoint,
        Token = token is not null ? new("handed over by the application", token)
            : options.Connection.Token is { } given ? TokenSource.Of(given)
            : TokenSource.File(options.Connection.TokenFile!),
        RequestsPerFiveMinutes = options.Connection.RequestsPerFiveMinutes,
        Time = time,
        Transport = options.Connection.Transport,
        Logger = logger ?? NullLogger.Instance,
    };

    private static string Host(string hostname) => hostname.ToLowerInvariant().TrimEnd('.');

    private static RegionRule Made(CloudflareRule rule) => new(
        rule.Name, rule.Condition, [.. rule.Regions.Select(static region => new RegionId(region))],
        rule.Regions.Count > 0 ? null : new() { StatusCode = rule.Status, MessageBody = rule.Body, ContentType = rule.ContentType });

    private static IEnumerable<string> Owner(string? owner) =>
        !IdText.IsValid(owner, out var problem) ? [$"Owner: {problem}"]
        : If(owner.Length > LongestOwner || owner.AsSpan().ContainsAny(':', '/'), $"Owner is '{owner}': write at most {LongestOwner} letters, digits, '-', '_' and '.'");

    private static IEnumerable<string> Monitor(CloudflareMonitorOptions monitor, CloudflareLimits limits) =>
    [
        .. If(
            !Between(monitor.Interval, 5, PlanLimits.LongestInterval) || monitor.Interval < limits.ShortestInterval,
            $"Monitor.Interval is {monitor.Interval}: write {limits.ShortestInterval} (the shortest of the plan, see Limits.ShortestInterval) to 01:00:00"),
        .. If(!Between(monitor.Timeout, 1, 10) || monitor.Timeout >= monitor.Interval, $"Monitor.Timeout is {monitor.Timeout}: write 1 to 10 s, less than the interval"),
        .. If(monitor.Retries is < 0 or > 5, $"Monitor.Retries is {monitor.Retries}: write 0 to 5"),
        .. If(monitor.ConsecutiveUp is < 0 or > 10 || monitor.ConsecutiveDown is < 0 or > 10, "Monitor.ConsecutiveUp and ConsecutiveDown: write 0 to 10"),
        .. monitor.Regions.Where(static region => !Areas.Regions.Contains(region.ToUpperInvariant()))
            .Select(static region => $"Monitor.Regions holds '{region}': write some of {string.Join(", ", Areas.Regions)}"),
    ];

    private static IEnumerable<string> Rule(CloudflareRule rule, string at) =>
    [
        .. If(rule.Hostname.Length == 0, $"{at}.Hostname is missing: write that of a service"),
        .. If(rule.Name.Length is 0 or > 200, $"{at}.Name: write 1 to 200 characters"),
        .. rule.Regions.Where(static region => !IdText.IsValid(region, out _)).Select(region => $"{at}.Regions holds '{region}', which is no region's id"),
        .. If(rule.Regions.Count == 0 && rule.Status is < 200 or > 599, $"{at}.Status is {rule.Status}: write 200 to 599, or name regions"),
        .. If(rule.Body.Length > 1024 || rule.ContentType.Length > 32, $"{at}: the body has at most 1024 characters and its type 32"),
        .. If(rule.Condition.Length > 0 && Conditions.Mistake(rule.Condition, null) is not null, $"{at}.Condition: {Conditions.Mistake(rule.Condition, null)}"),
    ];

    private static IEnumerable<string> Centre(CloudflareDataCentre centre, string at) =>
    [
        .. If(centre.Hostname.Length == 0, $"{at}.Hostname is missing: write that of a service"),
        .. If(centre.Code.Length != 3 || !centre.Code.All(char.IsAsciiLetter), $"{at}.Code is '{centre.Code}': write the three letters of a data centre, for example LHR"),
        .. If(centre.Regions.Count == 0, $"{at}.Regions is empty: name the regions that answer there, in order"),
        .. centre.Regions.Where(static region => !IdText.IsValid(region, out _)).Select(region => $"{at}.Regions holds '{region}', which is no region's id"),
    ];

    // The token itself is in no message.
    private static IEnumerable<string> Connection(CloudflareConnectionOptions connection, bool hasTokenReader)
    {
        var sources = (connection.Token is not null ? 1 : 0) + (connection.TokenFile is not null ? 1 : 0) + (hasTokenReader ? 1 : 0);
        return
        [
            .. If(sources != 1, $"Connection: {(sources == 0 ? "there is no token" : "the token comes from several sources")}: set Token, or TokenFile, or hand over a reader"),
            .. If(connection.Token is { } token && string.IsNullOrWhiteSpace(token), "Connection.Token is empty"),
            .. If(connection.Endpoint is not { IsAbsoluteUri: true, Scheme: "https" } && connection.Endpoint is not { IsAbsoluteUri: true, IsLoopback: true }, $"Connection.Endpoint is '{connection.Endpoint}': write an https address"),
            .. If(connection.RequestsPerFiveMinutes is < 10 or > RequestBudget.PerFiveMinutes, $"Connection.RequestsPerFiveMinutes is {connection.RequestsPerFiveMinutes}: write 10 to {RequestBudget.PerFiveMinutes}"),
        ];
    }

    private static bool Between(TimeSpan time, double from, double to) => time.TotalSeconds >= from && time.TotalSeconds <= to;

    private static IEnumerable<string> If(bool wrong, string mistake) => wrong ? [mistake] : [];
}
