using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>From an answer to what it means.</summary>
internal static class Replies
{
    /// <summary>How an error is told, and whether to try again: only when the server asks for it by Retry-After.</summary>
    public static Verdict<T> Bad<T>(string call, HttpStatusCode code, KubeStatus? status, TimeSpan? retryAfter)
    {
        var asked = retryAfter ?? status?.RetryAfter;
        var text = $"{call}: {status?.ToString() ?? $"refused with status {(int)code} and without a Status that can be read."}";
        return Verdict<T>.Bad(Problem((int)code, status, text) with { RetryAfter = asked }, again: retryAfter is not null && (int)code is 429 or >= 500);
    }

    public static Verdict<T> Redirected<T>(string call, HttpStatusCode code) =>
        Verdict<T>.Bad(MultiRegion.Problem.Failed($"{call}: redirected ({(int)code}), which is not followed: the address of the cluster is wrong.", retryable: false), again: false);

    public static Result<JsonObject> Object(string call, ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: new() { MaxDepth = 256 }) is JsonObject item ? item : Unreadable(call, body.Length);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return Unreadable(call, body.Length);
        }
    }

    /// <summary>The texts of <c>Warning: 299 agent "text"</c>.</summary>
    public static ImmutableArray<string> Warnings(string? header)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        for (var rest = header ?? ""; rest.IndexOf('"', StringComparison.Ordinal) is >= 0 and var start && found.Count < 20;)
        {
            var end = start + 1;
            while (end < rest.Length && rest[end] != '"')
            {
                end += rest[end] == '\\' ? 2 : 1;
            }

            found.Add(ErrorText.Line(rest[(start + 1)..Math.Min(end, rest.Length)].Replace("\\", "", StringComparison.Ordinal), 300));
            rest = end + 1 < rest.Length ? rest[(end + 1)..] : "";
        }

        return found.ToImmutable();
    }

    private static Problem Problem(int code, KubeStatus? status, string text) => code switch
    {
        401 => new(ProblemKind.Denied, $"{text} The credentials are not, or no longer, valid.", Retryable: false),
        403 => new(ProblemKind.Denied, text, Retryable: false),
        404 => new(ProblemKind.NotFound, text, Retryable: false),
        409 when status?.Reason == "AlreadyExists" || status is { IsFieldConflict: true } => new(ProblemKind.Conflict, text, Retryable: false),
        409 or 410 => MultiRegion.Problem.Conflict(text),
        429 => MultiRegion.Problem.Throttled(text),

        // The server gave up waiting, for its store or for a webhook: whether it was written, it does not know itself.
        504 => MultiRegion.Problem.Unreachable(text),
        >= 500 when status?.Reason is "Timeout" or "ServerTimeout" => MultiRegion.Problem.Unreachable(text),
        >= 500 => MultiRegion.Problem.Failed(text, retryable: true),
        _ => MultiRegion.Problem.Refused(text),
    };

    private static Problem Unreadable(string call, int length) =>
        MultiRegion.Problem.Failed($"{call}: the answer ({length} bytes) is not an object of the API.", retryable: true);
}
