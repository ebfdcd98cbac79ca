using System.Text.Json;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Wire;

/// <summary>From an answer to what it means. Errors are told with code, target and details; nothing of what was sent is.</summary>
internal static class Verdicts
{
    public static Verdict<T> Read<T>(HttpReply reply, ArmCall<T> call)
    {
        if (reply.IsHtml)
        {
            return Strange<T>(reply, $"{call.Name}: a page of HTML with status {(int)reply.Status} instead of an answer of ARM.");
        }

        if (!reply.IsSuccess)
        {
            return (int)reply.Status is >= 300 and < 400 ? Verdict<T>.Bad(Problem.Failed($"{call.Name}: redirected ({(int)reply.Status}), which is not followed: the endpoint is wrong.", retryable: false), again: false)
                : ArmError.Read(reply.Body) is { } error ? Of<T>(error, reply, call)
                : Strange<T>(reply, $"{call.Name}: status {(int)reply.Status} without an error of ARM that can be read ({reply.Body.Length} bytes).", call.Action);
        }

        try
        {
            return Verdict<T>.Good(call.Read(reply));
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            return Verdict<T>.Doubtful(Problem.Failed($"{call.Name}: the answer ({reply.Body.Length} bytes) cannot be read: it is not what it should be.", retryable: true));
        }
    }

    private static Verdict<T> Of<T>(ArmError error, HttpReply reply, ArmCall<T> call)
    {
        var text = $"{call.Name}: {error}.";
        return (int)reply.Status switch
        {
            429 => Verdict<T>.Bad(Problem.Throttled(text, reply.RetryAfter), again: true),
            401 => Denied<T>($"{text} The token is not valid for this cloud or tenant, or not any more."),
            403 => Denied<T>($"{text} The identity needs '{call.Action}' on the resource group."),
            404 or 400 when error.Is("SubscriptionNotFound", "InvalidSubscriptionId") => Final<T>(ProblemKind.NotFound, $"{text} The subscription is wrong, or belongs to another cloud or tenant."),
            404 when error.Is("ResourceGroupNotFound") => Final<T>(ProblemKind.NotFound, $"{text} Create the resource group, or correct its name."),
            404 => Final<T>(ProblemKind.NotFound, text),
            408 or 409 or 412 when IsTaken(error) => Final<T>(ProblemKind.Refused, $"{text} Choose another DNS name in the options."),
            409 or 412 => Verdict<T>.Bad(Problem.Conflict(text) with { RetryAfter = reply.RetryAfter }, again: error.Is("AnotherOperationInProgress", "RetryableError", "Conflict")),
            >= 500 or 408 => Verdict<T>.Doubtful(Problem.Failed(text, retryable: true) with { RetryAfter = reply.RetryAfter }),
            _ when IsTaken(error) => Final<T>(ProblemKind.Refused, $"{text} Choose another DNS name in the options."),
            _ => Final<T>(ProblemKind.Refused, text),
        };
    }

    private static bool IsTaken(ArmError error) => error.Says("already exists") || error.Says("not available");

    private static Verdict<T> Strange<T>(HttpReply reply, string text, string? action = null) => (int)reply.Status switch
    {
        429 => Verdict<T>.Bad(Problem.Throttled(text, reply.RetryAfter), again: true),
        401 or 403 => Denied<T>(action is null ? text : $"{text} The identity may lack '{action}'."),
        404 => Final<T>(ProblemKind.NotFound, text),
        >= 500 => Verdict<T>.Doubtful(Problem.Failed(text, retryable: true) with { RetryAfter = reply.RetryAfter }),
        _ when reply.IsSuccess => Verdict<T>.Doubtful(Problem.Failed(text, retryable: true), again: false),
        _ => Verdict<T>.Bad(Problem.Failed(text, retryable: false), again: false),
    };

    private static Verdict<T> Denied<T>(string text) => Final<T>(ProblemKind.Denied, text);

    private static Verdict<T> Final<T>(ProblemKind kind, string text) => Verdict<T>.Bad(new(kind, text, Retryable: false), again: false);
}
