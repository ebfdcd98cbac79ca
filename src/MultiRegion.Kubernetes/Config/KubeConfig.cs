using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Config;

/// <summary>What kubeconfig files say, merged.</summary>
internal sealed class KubeConfig
{
    public static KubeConfig Empty { get; } = new();

    public ImmutableDictionary<string, ClusterEntry> Clusters { get; init; } = ImmutableDictionary<string, ClusterEntry>.Empty;

    public ImmutableDictionary<string, UserEntry> Users { get; init; } = ImmutableDictionary<string, UserEntry>.Empty;

    public ImmutableDictionary<string, ContextEntry> Contexts { get; init; } = ImmutableDictionary<string, ContextEntry>.Empty;

    public string? CurrentContext { get; init; }

    /// <summary>The files that it was read from, for messages.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>What stands in an earlier file wins, entry by entry.</summary>
    public KubeConfig With(KubeConfig later) => new()
    {
        Clusters = later.Clusters.SetItems(Clusters),
        Users = later.Users.SetItems(Users),
        Contexts = later.Contexts.SetItems(Contexts),
        CurrentContext = CurrentContext ?? later.CurrentContext,
        Files = [.. Files, .. later.Files],
    };
}

/// <summary>A cluster. Files are named relative to the kubeconfig's folder no more.</summary>
internal sealed class ClusterEntry
{
    public required Place At { get; init; }

    public string? Server { get; init; }

    public string? TlsServerName { get; init; }

    public bool SkipTlsVerify { get; init; }

    public string? AuthorityFile { get; init; }

    public byte[]? AuthorityData { get; init; }

    public string? ProxyUrl { get; init; }

    public bool DisableCompression { get; init; }

    /// <summary>The configuration of exec plugins for this cluster, as JSON; null: none.</summary>
    public string? ExecConfig { get; init; }
}

/// <summary>A user. It holds secrets, and is therefore no record that prints itself.</summary>
internal sealed class UserEntry
{
    public required Place At { get; init; }

    public string? CertificateFile { get; init; }

    public byte[]? CertificateData { get; init; }

    public string? KeyFile { get; init; }

    public byte[]? KeyData { get; init; }

    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public Impersonation Impersonation { get; init; } = Impersonation.None;

    public ExecEntry? Exec { get; init; }

    /// <summary>The name of a legacy provider of credentials; null: none.</summary>
    public string? AuthProvider { get; init; }
}

/// <summary>Who a request is made for.</summary>
internal sealed record Impersonation(string? User, string? Uid, ImmutableArray<string> Groups, ImmutableArray<(string Key, string Value)> Extra)
{
    public static Impersonation None { get; } = new(null, null, [], []);
}

/// <summary>A program that hands out credentials. It may hold secrets.</summary>
internal sealed class ExecEntry
{
    public required Place At { get; init; }

    public required string ApiVersion { get; init; }

    public required string Command { get; init; }

    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableArray<(string Name, string Value)> Environment { get; init; } = [];

    public string? InstallHint { get; init; }

    public bool ProvideClusterInfo { get; init; }

    public string? InteractiveMode { get; init; }
}

/// <summary>A context: which user of which cluster.</summary>
internal sealed record ContextEntry(Place At, string Cluster, string? User, string? Namespace);

/// <summary>Where something stands.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">The path in it, such as <c>clusters[0].cluster</c>.</param>
/// <param name="Line">The line.</param>
internal sealed record Place(string File, string Path, long Line)
{
    public override string ToString() => $"{File}:{Line}: {Path}";
}
