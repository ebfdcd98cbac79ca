using MultiRegion.Kubernetes.Credentials;

namespace MultiRegion.Kubernetes.Config;

/// <summary>The cluster that this process runs in.</summary>
internal static class InCluster
{
    public const string Mount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <param name="environment">Reads a variable.</param>
    /// <param name="mount">The folder of the service account.</param>
    /// <param name="time">The clock.</param>
    public static Result<ClusterConnection> Resolve(Func<string, string?> environment, string mount, TimeProvider time)
    {
        var (host, port) = (environment("KUBERNETES_SERVICE_HOST"), environment("KUBERNETES_SERVICE_PORT"));
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            return Problem.Refused("This process is not inside a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not both set.");
        }

        var address = host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]:{port}" : $"https://{host}:{port}";
        var token = Path.Combine(mount, "token");
        var authorities = Certificates.Authorities(null, Path.Combine(mount, "ca.crt"), "The service account's ca.crt");
        return !Uri.TryCreate(address, UriKind.Absolute, out var server) ? Problem.Refused("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address.")
            : !authorities.Succeeded ? authorities.Problem
            : !File.Exists(token) ? Problem.Refused($"The service account's token {token} is not there: does the pod mount it (automountServiceAccountToken)?")
            : new ClusterConnection
            {
                Name = "the cluster of this process",
                Server = server,
                Namespace = Certificates.Text(null, Path.Combine(mount, "namespace"), "namespace") is { Succeeded: true } found ? found.Value.Trim() : null,
                Authorities = authorities.Value,
                Credential = new TokenFileCredential(token, null, time),
            };
    }
}
