using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>From an answer to what it means.</summary>
internal static class AwsReading
{
    public static Verdict<T> Read<T>(HttpReply reply, AwsCall<T> call, AwsProtocol protocol, AwsCallInfo info) =>
        reply.IsHtml ? Html<T>(reply, info)
        : (int)reply.Status is >= 300 and < 400 ? Redirect<T>(reply, info)
        : reply.IsSuccess ? Success(reply, call, info)
        : protocol.ReadError(reply) is { } error ? AwsVerdicts.Of<T>(error, reply, info)
        : Unreadable<T>(reply, info);

    private static Verdict<T> Success<T>(HttpReply reply, AwsCall<T> call, AwsCallInfo info)
    {
        try
        {
            return Verdict<T>.Good(call.Read(reply.Body));
        }
        catch (FormatException error)
        {
            return Verdict<T>.Doubtful(Problem.Failed($"{info.Action}: the answer ({reply.Body.Length} bytes) cannot be read: {ErrorText.Line(error.Message, 200)}", retryable: true));
        }
    }

    /// <summary>A page says nothing about AWS, and it may hold what was sent: it is not repeated.</summary>
    private static Verdict<T> Html<T>(HttpReply reply, AwsCallInfo info) => Verdict<T>.Doubtful(
        Problem.Failed($"{info.Action}: a page of HTML with status {(int)reply.Status} instead of an answer of AWS: a proxy stands between, or the endpoint is wrong.", retryable: true),
        again: (int)reply.Status >= 500);

    private static Verdict<T> Redirect<T>(HttpReply reply, AwsCallInfo info) => Verdict<T>.Bad(
        Problem.Failed($"{info.Action}: redirected ({(int)reply.Status}), which is not followed: the endpoint is wrong.", retryable: false), again: false);

    private static Verdict<T> Unreadable<T>(HttpReply reply, AwsCallInfo info)
    {
        var text = $"{info.Action}: status {(int)reply.Status} without an error that can be read.";
        return (int)reply.Status switch
        {
            429 => Verdict<T>.Bad(Problem.Throttled(text, reply.RetryAfter), again: true),
            >= 500 => Verdict<T>.Doubtful(Problem.Failed(text, retryable: true) with { RetryAfter = reply.RetryAfter }),
            401 or 403 => Verdict<T>.Bad(new(ProblemKind.Denied, $"{text} If the identity lacks the right, add: {AwsRights.Statement(info.Action, info.Resource)}", Retryable: false), again: false),
            _ => Verdict<T>.Bad(Problem.Failed(text, retryable: false), again: false),
        };
    }
}
