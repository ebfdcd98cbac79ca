using MultiRegion.Health;

namespace MultiRegion.Tests.Health;

/// <summary>Short words for the tests of this folder.</summary>
internal static class HealthKit
{
    /// <summary>Three failures down, two successes up, stale after 15 s.</summary>
    public static HealthThresholds Thresholds { get; } = new(3, 2, TimeSpan.FromSeconds(15));

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>
    /// Folds a result a second, the first at 1 s: S success, F failure (timed out), U unknown (no route), and _ for 20
    /// seconds in which nothing usable comes.
    /// </summary>
    public static (EndpointHealth State, TimeSpan Now) Play(string results, EndpointHealth state = default, double from = 0)
    {
        var now = Seconds(from);
        foreach (var result in results)
        {
            now += Seconds(result == '_' ? 20 : 1);
            state = result == '_' ? state : Fold(state, result, now);
        }

        return (state, now);
    }

    public static EndpointHealth Fold(in EndpointHealth state, char result, TimeSpan at) => result switch
    {
        'S' => EndpointHealth.Fold(state, ProbeOutcome.Success, ProbeReason.Ok, at, Thresholds),
        'F' => EndpointHealth.Fold(state, ProbeOutcome.Failure, ProbeReason.TimedOut, at, Thresholds),
        _ => EndpointHealth.Fold(state, ProbeOutcome.Unknown, ProbeReason.NoRoute, at, Thresholds),
    };

    public static EndpointHealth State(string results) => Play(results).State;

    /// <summary>An estate with default settings whose services are all in all regions.</summary>
    public static EstateTopology Estate(string services, string regions, string vantages = "local", int references = 0, HealthSettings? health = null) => new()
    {
        Regions = [.. Ids(regions).Select(static region => new RegionDefinition { Id = region })],
        Services = [.. Ids(services).Select(service => Service(service, regions, health ?? new HealthSettings()))],
        Vantages = [.. Ids(vantages).Select(vantage => Vantage(vantage, references))],
    };

    public static ServiceDefinition Service(string service, string regions, HealthSettings health) => new()
    {
        Id = service,
        Hostname = $"{service}.example.com",
        Routers = ["dns"],
        Probe = new TcpProbeDefinition { Port = 443 },
        Health = health,
        Deployments = [.. Ids(regions).Select(static region => new DeploymentDefinition { Region = region, Endpoint = new($"{region}.example.com") })],
    };

    public static VantageDefinition Vantage(string vantage, int references) => new()
    {
        Id = vantage,
        References = [.. Enumerable.Range(0, references).Select(static index => new TcpProbeDefinition { Host = $"reference{index}.example.net", Port = 443 })],
    };

    /// <summary>Folds results of one endpoint, one a second from a time on; says when the last one came.</summary>
    public static TimeSpan Feed(this HealthBoard board, string service, string region, string results, double from = 0, string vantage = "local") =>
        board.FeedTarget(board.Endpoint(service, region, vantage)!.Value, results, from);

    /// <summary>Folds results of one reference target, one a second from a time on; says when the last one came.</summary>
    public static TimeSpan FeedReference(this HealthBoard board, int position, string results, double from = 0, string vantage = "local") =>
        board.FeedTarget(board.Reference(vantage, position)!.Value, results, from);

    public static VerdictChange[] RefreshAt(this HealthBoard board, double seconds) => board.Refresh(Seconds(seconds)).ToArray();

    private static TimeSpan FeedTarget(this HealthBoard board, int target, string results, double from)
    {
        var now = Seconds(from);
        foreach (var result in results)
        {
            now += Seconds(1);
            var (outcome, why) = result switch
            {
                'S' => (ProbeOutcome.Success, ProbeReason.Ok),
                'F' => (ProbeOutcome.Failure, ProbeReason.TimedOut),
                _ => (ProbeOutcome.Unknown, ProbeReason.NoRoute),
            };
            board.Fold([new ProbeSample(board.Revision, target, outcome, why, now)]).ShouldBe(1);
        }

        return now;
    }

    private static string[] Ids(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
