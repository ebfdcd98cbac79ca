using System.Security.Cryptography.X509Certificates;
using MultiRegion.Kubernetes.Credentials;

namespace MultiRegion.Kubernetes.Config;

/// <summary>How a cluster is reached. It holds secrets, and is therefore no record that prints itself.</summary>
internal sealed class ClusterConnection
{
    /// <summary>Where it was found, for messages.</summary>
    public required string Name { get; init; }

    public required Uri Server { get; init; }

    public string? Namespace { get; init; }

    /// <summary>The name that the server's certificate must bear; null: the host of the address.</summary>
    public string? TlsServerName { get; init; }

    public bool SkipTlsVerify { get; init; }

    /// <summary>Who may have signed the server's certificate; null: whom the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public ClientCertificate? Certificate { get; init; }

    public required Credential Credential { get; init; }

    public Impersonation Impersonation { get; init; } = Impersonation.None;

    /// <summary>The proxy; null: by the environment.</summary>
    public Uri? Proxy { get; init; }

    public bool DisableCompression { get; init; }
}
