using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>What was exported.</summary>
public sealed record ExportedManifests
{
    /// <summary>The objects: for <see cref="Manifests.Write"/>.</summary>
    public required ImmutableArray<KubernetesObject> Objects { get; init; }

    /// <summary>What the other form cannot say, and what was written in its place.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>Writes workloads in the forms that <see cref="Importer"/> reads.</summary>
public static class Exporter
{
    /// <summary>Writes this package's own form, without dependencies: these are objects of their own, for <see cref="Manifests.Write"/>.</summary>
    /// <param name="workloads">The workloads. Secrets are written as they are.</param>
    public static string Write(IEnumerable<FederatedWorkload> workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);
        return YamlText.Write(workloads.Select(OwnWriter.Write));
    }

    /// <summary>
    /// Writes KubeFed's federated objects, dependencies included. What it can say of names only is written for these clusters as they are
    /// configured now; a division by anything but weight is written as the replicas that it gives now.
    /// </summary>
    /// <param name="workloads">The workloads.</param>
    /// <param name="clusters">The clusters, taken as if each could be read.</param>
    /// <returns>The objects; a refusal where a workload cannot be distributed.</returns>
    public static Result<ExportedManifests> ToKubeFed(IReadOnlyList<FederatedWorkload> workloads, IReadOnlyList<ClusterFacts> clusters) =>
        Export(workloads, clusters, static (snapshot, notes) => new KubeFedWriter(snapshot, notes).Write());

    /// <summary>
    /// Writes Karmada's policies and the objects that they select, dependencies included. A division that Karmada does not know is written
    /// as the replicas that it gives now.
    /// </summary>
    /// <param name="workloads">The workloads.</param>
    /// <param name="clusters">The clusters, taken as if each could be read.</param>
    /// <returns>The objects; a refusal where a workload cannot be distributed.</returns>
    public static Result<ExportedManifests> ToKarmada(IReadOnlyList<FederatedWorkload> workloads, IReadOnlyList<ClusterFacts> clusters) =>
        Export(workloads, clusters, static (snapshot, notes) => new KarmadaWriter(snapshot, notes).Write());

    private static Result<ExportedManifests> Export(IReadOnlyList<FederatedWorkload> workloads, IReadOnlyList<ClusterFacts> clusters, Func<ExportSnapshot, List<string>, IEnumerable<JsonObject>> write)
    {
        ArgumentNullException.ThrowIfNull(workloads);
        ArgumentNullException.ThrowIfNull(clusters);
        var (objects, notes) = (new List<JsonObject>(), new List<string>());
        foreach (var workload in workloads)
        {
            var snapshot = ExportSnapshot.Of(workload, clusters);
            if (!snapshot.Succeeded)
            {
                return snapshot.Problem!;
            }

            objects.AddRange(write(snapshot.Value, notes));
        }

        var unique = objects.Select(static json => KubernetesObject.Of(json).Value!).DistinctBy(static item => (ObjectKey.Of(item), item.Json.ToJsonString()));
        return new ExportedManifests { Objects = [.. unique], Notes = [.. notes.Distinct(StringComparer.Ordinal)] };
    }
}

/// <summary>What a workload comes to now, with its overrides and without.</summary>
internal sealed record ExportSnapshot
{
    public required FederatedWorkload Workload { get; init; }

    /// <summary>The clusters that it is placed in.</summary>
    public required ImmutableArray<ClusterFacts> Places { get; init; }

    public required Distribution Divided { get; init; }

    public required Distribution Done { get; init; }

    public static Result<ExportSnapshot> Of(FederatedWorkload workload, IReadOnlyList<ClusterFacts> clusters)
    {
        ImmutableArray<ClusterFacts> known = [.. clusters.Select(static facts => facts with { Problem = null })];
        var (divided, done) = (Distributor.Distribute([workload with { Overrides = [] }], known), Distributor.Distribute([workload], known));
        return (done.Problem ?? divided.Problem) is { } problem ? problem
            : new ExportSnapshot { Workload = workload, Places = [.. known.Where(workload.Placement.Clusters.Selects).OrderBy(static facts => facts.Cluster)], Divided = divided.Value!, Done = done.Value! };
    }

    /// <summary>What travels along into at least one cluster, as it was given.</summary>
    public IEnumerable<KubernetesObject> Dependencies() => (Workload.Dependencies ?? []).Where(item => !Workload.Objects.Any(own => ObjectKey.Of(own) == ObjectKey.Of(item)) && Places.Any(facts => Final(facts, item) is not null));

    public JsonObject? Final(ClusterFacts facts, KubernetesObject item) => Find(Done, facts, item);

    /// <summary>What the overrides change.</summary>
    public ImmutableArray<PatchOperation> Overrides(ClusterFacts facts, KubernetesObject item) =>
        Final(facts, item) is { } final ? JsonDiff.Between(Find(Divided, facts, item) ?? item.Json, final) : [];

    /// <summary>What the division and the overrides change.</summary>
    public ImmutableArray<PatchOperation> Changes(ClusterFacts facts, KubernetesObject item) => Final(facts, item) is { } final ? JsonDiff.Between(item.Json, final) : [];

    /// <summary>The share that a cluster has of a division; null: none.</summary>
    public ClusterShare? Share(ClusterFacts facts) => Workload.Division.Shares.IsEmpty ? new() : Workload.Division.Shares.FirstOrDefault(share => share.Clusters.Selects(facts));

    private static JsonObject? Find(Distribution distribution, ClusterFacts facts, KubernetesObject item) =>
        distribution.Objects.GetValueOrDefault(facts.Cluster, []).FirstOrDefault(one => ObjectKey.Of(one) == ObjectKey.Of(item))?.Json;
}
