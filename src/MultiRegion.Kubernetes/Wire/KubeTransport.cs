using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MultiRegion.Kubernetes.Config;
using MultiRegion.Kubernetes.Credentials;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>Sends requests to one cluster with its credentials, and once more with new ones when they were not accepted. It follows no redirect.</summary>
internal sealed class KubeTransport(ClusterConnection connection) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private HttpMessageInvoker? _sockets;
    private ClientCertificate? _certificate;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Impersonate(request, connection.Impersonation);

        // The handler checks the certificate against this name, and asks for it (SNI).
        request.Headers.Host = connection.TlsServerName ?? request.Headers.Host;
        for (var first = true; ; first = false)
        {
            var proof = await connection.Credential.GetAsync(cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = proof.Header;
            var response = await Sockets(proof.Certificate ?? connection.Certificate).SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Unauthorized || !connection.Credential.Reject(proof) || !first)
            {
                return response;
            }

            response.Dispose();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                _sockets?.Dispose();
                _sockets = null;
                (connection.Credential as IDisposable)?.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private static void Impersonate(HttpRequestMessage request, Impersonation who)
    {
        Set(request, "Impersonate-User", who.User);
        Set(request, "Impersonate-Uid", who.Uid);
        foreach (var group in who.Groups)
        {
            request.Headers.TryAddWithoutValidation("Impersonate-Group", group);
        }

        foreach (var (key, value) in who.Extra)
        {
            request.Headers.TryAddWithoutValidation($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value);
        }
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    // Connections belong to the certificate that they were made with: another certificate has its own. The earlier ones may carry requests still, and close by themselves when idle.
    private HttpMessageInvoker Sockets(ClientCertificate? certificate)
    {
        lock (_gate)
        {
            if (_sockets is null || !ReferenceEquals(certificate, _certificate))
            {
                (_sockets, _certificate) = (new(Make(certificate), disposeHandler: true), certificate);
            }

            return _sockets;
        }
    }

    private SocketsHttpHandler Make(ClientCertificate? certificate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = connection.DisableCompression ? DecompressionMethods.None : DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
        Proxy = connection.Proxy is { } proxy ? Proxy(proxy) : null,
        SslOptions = Tls(certificate),
    };

    private static WebProxy Proxy(Uri address) => new(address)
    {
        Credentials = address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password] ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)) : null,
    };

    private SslClientAuthenticationOptions Tls(ClientCertificate? certificate)
    {
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate.Leaf, certificate.Between, offline: true),
        };
        if (connection.SkipTlsVerify)
        {
            options.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null;
        }
        else if (connection.Authorities is { } authorities)
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return options;
    }
}

/// <summary>Sends by a client that the application made. Answers are read as they come, which a watch needs.</summary>
internal sealed class GivenClient(HttpClient client) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
}
