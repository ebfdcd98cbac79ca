using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MultiRegion.Probing;

/// <summary>TLS as every probe does it, over whatever carries the bytes.</summary>
internal static class TlsClient
{
    /// <summary>Secures a stream, which is closed when that fails.</summary>
    /// <param name="stream">Carries the bytes.</param>
    /// <param name="name">The name that is asked for, and that the certificate must carry.</param>
    /// <param name="protocol">The only protocol that is spoken over it.</param>
    /// <param name="chainPolicy">How the certificate is validated; null: as the platform does.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <exception cref="CertificateException">The certificate is not valid for the name.</exception>
    /// <exception cref="AuthenticationException">The handshake failed otherwise.</exception>
    public static async ValueTask<SslStream> SecureAsync(
        Stream stream, string name, SslApplicationProtocol protocol, X509ChainPolicy? chainPolicy, CancellationToken cancellationToken)
    {
        string? invalid = null;
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(Options(name, protocol, chainPolicy, problem => invalid = problem), cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch (Exception failed)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            if (invalid is not null && failed is AuthenticationException)
            {
                throw new CertificateException(invalid, failed);
            }

            throw;
        }
    }

    private static SslClientAuthenticationOptions Options(string name, SslApplicationProtocol protocol, X509ChainPolicy? chainPolicy, Action<string> onInvalid) => new()
    {
        TargetHost = name,
        ApplicationProtocols = [protocol],
        CertificateChainPolicy = chainPolicy?.Clone(),
        RemoteCertificateValidationCallback = (_, _, chain, errors) =>
        {
            if (errors == SslPolicyErrors.None)
            {
                return true;
            }

            onInvalid(Words(errors, chain));
            return false;
        },
    };

    private static string Words(SslPolicyErrors errors, X509Chain? chain)
    {
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        return status == X509ChainStatusFlags.NoError ? $"{errors}" : $"{errors}: {status}";
    }
}

/// <summary>The certificate is not valid for the name; the message holds flags only.</summary>
internal sealed class CertificateException(string problem, Exception inner) : AuthenticationException(problem, inner);
