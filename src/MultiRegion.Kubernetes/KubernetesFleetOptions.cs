namespace MultiRegion.Kubernetes;

/// <summary>How a <see cref="KubernetesFleet"/> works.</summary>
public sealed class KubernetesFleetOptions
{
    /// <summary>Which installation workloads belong to; it stands in an annotation of them, and what belongs to another owner is never touched. Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, at most 63. Default <c>multiregion</c>.</summary>
    public string Owner { get; set; } = "multiregion";

    /// <summary>How long reading one cluster may take before it counts as unknown, and writing one workload: above 0, at most 5 minutes. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a plan that adds replicas looks whether the cluster has room for them, and says so in its notes when it has not or nobody knows; nothing is refused for it. It reads all nodes and pods of
    /// the cluster, within <see cref="Timeout"/>. Default false.
    /// </summary>
    public bool CheckCapacity { get; set; }

    /// <summary>The clusters; at least one.</summary>
    public IList<KubernetesClusterOptions> Clusters { get; } = [];

    /// <summary>Adds a cluster that is reached by a client of the application's own, which brings its credentials.</summary>
    /// <param name="name">The id that the topology uses.</param>
    /// <param name="baseUri">The address of the API server.</param>
    /// <param name="client">The client; never disposed of here.</param>
    /// <returns>The cluster, to name its namespaces.</returns>
    public KubernetesClusterOptions AddCluster(ClusterId name, Uri baseUri, HttpClient client)
    {
        var cluster = new KubernetesClusterOptions { Cluster = name.Value };
        cluster.Connection.Use(baseUri, client);
        Clusters.Add(cluster);
        return cluster;
    }
}

/// <summary>One cluster of a fleet.</summary>
public sealed class KubernetesClusterOptions
{
    /// <summary>The id that the topology uses. Required.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>The namespaces whose workloads are observed and scaled; at least one. Others are not read.</summary>
    public IList<string> Namespaces { get; } = [];

    /// <summary>
    /// Further kinds whose objects are observed and scaled, as <c>plural.group</c> or <c>kind.group</c>, such as <c>rollouts.argoproj.io</c>; ids say them the same way. Each needs a subresource
    /// <c>scale</c>. Default none: Deployments and StatefulSets alone.
    /// </summary>
    public IList<string> Kinds { get; } = [];

    /// <summary>Only workloads with these labels are observed, as a selector of Kubernetes; null (the default): all of the namespaces.</summary>
    public string? LabelSelector { get; set; }

    /// <summary>How it is reached.</summary>
    public KubernetesConnectionOptions Connection { get; } = new();
}
