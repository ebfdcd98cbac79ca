using System.Text.RegularExpressions;

namespace MultiRegion.Kubernetes;

/// <summary>What options must be.</summary>
internal static partial class OptionRules
{
    public static IEnumerable<string> Mistakes(KubernetesFleetOptions options)
    {
        if (!Owner().IsMatch(options.Owner))
        {
            yield return "Owner: write 1 to 63 letters, digits, '-', '_' or '.', with a letter or digit at both ends";
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(5))
        {
            yield return $"Timeout is {options.Timeout}: write more than 0 and at most 5 minutes";
        }

        if (options.Clusters.Count == 0)
        {
            yield return "Clusters is empty: name at least one";
        }

        foreach (var mistake in options.Clusters.SelectMany(static (cluster, i) => Mistakes(cluster, $"Clusters[{i}]")))
        {
            yield return mistake;
        }

        foreach (var twice in options.Clusters.GroupBy(static cluster => cluster.Cluster, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"Clusters names '{twice.Key}' twice";
        }
    }

    public static IEnumerable<string> Mistakes(KubernetesLeaseOptions options)
    {
        var isName = options.Name.Length is > 0 and <= 253 && Label().IsMatch(options.Name.Replace('.', '-')[..Math.Min(63, options.Name.Length)]);
        return Home(options.Namespace, options.RequestTimeout, options.Connection).Concat(isName ? [] : [$"Name is '{options.Name}': write lower case letters, digits, '-' and '.'"]);
    }

    public static IEnumerable<string> Mistakes(KubernetesJournalOptions options) =>
        Home(options.Namespace, options.RequestTimeout, options.Connection).Concat(Label().IsMatch(options.Name) ? [] : [$"Name is '{options.Name}': write 1 to 63 lower case letters, digits and '-'"]);

    public static IEnumerable<string> Mistakes(KubernetesInboxOptions options) => Home(options.Namespace, options.RequestTimeout, options.Connection)
        .Concat(Owner().IsMatch(options.Name) ? [] : [$"Name is '{options.Name}': write 1 to 63 letters, digits, '-', '_' or '.', with a letter or digit at both ends"])
        .Concat(options.PollInterval > TimeSpan.Zero && options.PollInterval <= TimeSpan.FromMinutes(1) ? [] : [$"PollInterval is {options.PollInterval}: write more than 0 and at most 1 minute"]);

    public static IEnumerable<string> Mistakes(KubernetesProbeOptions options)
    {
        if (options.MinimumReady < 1)
        {
            yield return $"MinimumReady is {options.MinimumReady}: write 1 or more";
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(1))
        {
            yield return $"Timeout is {options.Timeout}: write more than 0 and at most 1 minute";
        }

        if (options.Regions.Count == 0)
        {
            yield return "Regions is empty: name at least one, with its cluster";
        }

        foreach (var mistake in options.Regions.SelectMany((region, i) => Mistakes(region, options, $"Regions[{i}]")))
        {
            yield return mistake;
        }

        foreach (var twice in options.Regions.GroupBy(static region => region.Region, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"Regions names '{twice.Key}' twice";
        }
    }

    public static IEnumerable<string> Mistakes(KubernetesFederationOptions options)
    {
        if (!Owner().IsMatch(options.Owner))
        {
            yield return "Owner: write 1 to 63 letters, digits, '-', '_' or '.', with a letter or digit at both ends";
        }

        if (!Label().IsMatch(options.DefaultNamespace))
        {
            yield return $"DefaultNamespace is '{options.DefaultNamespace}': write the name of a namespace";
        }

        foreach (var (name, value, most) in new[] { ("Parallelism", options.Parallelism, 10_000), ("ParallelismPerCluster", options.ParallelismPerCluster, 1_000) })
        {
            if (value < 1 || value > most)
            {
                yield return $"{name} is {value}: write 1 to {most}";
            }
        }

        foreach (var (name, value, most) in new[] { ("Timeout", options.Timeout, 5), ("EstablishTimeout", options.EstablishTimeout, 30) })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromMinutes(most))
            {
                yield return $"{name} is {value}: write more than 0 and at most {most} minutes";
            }
        }

        foreach (var kind in options.Kinds.Where(static kind => kind.Split('/') is not ([{ Length: > 0 }, { Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])))
        {
            yield return $"Kinds has '{kind}': write group/version/Kind, or v1/Kind";
        }

        foreach (var mistake in options.Clusters.SelectMany(static (cluster, i) => Mistakes(cluster, $"Clusters[{i}]")))
        {
            yield return mistake;
        }

        foreach (var twice in options.Clusters.GroupBy(static cluster => cluster.Cluster, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"Clusters names '{twice.Key}' twice";
        }
    }

    public static IEnumerable<string> Mistakes(MemberClusterOptions options, string path)
    {
        if (!IdText.IsValid(options.Cluster, out var problem))
        {
            yield return $"{path}.Cluster: {problem}";
        }

        if (options.Region is { } region && !IdText.IsValid(region, out problem))
        {
            yield return $"{path}.Region: {problem}";
        }

        foreach (var key in options.Labels.Keys.Where(static key => key.Length == 0))
        {
            yield return $"{path}.Labels has an empty key";
        }

        foreach (var mistake in options.Connection.Mistakes($"{path}.Connection"))
        {
            yield return mistake;
        }
    }

    public static void ThrowIfAny(IEnumerable<string> mistakes)
    {
        if (string.Join("; ", mistakes) is { Length: > 0 } all)
        {
            throw new ArgumentException($"{all}.");
        }
    }

    private static IEnumerable<string> Mistakes(KubernetesProbeRegionOptions region, KubernetesProbeOptions options, string path)
    {
        if (!IdText.IsValid(region.Region, out var problem))
        {
            yield return $"{path}.Region: {problem}";
        }

        var (at, written) = (region.Object ?? options.Object, region.Object is null ? "Object" : $"{path}.Object");
        if (options.Look == KubernetesLook.ApiServer ? at is not null : !IsObject(options.Look, at))
        {
            yield return options.Look switch
            {
                KubernetesLook.ApiServer => $"{written} is '{at}': an API server needs none",
                KubernetesLook.Address => $"{written} is '{at}': write namespace/service/name or namespace/ingress/name",
                _ => $"{written} is '{at}': write namespace/deployment/name or namespace/statefulset/name",
            };
        }

        foreach (var mistake in region.Connection.Mistakes($"{path}.Connection"))
        {
            yield return mistake;
        }
    }

    private static bool IsObject(KubernetesLook look, string? at) => look == KubernetesLook.Address
        ? Endpoints.EndpointSource.TryParse(at, out _)
        : at?.Split('/') is [{ Length: > 0 }, "deployment" or "statefulset", { Length: > 0 }];

    private static IEnumerable<string> Home(string ns, TimeSpan requestTimeout, KubernetesConnectionOptions connection)
    {
        if (!Label().IsMatch(ns))
        {
            yield return $"Namespace is '{ns}': write the name of a namespace";
        }

        if (requestTimeout <= TimeSpan.Zero || requestTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"RequestTimeout is {requestTimeout}: write more than 0 and at most 1 minute";
        }

        foreach (var mistake in connection.Mistakes("Connection"))
        {
            yield return mistake;
        }
    }

    private static IEnumerable<string> Mistakes(KubernetesClusterOptions options, string path)
    {
        if (!IdText.IsValid(options.Cluster, out var problem))
        {
            yield return $"{path}.Cluster: {problem}";
        }

        if (options.Namespaces.Count == 0)
        {
            yield return $"{path}.Namespaces is empty: name those whose workloads are scaled";
        }

        foreach (var wrong in options.Namespaces.Where(static name => !Label().IsMatch(name)))
        {
            yield return $"{path}.Namespaces has '{wrong}', which is no name of a namespace";
        }

        foreach (var wrong in options.Kinds.Where(static kind => !Kind().IsMatch(kind)))
        {
            yield return $"{path}.Kinds has '{wrong}': write plural.group, such as rollouts.argoproj.io";
        }

        foreach (var mistake in options.Connection.Mistakes($"{path}.Connection"))
        {
            yield return mistake;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\\z")]
    private static partial Regex Owner();

    [GeneratedRegex("^[a-z0-9]+(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+\\z")]
    private static partial Regex Kind();

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z")]
    private static partial Regex Label();
}
