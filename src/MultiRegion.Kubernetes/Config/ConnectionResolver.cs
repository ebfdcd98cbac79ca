using System.Security.Cryptography.X509Certificates;
using MultiRegion.Kubernetes.Credentials;

namespace MultiRegion.Kubernetes.Config;

/// <summary>From a kubeconfig and a context to the way to a cluster.</summary>
/// <param name="programs">Runs exec plugins.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionResolver(IPrograms programs, TimeProvider time)
{
    public Result<ClusterConnection> Resolve(KubeConfig config, string? context)
    {
        var files = string.Join(", ", config.Files);
        var name = context ?? config.CurrentContext;
        return string.IsNullOrEmpty(name) ? Problem.Refused($"{files}: there is no current-context: name a context ({Names(config.Contexts.Keys)}).")
            : config.Contexts.GetValueOrDefault(name) is not { } found ? Problem.Refused($"{files}: there is no context '{name}' ({Names(config.Contexts.Keys)}).")
            : config.Clusters.GetValueOrDefault(found.Cluster) is not { } cluster ? Problem.Refused($"{found.At}.cluster: the context '{name}' names the cluster '{found.Cluster}', which no file has ({Names(config.Clusters.Keys)}).")
            : found.User is { Length: > 0 } user && !config.Users.ContainsKey(user) ? Problem.Refused($"{found.At}.user: the context '{name}' names the user '{user}', which no file has ({Names(config.Users.Keys)}).")
            : Resolve(name, found, cluster, config.Users.GetValueOrDefault(found.User ?? ""));
    }

    private Result<ClusterConnection> Resolve(string name, ContextEntry context, ClusterEntry cluster, UserEntry? user)
    {
        var server = Server(cluster);
        var proxy = Proxy(cluster);
        var authorities = Authorities(cluster);
        var certificate = Certificate(user);
        if ((server.Problem ?? proxy.Problem ?? authorities.Problem ?? certificate.Problem) is { } problem)
        {
            return problem;
        }

        var credential = Credential(user, cluster);
        return !credential.Succeeded ? credential.Problem
            : server.Value!.Scheme == Uri.UriSchemeHttp && (certificate.Value is not null || credential.Value is not NoCredential)
                ? Problem.Refused($"{cluster.At}.server: it is plain HTTP, over which no credentials are sent: write https, or a user without credentials.")
            : new ClusterConnection
            {
                Name = $"context '{name}'",
                Server = server.Value,
                Namespace = context.Namespace,
                TlsServerName = cluster.TlsServerName,
                SkipTlsVerify = cluster.SkipTlsVerify,
                Authorities = authorities.Value,
                Certificate = certificate.Value,
                Credential = credential.Value,
                Impersonation = user?.Impersonation ?? Impersonation.None,
                Proxy = proxy.Value,
                DisableCompression = cluster.DisableCompression,
            };
    }

    private static Result<Uri> Server(ClusterEntry cluster) =>
        string.IsNullOrEmpty(cluster.Server) ? Problem.Refused($"{cluster.At}.server: it is missing.")
        : Uri.TryCreate(cluster.Server.Contains("://", StringComparison.Ordinal) ? cluster.Server : $"https://{cluster.Server}", UriKind.Absolute, out var server) && server.Scheme is "https" or "http" && server.UserInfo.Length == 0
            ? Known(server, cluster)
        : Problem.Refused($"{cluster.At}.server: it is not an https address without user information.");

    // An address that means "all of mine" is where a server listens, and means the own machine to a client.
    private static Result<Uri> Known(Uri server, ClusterEntry cluster) =>
        cluster.SkipTlsVerify && (cluster.AuthorityData is not null || cluster.AuthorityFile is not null) ? Problem.Refused($"{cluster.At}: insecure-skip-tls-verify and a certificate-authority contradict each other: take one out.")
        : server.Host is "0.0.0.0" ? new UriBuilder(server) { Host = "127.0.0.1" }.Uri
        : server;

    private static Result<Uri?> Proxy(ClusterEntry cluster) =>
        string.IsNullOrEmpty(cluster.ProxyUrl) ? (Uri?)null
        : Uri.TryCreate(cluster.ProxyUrl, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5" ? proxy
        : Problem.Refused($"{cluster.At}.proxy-url: it is no http, https or socks5 address.");

    private static Result<X509Certificate2Collection?> Authorities(ClusterEntry cluster)
    {
        if (cluster.AuthorityData is null && cluster.AuthorityFile is null)
        {
            return (X509Certificate2Collection?)null;
        }

        var read = Certificates.Authorities(cluster.AuthorityData, cluster.AuthorityFile, $"{cluster.At}.certificate-authority");
        return read.Succeeded ? read.Value : read.Problem;
    }

    private Result<ClientCertificate?> Certificate(UserEntry? user)
    {
        var (certificate, key) = (user?.CertificateData is not null || user?.CertificateFile is not null, user?.KeyData is not null || user?.KeyFile is not null);
        if (user is null || (!certificate && !key))
        {
            return (ClientCertificate?)null;
        }

        if (!certificate || !key)
        {
            return Problem.Refused($"{user.At}: client-certificate and client-key go together: {(certificate ? "the key" : "the certificate")} is missing.");
        }

        var read = Certificates.Client(
            Certificates.Text(user.CertificateData, user.CertificateFile, $"{user.At}.client-certificate"),
            Certificates.Text(user.KeyData, user.KeyFile, $"{user.At}.client-key"),
            $"{user.At}.client-certificate",
            time);
        return read.Succeeded ? read.Value : read.Problem;
    }

    private Result<Credential> Credential(UserEntry? user, ClusterEntry cluster) => user switch
    {
        null => new NoCredential(),
        { AuthProvider: { } provider } => Problem.Refused($"{user.At}.auth-provider: '{provider}' is of the old kind that was removed from Kubernetes' own clients: use exec, or a token."),
        { Exec: { } exec } when user.Token is not null || user.TokenFile is not null || user.Username is not null => Problem.Refused($"{exec.At}: exec and another credential contradict each other: take one out."),
        { Exec: { } exec } => ExecRules.Check(exec) is { } wrong ? Problem.Refused(wrong) : new ExecCredential(exec, cluster, programs, time),
        { Username: not null } when user.Token is not null || user.TokenFile is not null => Problem.Refused($"{user.At}: username and a token contradict each other: take one out."),
        { TokenFile: { } file } => new TokenFileCredential(file, user.Token, time),
        { Token: { Length: > 0 } token } => TokenText.IsOne(token) ? new TokenCredential(token) : Problem.Refused($"{user.At}.token: it has characters that no token has."),
        { Username: { } name } => new BasicCredential(name, user.Password ?? ""),
        _ => new NoCredential(),
    };

    private static string Names(IEnumerable<string> names) => names.Order(StringComparer.Ordinal).Take(20).ToList() is { Count: > 0 } some ? string.Join(", ", some) : "there is none";
}
