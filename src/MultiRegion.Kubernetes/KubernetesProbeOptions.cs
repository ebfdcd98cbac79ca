namespace MultiRegion.Kubernetes;

/// <summary>How a <see cref="KubernetesProbe"/> works.</summary>
public sealed class KubernetesProbeOptions
{
    /// <summary>What it looks at. Default <see cref="KubernetesLook.Workload"/>.</summary>
    public KubernetesLook Look { get; set; }

    /// <summary>
    /// What it looks at in each region that names nothing of its own: <c>namespace/deployment/name</c> or <c>namespace/statefulset/name</c> for a workload, <c>namespace/service/name</c> or
    /// <c>namespace/ingress/name</c> for an address; nothing for the API server.
    /// </summary>
    public string? Object { get; set; }

    /// <summary>How many replicas must be ready: 1 or more. Default 1. For a workload.</summary>
    public int MinimumReady { get; set; } = 1;

    /// <summary>How long a look may take: above 0, at most 1 minute. Default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The regions, each with its cluster; at least one.</summary>
    public IList<KubernetesProbeRegionOptions> Regions { get; } = [];
}

/// <summary>One region of a <see cref="KubernetesProbe"/>.</summary>
public sealed class KubernetesProbeRegionOptions
{
    /// <summary>The id of the region. Required.</summary>
    public string Region { get; set; } = "";

    /// <summary>What it looks at there; null (the default): as in the others.</summary>
    public string? Object { get; set; }

    /// <summary>How the region's cluster is reached.</summary>
    public KubernetesConnectionOptions Connection { get; } = new();
}

/// <summary>What a <see cref="KubernetesProbe"/> looks at.</summary>
public enum KubernetesLook
{
    /// <summary>Whether enough replicas of a workload are ready. A cluster that cannot be read makes it unknown.</summary>
    Workload,

    /// <summary>Whether the API server says that it is ready (<c>/readyz</c>). One that cannot be reached is a failure.</summary>
    ApiServer,

    /// <summary>Whether a Service or an Ingress has an address. None yet, or a cluster that cannot be read, is unknown.</summary>
    Address,
}
