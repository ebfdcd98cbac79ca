namespace MultiRegion.Kubernetes;

/// <summary>How a <see cref="KubernetesLeaseStore"/> works.</summary>
public sealed class KubernetesLeaseOptions
{
    /// <summary>The namespace of the lease. Default <c>multiregion</c>. It must exist.</summary>
    public string Namespace { get; set; } = "multiregion";

    /// <summary>The name of the lease: controllers with the same one elect one of them. Default <c>multiregion</c>.</summary>
    public string Name { get; set; } = "multiregion";

    /// <summary>
    /// How long one request may take: above 0, at most 1 minute. A renewal is a read and a write, so that twice this must be less than the lease's duration, or it is refused.
    /// Default 2 s.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How the cluster of the lease is reached. It lies outside the regions that the controller moves.</summary>
    public KubernetesConnectionOptions Connection { get; } = new();
}
