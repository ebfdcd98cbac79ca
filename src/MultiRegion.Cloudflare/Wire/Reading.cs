using System.Text.Json;
using MultiRegion.Shared.Http;

namespace MultiRegion.Cloudflare.Wire;

/// <summary>From an answer to what it means.</summary>
internal static class Reading
{
    public static Verdict<T> Read<T>(HttpReply reply, CloudflareCall<T> call, string token) =>
        reply.IsHtml ? Html<T>(reply, call)
        : (int)reply.Status is >= 300 and < 400 ? Verdict<T>.Bad(Problem.Failed($"{call.Name}: redirected ({(int)reply.Status}), which is not followed: the endpoint is wrong.", retryable: false), again: false)
        : reply.Body.Length == 0 ? Empty<T>(reply, call)
        : Envelope.Read(reply.Body) is { } envelope ? Read(envelope, reply, call, token)
        : Verdicts.Unreadable(reply, call);

    private static Verdict<T> Read<T>(Envelope envelope, HttpReply reply, CloudflareCall<T> call, string token)
    {
        if (!envelope.Success || !reply.IsSuccess)
        {
            return Verdicts.Of(envelope, reply, call, token);
        }

        try
        {
            return Verdict<T>.Good(call.Read(envelope.Result, envelope.Info));
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return Verdict<T>.Doubtful(Problem.Failed($"{call.Name}: the answer ({reply.Body.Length} bytes) cannot be read: its result is not what it should be.", retryable: true));
        }
    }

    /// <summary>A page says nothing about the API, and it may hold what was sent: it is not repeated.</summary>
    private static Verdict<T> Html<T>(HttpReply reply, CloudflareCall<T> call)
    {
        var problem = Problem.Failed($"{call.Name}: a page of HTML with status {(int)reply.Status} instead of an answer of the API.", retryable: true) with { RetryAfter = reply.RetryAfter };
        return (int)reply.Status == 429 ? Verdict<T>.Bad(Problem.Throttled(problem.Detail, Verdicts.Wait(reply)), again: true) : Verdict<T>.Doubtful(problem, again: (int)reply.Status >= 500);
    }

    private static Verdict<T> Empty<T>(HttpReply reply, CloudflareCall<T> call) => reply.IsSuccess
        ? Verdict<T>.Doubtful(Problem.Failed($"{call.Name}: the answer is empty.", retryable: true))
        : Verdicts.Unreadable(reply, call);
}
