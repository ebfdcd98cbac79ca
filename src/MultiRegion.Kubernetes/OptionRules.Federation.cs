namespace MultiRegion.Kubernetes;

/// <content>Those of a federation.</content>
internal static partial class OptionRules
{
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
}
