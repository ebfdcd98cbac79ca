using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>How Route 53 comes to its opinion of an endpoint. Pure.</summary>
internal static class HealthTwin
{
    private const double HealthyPart = 0.18;
    private const int SearchedBytes = 5120;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TcpTime = TimeSpan.FromSeconds(10);

    /// <summary>The opinion of all checkers together.</summary>
    public static bool IsHealthy(int good, int checkers) => good > HealthyPart * checkers;

    /// <summary>What one checker makes of one attempt.</summary>
    public static bool IsGood(HealthCheckConfig config, CheckAttempt attempt) => config.Type switch
    {
        "TCP" => attempt.Connected <= TcpTime,
        "HTTP" or "HTTPS" => Answers(attempt),
        "HTTP_STR_MATCH" or "HTTPS_STR_MATCH" => Answers(attempt) && attempt.Read <= AnswerTime && Holds(attempt.Body, config.SearchString ?? ""),
        _ => throw new NotSupportedException($"A check of type {config.Type} sends nothing."),
    };

    /// <summary>What a check says that looks at other checks, at an alarm or at a routing control.</summary>
    /// <param name="config">The check.</param>
    /// <param name="isHealthy">Of its children.</param>
    /// <param name="alarm">Whether the alarm's data are good; null: too few data.</param>
    /// <param name="last">What it said last.</param>
    /// <param name="isOn">Of the routing control.</param>
    public static bool Says(HealthCheckConfig config, Func<string, bool> isHealthy, bool? alarm = null, bool last = true, bool isOn = true) => config.Type switch
    {
        "CALCULATED" => config.Children.Count(isHealthy) >= config.HealthThreshold,
        "CLOUDWATCH_METRIC" => alarm ?? config.InsufficientDataHealthStatus switch
        {
            "Healthy" => true,
            "Unhealthy" => false,
            _ => last,
        },
        "RECOVERY_CONTROL" => isOn,
        _ => last,
    };

    /// <summary>How often an endpoint is checked, on average: the checkers do not coordinate.</summary>
    public static double RequestsPerSecond(HealthCheckConfig config, int checkers) => (double)checkers / (config.RequestInterval ?? 30);

    private static bool Answers(CheckAttempt attempt) =>
        attempt.Connected <= ConnectTime && attempt.Answered <= AnswerTime && attempt.Status is >= 200 and <= 399;

    private static bool Holds(string body, string text) =>
        body.AsSpan(0, Math.Min(body.Length, SearchedBytes)).Contains(text, StringComparison.Ordinal);
}

/// <summary>What a checker met.</summary>
/// <param name="Connected">How long the connection took; null: there was none.</param>
/// <param name="Answered">How long the status took after that; null: there was none.</param>
/// <param name="Status">The status.</param>
/// <param name="Read">How long the body took after that.</param>
/// <param name="Body">The body, one byte a character.</param>
internal sealed record CheckAttempt(TimeSpan? Connected, TimeSpan? Answered = null, int Status = 0, TimeSpan? Read = null, string Body = "");
