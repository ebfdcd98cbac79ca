using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Reads Karmada's policies, with the objects that they select: a workload for each object.</summary>
internal sealed class KarmadaReader(ImportedDocuments all, ImportLog log)
{
    private const string Version = "policy.karmada.io/v1alpha1";

    public static IEnumerable<FederatedWorkload> Read(ImportedDocuments all, ImportLog log) => new KarmadaReader(all, log).Workloads();

    private List<FederatedWorkload> Workloads()
    {
        var documents = all.Of(ImportedDocuments.KarmadaGroup).ToLookup(static document => document.Object.ApiVersion == Version ? document.Object.Kind : "");
        documents.Where(static group => group.Key is not ("PropagationPolicy" or "ClusterPropagationPolicy" or "OverridePolicy" or "ClusterOverridePolicy")).SelectMany(static group => group).ToList()
            .ForEach(document => all.NotMapped(document, "is not mapped"));
        var policies = documents["PropagationPolicy"].Concat(documents["ClusterPropagationPolicy"]).Select(document => KarmadaPropagation.Read(new(document, document.Yaml, "", log))).ToList();
        var overrides = documents["OverridePolicy"].Concat(documents["ClusterOverridePolicy"]).Select(document => KarmadaOverrides.Read(new(document, document.Yaml, "", log))).ToList();
        var workloads = all.Plain.Select(item => (Item: item, Policy: Best(policies, item))).Where(static pair => pair.Policy?.Placement is not null).Select(pair => Workload(pair.Item, pair.Policy!, overrides)).ToList();
        SayUnused(policies, overrides);
        return workloads;
    }

    // A policy of the namespace before one of the cluster, then the greater priority, then the closer selector, then the name.
    private static KarmadaPropagation? Best(List<KarmadaPropagation> policies, KubernetesObject item) => policies
        .Select(policy => (Policy: policy, Closeness: policy.Scope.Closeness(item)))
        .Where(static pair => pair.Closeness > 0)
        .OrderBy(static pair => pair.Policy.Scope.IsCluster)
        .ThenByDescending(static pair => pair.Policy.Priority)
        .ThenByDescending(static pair => pair.Closeness)
        .ThenBy(static pair => pair.Policy.Scope.Name, StringComparer.Ordinal)
        .Select(static pair => pair.Policy).FirstOrDefault();

    private FederatedWorkload Workload(KubernetesObject item, KarmadaPropagation policy, List<KarmadaOverrides> overrides) => new()
    {
        Name = item.ToString(),
        Objects = [item],
        Placement = new() { Clusters = policy.Placement! },
        Division = PodTemplates.HasReplicas(item.Json) ? policy.Division : ReplicaDivision.Duplicated,
        Overrides = [.. (policy.Dependencies ? all.Plain.Prepend(item).Distinct() : [item]).SelectMany(one => For(one, overrides))],
        Dependencies = policy.Dependencies ? all.Plain : null,
    };

    // Those of the cluster before those of the namespace; the closer ones later, and so with the last word.
    private static IEnumerable<ClusterOverride> For(KubernetesObject item, List<KarmadaOverrides> overrides) => overrides
        .Select(policy => (Policy: policy, Closeness: policy.Scope.Closeness(item)))
        .Where(static pair => pair.Closeness > 0)
        .OrderByDescending(static pair => pair.Policy.Scope.IsCluster)
        .ThenBy(static pair => pair.Closeness)
        .ThenBy(static pair => pair.Policy.Scope.Name, StringComparer.Ordinal)
        .SelectMany(pair => pair.Policy.Rules.Select(rule => rule with
        {
            Objects = new() { ApiVersion = item.ApiVersion, Kind = item.Kind, Namespace = item.Namespace, Name = item.Name },
            Changes = [.. rule.Changes.Where(change => KarmadaOverrides.Reaches(change, item))],
        })).Where(static rule => !rule.Changes.IsEmpty);

    private void SayUnused(List<KarmadaPropagation> policies, List<KarmadaOverrides> overrides)
    {
        foreach (var scope in policies.Select(static policy => policy.Scope).Concat(overrides.Select(static policy => policy.Scope)).Where(scope => !all.Plain.Any(item => scope.Closeness(item) > 0)))
        {
            log.Note($"{scope.Where}: {scope.Kind} {scope.Name} selects no object of the files.");
        }
    }
}
