using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>
/// The credentials that the application gave, or those of the AWS default chain, asked at each signing so that they may change. What
/// goes wrong is thrown as our own exception: the texts of others may hold anything.
/// </summary>
/// <param name="given">Null: the default chain.</param>
/// <param name="patience">How long a source may take; it is asked without a token that could cancel it.</param>
/// <param name="time">What time it is.</param>
internal sealed class AwsCredentialSource(AWSCredentials? given, TimeSpan patience, TimeProvider time) : AWSCredentials, IDisposable
{
    private readonly DefaultAWSCredentialsIdentityResolver _chain = new();

    /// <summary>How the chain looks for credentials.</summary>
    public const string Chain = "the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN), a web identity (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN), "
        + "the profile (AWS_PROFILE or 'default' of the shared files), the container's endpoint (AWS_CONTAINER_CREDENTIALS_*), the instance's metadata";

    public string Tried => given is null ? $"the AWS default chain: {Chain}" : $"the credentials given by the application ({given.GetType().Name})";

    public override ImmutableCredentials GetCredentials()
    {
        try
        {
            return (given ?? _chain.ResolveIdentity(null)).GetCredentials() ?? throw Missing(null);
        }
        catch (Exception error) when (IsForeign(error))
        {
            throw Missing(error);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            return await AskAsync().WaitAsync(patience, time).ConfigureAwait(false) ?? throw Missing(null);
        }
        catch (Exception error) when (IsForeign(error))
        {
            throw Missing(error);
        }
    }

    public void Dispose() => _chain.Dispose();

    private async Task<ImmutableCredentials?> AskAsync()
    {
        var source = given ?? await _chain.ResolveIdentityAsync(null).ConfigureAwait(false);
        return await source.GetCredentialsAsync().ConfigureAwait(false);
    }

    private static bool IsForeign(Exception error) => error is not OperationCanceledException and not AwsCredentialException;

    private AwsCredentialException Missing(Exception? error) => error switch
    {
        TimeoutException => new($"No AWS credentials within {patience.TotalSeconds:0.#} s. Asked: {Tried}.") { IsTransient = true },
        AmazonServiceException refused => new($"No AWS credentials: their source answered {ErrorText.Line(refused.ErrorCode, 60)} ({(int)refused.StatusCode}). Asked: {Tried}.") { IsTransient = (int)refused.StatusCode >= 500 },
        _ => new($"No AWS credentials ({error?.GetType().Name ?? "none given"}). Tried: {Tried}. Give credentials by one of these ways."),
    };
}

/// <summary>There are no credentials; the message is ours and holds no secret.</summary>
internal sealed class AwsCredentialException(string message) : Exception(message)
{
    /// <summary>Whether the source may answer later.</summary>
    public bool IsTransient { get; init; }
}
