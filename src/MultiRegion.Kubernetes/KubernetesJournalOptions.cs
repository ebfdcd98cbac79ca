namespace MultiRegion.Kubernetes;

/// <summary>How a <see cref="KubernetesJournal"/> works.</summary>
public sealed class KubernetesJournalOptions
{
    /// <summary>The namespace of the journal's ConfigMaps. Default <c>multiregion</c>. It must exist.</summary>
    public string Namespace { get; set; } = "multiregion";

    /// <summary>The name of the journal's first ConfigMap, with which the names of the others begin: lower case letters, digits and <c>-</c>, at most 63. Default <c>multiregion-journal</c>.</summary>
    public string Name { get; set; } = "multiregion-journal";

    /// <summary>How long one request may take: above 0, at most 1 minute. Most appends are one request. Default 3 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether the journal may lie in a cluster of a fleet of the same engine: it is then lost with the region that it should save. Without it, such a journal is refused at the start. Default false.
    /// </summary>
    public bool AcknowledgeInside { get; set; }

    /// <summary>How the cluster of the journal is reached. It lies outside the regions that the controller moves.</summary>
    public KubernetesConnectionOptions Connection { get; } = new();
}
