namespace MultiRegion.Kubernetes.Federation;

/// <summary>What workloads must be.</summary>
internal static class WorkloadRules
{
    public const int MostReplicas = 100_000;
    private const int MostWeight = 1_000_000;

    public static IEnumerable<string> Mistakes(IReadOnlyList<FederatedWorkload> workloads, IReadOnlyList<ClusterFacts> clusters) =>
        clusters.GroupBy(static facts => facts.Cluster).Where(static group => group.Count() > 1).Select(static group => $"the cluster {group.Key} is given twice")
            .Concat(workloads.GroupBy(static workload => workload.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => $"the workload {group.Key} is given twice"))
            .Concat(workloads.SelectMany(static workload => Mistakes(workload).Select(mistake => $"{workload.Name}: {mistake}")));

    public static IEnumerable<string> Mistakes(FederatedWorkload workload) =>
        Twice(workload).Concat(Mistakes(workload.Division)).Concat(workload.Overrides.SelectMany(static (change, i) => change.Changes.SelectMany(Mistakes).Select(mistake => $"overrides[{i}]: {mistake}")))
            .Concat(workload.Division.Total is not null && workload.Objects.Count(static item => PodTemplates.HasReplicas(item.Json)) is not 1 and var count ? [$"division.Total is given, and {count} objects have replicas: it needs exactly one"] : []);

    private static IEnumerable<string> Twice(FederatedWorkload workload) =>
        workload.Objects.GroupBy(ObjectKey.Of).Where(static group => group.Count() > 1).Select(static group => $"{group.Key} is given twice");

    private static IEnumerable<string> Mistakes(ReplicaDivision division) =>
        Outside("division.Total", division.Total ?? 0, 0, MostReplicas).Concat(division.Shares.SelectMany(static (share, i) => Outside($"division.Shares[{i}].Weight", share.Weight, 0, MostWeight)
            .Concat(Outside($"division.Shares[{i}].Minimum", share.Minimum, 0, MostReplicas))
            .Concat(Outside($"division.Shares[{i}].Maximum", share.Maximum ?? MostReplicas, share.Minimum, MostReplicas))));

    private static IEnumerable<string> Mistakes(Change change) => change switch
    {
        ReplicasChange replicas => Outside("replicas", replicas.Replicas, 0, MostReplicas),
        PatchChange patch => patch.Operations.Where(static operation => PatchRules.Parse(operation.Path) is null || (operation.From is { } from && PatchRules.Parse(from) is null))
            .Select(static operation => $"'{operation}' has what is no JSON pointer (RFC 6901)"),
        ImageChange { Path: { } path } when PatchRules.Parse(path) is null => [$"the path '{path}' of an image is no JSON pointer (RFC 6901)"],
        ImageChange { Value.Length: 0, Action: not ListAction.Remove } image => [$"the {image.Part} of an image is set to nothing"],
        _ => [],
    };

    private static IEnumerable<string> Outside(string what, long value, long least, long most) =>
        value < least || value > most ? [$"{what} is {value}: write {least} to {most}"] : [];
}
