using Azure.Core;

namespace MultiRegion.Azure.Tests.Fakes;

/// <summary>Hands over one token, or fails as it is told.</summary>
internal sealed class FakeCredential(string token = FakeArm.Token, Exception? failure = null) : TokenCredential
{
    public List<string> Scopes { get; } = [];

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scopes.AddRange(requestContext.Scopes);
        return failure is null ? ValueTask.FromResult(new AccessToken(token, DateTimeOffset.MaxValue)) : throw failure;
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
}
