namespace MultiRegion.Kubernetes.Config;

/// <summary>Finds and reads kubeconfig files.</summary>
internal static class KubeConfigFiles
{
    /// <summary>Reads the files that are named, or else those of <c>KUBECONFIG</c>, or else the one in the home folder.</summary>
    /// <param name="named">A path, or several with the separator of <c>PATH</c> between them; null: by the environment.</param>
    /// <param name="environment">Reads a variable.</param>
    public static Result<KubeConfig> Load(string? named, Func<string, string?> environment)
    {
        var paths = Paths(named, environment);
        var found = paths.Where(File.Exists).ToList();
        return found.Count == 0 ? Problem.Refused($"There is no kubeconfig: {string.Join(", ", paths)} {(paths.Count == 1 ? "does" : "do")} not exist. Name one, or set KUBECONFIG.") : Merge(found);
    }

    private static List<string> Paths(string? named, Func<string, string?> environment) =>
        Split(named) is { Count: > 0 } given ? given
        : Split(environment("KUBECONFIG")) is { Count: > 0 } listed ? listed
        : [Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];

    private static List<string> Split(string? paths) => [.. (paths ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    private static Result<KubeConfig> Merge(List<string> paths)
    {
        var merged = KubeConfig.Empty;
        foreach (var path in paths)
        {
            var read = Text(path) is { Succeeded: true } text ? KubeConfigReader.Read(path, text.Value) : Problem.Refused($"{path}: it cannot be read.");
            if (!read.Succeeded)
            {
                return read.Problem;
            }

            merged = merged.With(read.Value);
        }

        return merged;
    }

    private static Result<string> Text(string path)
    {
        try
        {
            return new FileInfo(path).Length > YamlLimits.Configuration.LongestText ? new string(' ', YamlLimits.Configuration.LongestText + 1) : File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Problem.Refused(error.GetType().Name);
        }
    }
}
