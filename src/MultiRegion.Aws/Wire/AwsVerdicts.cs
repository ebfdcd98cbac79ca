using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>What an error of AWS means. The texts of errors about signatures and keys are not repeated: they hold what was signed.</summary>
internal static class AwsVerdicts
{
    public static Verdict<T> Of<T>(AwsError error, HttpReply reply, AwsCallInfo call) => error.Code switch
    {
        "Throttling" or "ThrottlingException" or "ThrottledException" or "TooManyRequestsException" or "RequestLimitExceeded" or "RequestThrottled"
            or "RequestThrottledException" or "BandwidthLimitExceeded" or "SlowDown" or "PriorRequestNotComplete" or "TransactionInProgressException"
            or "EC2ThrottledException" or "ProvisionedThroughputExceededException" => Later<T>(error, reply, call),
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "NotAuthorized" or "AuthorizationError" => Denied<T>(call),
        "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" => NoIdentity<T>(error, call, "the session token has expired: refresh the credentials"),
        "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidAccessKeyId" or "InvalidToken" or "AuthFailure" =>
            NoIdentity<T>(error, call, "AWS does not know the access key or its session token (deleted, disabled, or of another partition)"),
        "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "IncompleteSignature" or "IncompleteSignatureException" =>
            NoIdentity<T>(error, call, "the request was not signed as AWS asks for: a proxy may have changed its headers"),
        "SignatureDoesNotMatch" or "InvalidSignatureException" or "RequestExpired" or "RequestTimeTooSkewed" =>
            NoIdentity<T>(error, call, $"the signature does not match: the secret key is wrong, or the clock of this machine is{Clock(reply)}"),
        "OptInRequired" or "AccountProblem" => NoIdentity<T>(error, call, "the account may not use the service"),
        "NoSuchHostedZone" or "NoSuchHealthCheck" or "NoSuchChange" or "AcceleratorNotFoundException" or "ListenerNotFoundException"
            or "EndpointGroupNotFoundException" or "EndpointNotFoundException" or "ResourceNotFoundException" => Final<T>(ProblemKind.NotFound, error, call),
        "HealthCheckVersionMismatch" or "ConflictException" or "EndpointGroupAlreadyExistsException" or "EndpointAlreadyExistsException" =>
            Final<T>(ProblemKind.Conflict, error, call),
        "InvalidChangeBatch" => Final<T>(IsStale(error) ? ProblemKind.Conflict : ProblemKind.Refused, error, call),
        _ when (int)reply.Status >= 500 => Verdict<T>.Doubtful(Problem.Failed(Says(error, call), retryable: true) with { RetryAfter = reply.RetryAfter }),
        _ when (int)reply.Status == 429 => Later<T>(error, reply, call),
        _ => Final<T>(ProblemKind.Refused, error, call),
    };

    /// <summary>Whether every message of a batch says that live records are not what the batch takes them for: then a new plan helps.</summary>
    private static bool IsStale(AwsError error) => error.Messages.Length > 0 && error.Messages.All(static message =>
        message.Contains("it already exists", StringComparison.Ordinal)
        || message.Contains("it was not found", StringComparison.Ordinal)
        || message.Contains("do not match the current values", StringComparison.Ordinal));

    private static Verdict<T> Later<T>(AwsError error, HttpReply reply, AwsCallInfo call) => Verdict<T>.Bad(Problem.Throttled(Says(error, call), reply.RetryAfter), again: true);

    private static Verdict<T> Denied<T>(AwsCallInfo call) => Final<T>(new(
        ProblemKind.Denied, $"{call.Action}: access denied. Add to the policy of the identity used: {AwsRights.Statement(call.Action, call.Resource)}", Retryable: false));

    private static Verdict<T> NoIdentity<T>(AwsError error, AwsCallInfo call, string why) =>
        Final<T>(new(ProblemKind.Denied, $"{call.Action}: {ErrorText.Line(error.Code, 60)}: {why}. Used: {call.Credentials}.", Retryable: false));

    private static Verdict<T> Final<T>(ProblemKind kind, AwsError error, AwsCallInfo call) => Final<T>(new(kind, Says(error, call), kind == ProblemKind.Conflict));

    private static Verdict<T> Final<T>(Problem problem) => Verdict<T>.Bad(problem, again: false);

    private static string Says(AwsError error, AwsCallInfo call) => $"{call.Action}: {ErrorText.Line(error.Code, 60)}{(error.Text.Length > 0 ? $": {error.Text}" : "")}";

    private static string Clock(HttpReply reply) => reply.Date is { } date ? $" off (AWS says {date.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC)" : " off";
}

/// <summary>A call, for what is said about it.</summary>
/// <param name="Action">As policies name it.</param>
/// <param name="Resource">The ARN that a policy would name.</param>
/// <param name="Credentials">Where the credentials come from.</param>
internal readonly record struct AwsCallInfo(string Action, string Resource, string Credentials);
