using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Shared.Http;

namespace MultiRegion.Cloudflare.Wire;

/// <summary>What an error of the API means. All errors of an answer are told, none of what was sent.</summary>
internal static class Verdicts
{
    private const int NoRoute = 7003;
    private const int NoSuchObject = 7000;

    public static Verdict<T> Of<T>(Envelope envelope, HttpReply reply, CloudflareCall<T> call, string token)
    {
        var text = $"{call.Name}: {Text(envelope.Errors, reply)}";
        return (int)reply.Status switch
        {
            429 => Verdict<T>.Bad(Problem.Throttled(text, Wait(reply)), again: true),
            401 or 403 => Verdict<T>.Bad(Denied(text, call.Permission, token), again: false),
            404 => Final<T>(ProblemKind.NotFound, text),
            409 or 412 => Final<T>(ProblemKind.Conflict, text),
            >= 500 => Verdict<T>.Doubtful(Problem.Failed(text, retryable: true) with { RetryAfter = reply.RetryAfter }),
            _ when envelope.Errors.Any(static error => error.Code is NoRoute or NoSuchObject) => Final<T>(ProblemKind.NotFound, text),
            _ when IsOff(envelope.Errors) => Final<T>(ProblemKind.Refused, $"{text} Load balancing is not part of the zone's or account's plan: enable it in the dashboard, or use another router."),
            _ => Final<T>(ProblemKind.Refused, text),
        };
    }

    public static Verdict<T> Unreadable<T>(HttpReply reply, CloudflareCall<T> call)
    {
        var text = $"{call.Name}: status {(int)reply.Status} without an answer of the API that can be read ({reply.Body.Length} bytes).";
        return (int)reply.Status switch
        {
            429 => Verdict<T>.Bad(Problem.Throttled(text, Wait(reply)), again: true),
            >= 500 => Verdict<T>.Doubtful(Problem.Failed(text, retryable: true) with { RetryAfter = reply.RetryAfter }),
            401 or 403 => Verdict<T>.Bad(new(ProblemKind.Denied, $"{text} The token may lack '{call.Permission}'.", Retryable: false), again: false),
            _ when reply.IsSuccess => Verdict<T>.Doubtful(Problem.Failed(text, retryable: true)),
            _ => Verdict<T>.Bad(Problem.Failed(text, retryable: false), again: false),
        };
    }

    /// <summary>What the server asks for: Retry-After, or else the seconds that its rate limit header names.</summary>
    public static TimeSpan? Wait(HttpReply reply) => reply.RetryAfter ?? (reply.Header("Ratelimit")?.Split(';', StringSplitOptions.TrimEntries)
        .Where(static part => part.StartsWith("t=", StringComparison.Ordinal))
        .Select(static part => int.TryParse(part[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null).FirstOrDefault());

    private static Problem Denied(string text, string permission, string token) =>
        new(ProblemKind.Denied, $"{text} The token ({token}) is not valid any more, or lacks '{permission}' on this zone or account.", Retryable: false);

    private static bool IsOff(ImmutableArray<ApiError> errors) => errors.Any(static error =>
        error.Message.Contains("load balancing", StringComparison.OrdinalIgnoreCase)
        && (error.Message.Contains("not enabled", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("not entitled", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("subscription", StringComparison.OrdinalIgnoreCase)));

    private static Verdict<T> Final<T>(ProblemKind kind, string text) => Verdict<T>.Bad(new(kind, text, kind == ProblemKind.Conflict), again: false);

    private static string Text(ImmutableArray<ApiError> errors, HttpReply reply) =>
        errors.IsEmpty ? $"refused with status {(int)reply.Status} and without a reason." : $"{string.Join("; ", errors.Take(10))}.";
}
