namespace MultiRegion.Kubernetes;

/// <summary>How a <see cref="KubernetesInbox"/> works.</summary>
public sealed class KubernetesInboxOptions
{
    /// <summary>
    /// The namespace where commands are created. Default <c>multiregion-commands</c>. It must exist. Whoever may create ConfigMaps in it may give commands: keep everything else out of it, the journal too.
    /// </summary>
    public string Namespace { get; set; } = "multiregion-commands";

    /// <summary>Whose commands they are: what the label <c>multiregion/command</c> of a command says. Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, at most 63. Default <c>multiregion</c>.</summary>
    public string Name { get; set; } = "multiregion";

    /// <summary>How long one request may take: above 0, at most 1 minute. Default 3 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long what was read counts: above 0, at most 1 minute. The engine asks more often. Default 2 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How the cluster is reached. It lies outside the regions that the controller moves.</summary>
    public KubernetesConnectionOptions Connection { get; } = new();
}
