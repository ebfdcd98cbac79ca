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

    public static void ThrowIfAny(IEnumerable<string> mistakes)
    {
        if (string.Join("; ", mistakes) is { Length: > 0 } all)
        {
            throw new ArgumentException($"{all}.");
        }
    }

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
