namespace MultiRegion.Kubernetes;

/// <content>Those of a probe.</content>
internal static partial class OptionRules
{
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
}
