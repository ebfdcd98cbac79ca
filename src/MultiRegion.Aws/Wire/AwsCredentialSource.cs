using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace MultiRegion.Aws.Wire;

/// <summary>
/// The credentials that the application gave, or those of the AWS default chain, asked at each signing so that they may change. What
/// goes wrong is thrown as our own exception: the texts of others may hold anything.
/// </summary>
internal sealed class AwsCredentialSource(AWSCredentials? given) : AWSCredentials, IDisposable
{
    private readonly DefaultAWSCredentialsIdentityResolver _chain = new();

    /// <summary>How the chain looks for credentials.</summary>
    public const string Chain = "the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN), a web identity (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN), "
        + "the profile (AWS_PROFILE or 'default' of the shared files), the container's endpoint (AWS_CONTAINER_CREDENTIALS_*), the instance's metadata";

    public string Tried => given is null ? $"the AWS default chain: {Chain}" : $"the credentials given by the application ({given.GetType().Name})";

    public override ImmutableCredentials GetCredentials() => Guard(() => (given ?? _chain.ResolveIdentity(null)).GetCredentials());

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            var source = given ?? await _chain.ResolveIdentityAsync(null).ConfigureAwait(false);
            return await source.GetCredentialsAsync().ConfigureAwait(false) ?? throw Missing("none");
        }
        catch (Exception error) when (error is not OperationCanceledException and not AwsCredentialException)
        {
            throw Missing(error.GetType().Name);
        }
    }

    public void Dispose() => _chain.Dispose();

    private ImmutableCredentials Guard(Func<ImmutableCredentials?> get)
    {
        try
        {
            return get() ?? throw Missing("none");
        }
        catch (Exception error) when (error is not OperationCanceledException and not AwsCredentialException)
        {
            throw Missing(error.GetType().Name);
        }
    }

    private AwsCredentialException Missing(string what) => new($"No AWS credentials ({what}). Tried: {Tried}. Give credentials by one of these ways.");
}

/// <summary>There are no credentials; the message is ours and holds no secret.</summary>
internal sealed class AwsCredentialException(string message) : Exception(message);
