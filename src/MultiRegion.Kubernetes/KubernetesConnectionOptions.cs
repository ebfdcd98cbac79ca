namespace MultiRegion.Kubernetes;

/// <summary>How a cluster is reached. Without any of it: by the current context of the kubeconfig that <c>KUBECONFIG</c> or the home folder has.</summary>
public sealed class KubernetesConnectionOptions
{
    /// <summary>The kubeconfig, or several with the separator of <c>PATH</c> between them, which are merged; null (the default): by <c>KUBECONFIG</c>, else <c>~/.kube/config</c>.</summary>
    public string? KubeConfig { get; set; }

    /// <summary>The context in it; null (the default): its current one.</summary>
    public string? Context { get; set; }

    /// <summary>Whether the cluster is the one that this process runs in, with the rights of its service account. Default false.</summary>
    public bool InCluster { get; set; }

    internal Uri? Address { get; private set; }

    internal HttpClient? Client { get; private set; }

    /// <summary>Reaches the cluster by a client of the application's own, which brings its credentials. It is never disposed of here.</summary>
    /// <param name="address">The address of the API server.</param>
    /// <param name="client">The client.</param>
    public void Use(Uri address, HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(client);
        (Address, Client) = (address, client);
    }

    /// <summary>Whether both are written so that they reach the same cluster. Two ways to one cluster that are written differently are not seen.</summary>
    internal bool Reaches(KubernetesConnectionOptions other) =>
        Address is not null || other.Address is not null ? Address == other.Address
        : InCluster || other.InCluster ? InCluster == other.InCluster
        : (KubeConfig, Context) == (other.KubeConfig, other.Context);

    internal IEnumerable<string> Mistakes(string path)
    {
        var ways = new[] { KubeConfig is not null || Context is not null, InCluster, Client is not null }.Count(static way => way);
        if (ways > 1)
        {
            yield return $"{path} has several ways to the cluster: keep one of KubeConfig and Context, InCluster, or a client";
        }

        if (KubeConfig is { Length: 0 } || Context is { Length: 0 })
        {
            yield return $"{path} has an empty KubeConfig or Context: write it, or take it out";
        }

        if (Address is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0))
        {
            yield return $"{path} has an address that is not an absolute http or https address without user information";
        }
    }
}
