namespace MultiRegion.Kubernetes;

/// <summary>How a <see cref="KubernetesFederation"/> works.</summary>
public sealed class KubernetesFederationOptions
{
    /// <summary>
    /// Which installation objects belong to: it stands in the label <c>multiregion/federation</c> of each, and <c>OWNER-federation</c> is its field manager. What belongs to another owner is never touched.
    /// Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, at most 63. Default <c>multiregion</c>.
    /// </summary>
    public string Owner { get; set; } = "multiregion";

    /// <summary>The namespace of objects that name none although their kind lives in namespaces. Default <c>default</c>.</summary>
    public string DefaultNamespace { get; set; } = "default";

    /// <summary>How many requests are under way at once, in all clusters together: 1 to 10,000. One that takes longer than a second counts no more, so that a cluster that hangs takes no room from others. Default 64.</summary>
    public int Parallelism { get; set; } = 64;

    /// <summary>How many requests are under way at once in one cluster: 1 to 1,000. Default 8.</summary>
    public int ParallelismPerCluster { get; set; } = 8;

    /// <summary>How long one request may take with its repetitions; reading one cluster may take twice that: above 0, at most 5 minutes. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a new definition of a kind may take until its cluster serves it: above 0, at most 30 minutes. Default 1 minute.</summary>
    public TimeSpan EstablishTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Further kinds to look through for objects that are placed no longer, as <c>apps/v1/ReplicaSet</c> or <c>v1/Pod</c>. Those of the distribution and the ordinary kinds of workloads are always looked through. Default: none.</summary>
    public IList<string> Kinds { get; } = [];

    /// <summary>The clusters at the start; others can join later. Default: none.</summary>
    public IList<MemberClusterOptions> Clusters { get; } = [];

    /// <summary>Adds a cluster that is reached by a client of the application's own, which brings its credentials.</summary>
    /// <param name="name">Its id.</param>
    /// <param name="baseUri">The address of the API server.</param>
    /// <param name="client">The client; never disposed of here.</param>
    /// <returns>The cluster, to say more about it.</returns>
    public MemberClusterOptions AddCluster(ClusterId name, Uri baseUri, HttpClient client)
    {
        var cluster = new MemberClusterOptions { Cluster = name.Value };
        cluster.Connection.Use(baseUri, client);
        Clusters.Add(cluster);
        return cluster;
    }
}

/// <summary>A cluster that is a member of a federation.</summary>
public sealed class MemberClusterOptions
{
    /// <summary>Its id. Required.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>Its region; null (the default): none.</summary>
    public string? Region { get; set; }

    /// <summary>Whose cluster it is: <c>aws</c>, <c>azure</c>, <c>on-premises</c>; null (the default): nobody's in particular.</summary>
    public string? Provider { get; set; }

    /// <summary>Its labels, by which placements select. Default: none.</summary>
    public IDictionary<string, string> Labels { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How it is reached.</summary>
    public KubernetesConnectionOptions Connection { get; } = new();
}
