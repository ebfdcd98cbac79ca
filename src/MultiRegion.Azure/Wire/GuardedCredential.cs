using Azure.Core;

namespace MultiRegion.Azure.Wire;

/// <summary>A credential whose failures say nothing but that they are there: what credentials throw may hold anything.</summary>
internal sealed class GuardedCredential(TokenCredential inner) : TokenCredential
{
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.GetTokenAsync(requestContext, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new TokenException($"No token: the credential ({inner.GetType().Name}) failed with {error.GetType().Name}.");
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Requests are sent without blocking.");
}

/// <summary>There is no token to send.</summary>
internal sealed class TokenException(string message) : Exception(message);
