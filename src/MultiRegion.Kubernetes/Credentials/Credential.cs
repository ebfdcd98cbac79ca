using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MultiRegion.Kubernetes.Credentials;

/// <summary>What proves who we are. Nothing of it prints itself.</summary>
internal abstract class Credential
{
    /// <summary>The proof to use now.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    public abstract ValueTask<Proof> GetAsync(CancellationToken cancellationToken);

    /// <summary>A proof was not accepted.</summary>
    /// <returns>Whether another may be had by asking again.</returns>
    public virtual bool Reject(Proof proof) => false;
}

/// <summary>One proof.</summary>
internal sealed class Proof(AuthenticationHeaderValue? header, ClientCertificate? certificate = null)
{
    public AuthenticationHeaderValue? Header { get; } = header;

    public ClientCertificate? Certificate { get; } = certificate;
}

/// <summary>A certificate with its key, and those between it and its authority.</summary>
internal sealed class ClientCertificate(X509Certificate2 leaf, X509Certificate2Collection between)
{
    public X509Certificate2 Leaf { get; } = leaf;

    public X509Certificate2Collection Between { get; } = between;
}

/// <summary>There is no proof to send. The text holds no secret.</summary>
internal sealed class CredentialException(string message) : Exception(message);

internal sealed class NoCredential : Credential
{
    private static readonly Proof None = new(null);

    public override ValueTask<Proof> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(None);
}

internal sealed class TokenCredential(string token) : Credential
{
    private readonly Proof _proof = new(new("Bearer", token));

    public override ValueTask<Proof> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_proof);
}

internal sealed class BasicCredential(string name, string password) : Credential
{
    private readonly Proof _proof = new(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))));

    public override ValueTask<Proof> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_proof);
}

/// <summary>What may be sent as a token.</summary>
internal static class TokenText
{
    public static bool IsOne(string text) => text.Length > 0 && text.All(static letter => letter is > ' ' and < '\x7f');
}
