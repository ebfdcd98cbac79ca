using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Reads KubeFed's federated objects.</summary>
internal sealed class KubeFedReader(ImportedDocuments all, ImportLog log)
{
    private const string TypesVersion = "types.kubefed.io/v1beta1";
    private const string Prefix = "Federated";

    private static readonly ImmutableDictionary<string, string> Versions = ImmutableDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>
    {
        ["ClusterRole"] = "rbac.authorization.k8s.io/v1",
        ["ClusterRoleBinding"] = "rbac.authorization.k8s.io/v1",
        ["ConfigMap"] = "v1",
        ["CronJob"] = "batch/v1",
        ["DaemonSet"] = "apps/v1",
        ["Deployment"] = "apps/v1",
        ["HorizontalPodAutoscaler"] = "autoscaling/v2",
        ["Ingress"] = "networking.k8s.io/v1",
        ["Job"] = "batch/v1",
        ["Namespace"] = "v1",
        ["NetworkPolicy"] = "networking.k8s.io/v1",
        ["PersistentVolumeClaim"] = "v1",
        ["PodDisruptionBudget"] = "policy/v1",
        ["ReplicaSet"] = "apps/v1",
        ["Role"] = "rbac.authorization.k8s.io/v1",
        ["RoleBinding"] = "rbac.authorization.k8s.io/v1",
        ["Secret"] = "v1",
        ["Service"] = "v1",
        ["ServiceAccount"] = "v1",
        ["StatefulSet"] = "apps/v1",
    });

    private static readonly ImmutableHashSet<string> Forbidden = ["/metadata/namespace", "/metadata/name", "/metadata/generateName", "/kind"];

    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClusterSelector> _namespaces = new(StringComparer.Ordinal);

    /// <summary>The version that KubeFed's own type of a kind stands for; null: it has none.</summary>
    public static string? VersionOf(string kind) => Versions.GetValueOrDefault(kind);

    public static IEnumerable<FederatedWorkload> Read(ImportedDocuments all, ImportLog log) => new KubeFedReader(all, log).Workloads();

    private List<FederatedWorkload> Workloads()
    {
        var documents = all.Of(ImportedDocuments.KubeFedGroup).ToList();
        var federated = documents.Where(static document => document.Object.ApiVersion == TypesVersion && document.Object.Kind.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var preferences = documents.Where(static document => document.Object.Kind == "ReplicaSchedulingPreference").ToList();
        var types = documents.Where(static document => document.Object.Kind == "FederatedTypeConfig").ToList();
        types.ForEach(Target);
        documents.Except(federated).Except(preferences).Except(types).ToList().ForEach(document => all.NotMapped(document, "is not mapped: it says how KubeFed runs, or what it knows of a cluster"));
        federated.Where(static document => document.Object.Kind == "FederatedNamespace").ToList().ForEach(Namespace);

        var workloads = federated.Select(document => Workload(document, preferences)).OfType<FederatedWorkload>().ToList();
        preferences.ForEach(document => all.NotMapped(document, "means a federated object that is not in the files"));
        return workloads;
    }

    // A type that was enabled for the federation says itself what it stands for.
    private void Target(ManifestDocument document)
    {
        var spec = new ImportFields(document, document.Yaml, "", log).Map("spec");
        if (spec?.Map("federatedType")?.Text("kind") is { } kind && spec.Map("targetType") is { } target && target.Text("version") is { } version)
        {
            _targets[kind] = target.Text("group") is { Length: > 0 } group ? $"{group}/{version}" : version;
        }
    }

    private void Namespace(ManifestDocument document) => _namespaces[document.Object.Name] =
        new ImportFields(document, document.Yaml, "", log).Map("spec") is { } spec ? Placement(spec) : ClusterSelector.None;

    private FederatedWorkload? Workload(ManifestDocument document, List<ManifestDocument> preferences)
    {
        var root = new ImportFields(document, document.Yaml, "", log);
        root.Ignore("apiVersion", "kind", "metadata", "spec", "status");
        root.RestIsNotMapped();
        var spec = root.Map("spec");
        if (spec is null || Template(document, spec) is not { } template)
        {
            log.Wrong($"{root.Where}: {document.Object} has no spec that can be read");
            return null;
        }

        var placement = Placement(spec);
        if (document.Object.Kind != "FederatedNamespace" && document.Object.Namespace is { } ns && _namespaces.TryGetValue(ns, out var within))
        {
            placement = SelectorReader.Both(placement, within);
        }

        var workload = new FederatedWorkload
        {
            Name = template.ToString(),
            Objects = [template],
            Placement = new() { Clusters = placement },
            Overrides = [.. spec.Maps("overrides").Select(Override).OfType<ClusterOverride>()],
            Dependencies = null,
        };
        spec.RestIsNotMapped();
        var preference = preferences.Find(one => one.Object.Name == document.Object.Name && one.Object.Namespace == document.Object.Namespace && Means(one, document));
        preferences.Remove(preference!);
        return preference is null ? workload : Divided(workload, preference);
    }

    private bool Means(ManifestDocument preference, ManifestDocument document) =>
        new ImportFields(preference, preference.Yaml, "", log).Map("spec")?.Text("targetKind") == document.Object.Kind;

    private KubernetesObject? Template(ManifestDocument document, ImportFields spec)
    {
        var kind = document.Object.Kind[Prefix.Length..];
        if ((_targets.GetValueOrDefault(document.Object.Kind) ?? Versions.GetValueOrDefault(kind)) is not { } version)
        {
            log.Wrong($"{document.Place(document.Yaml, "kind")}: what {document.Object.Kind} stands for is not known: give its FederatedTypeConfig too");
            return null;
        }

        var json = spec.Json("template") as JsonObject ?? [];
        var metadata = new JsonObject { ["name"] = document.Object.Name };
        if (document.Object.Namespace is { } ns && kind != "Namespace")
        {
            metadata["namespace"] = ns;
        }

        foreach (var (key, value) in json["metadata"] as JsonObject ?? [])
        {
            metadata.TryAdd(key, value?.DeepClone());
        }

        (json["apiVersion"], json["kind"], json["metadata"]) = (version, kind, metadata);
        if (kind == "Ingress" && OldIngress.Convert(json))
        {
            spec.NotMapped("template", "has the backends of an Ingress v1beta1: they are written as v1, as the API server itself converts them");
        }

        return KubernetesObject.Of(json).Value;
    }

    // Names win over a selector, be they empty; without either nothing is placed.
    private static ClusterSelector Placement(ImportFields spec)
    {
        if (spec.Map("placement") is not { } from)
        {
            return ClusterSelector.None;
        }

        var names = from.Names("clusters") ? from.Maps("clusters").Select(static one => (one, Name: one.Required("name"))).Select(static pair => pair.one.Id<ClusterId>(pair.Name, pair.one.Below("name"))).OfType<ClusterId>() : null;
        var labels = from.Has("clusterSelector") ? SelectorReader.Labels(from.Map("clusterSelector")) : null;
        from.RestIsNotMapped();
        return names is not null ? new() { Names = [.. names] } : labels is not null ? new() { Labels = labels } : ClusterSelector.None;
    }

    private static ClusterOverride? Override(ImportFields from)
    {
        var cluster = from.Id<ClusterId>(from.Required("clusterName"), from.Below("clusterName"));
        var items = from.Maps("clusterOverrides");
        from.RestIsNotMapped();
        var operations = items.Select(static item => OwnChangeReader.Operation(item, unnamed: PatchKind.Replace)).OfType<PatchOperation>().ToImmutableArray();
        foreach (var twice in operations.GroupBy(static one => one.Path).Where(static group => group.Count() > 1 || Forbidden.Contains(group.Key)))
        {
            from.Wrong("clusterOverrides", Forbidden.Contains(twice.Key) ? $"overrides {twice.Key}, which KubeFed refuses" : $"has the path {twice.Key} twice, which KubeFed refuses");
        }

        return cluster is { } name && !operations.IsEmpty ? new() { Clusters = ClusterSelector.Of(name), Changes = [new PatchChange { Operations = operations }] } : null;
    }

    private FederatedWorkload Divided(FederatedWorkload workload, ManifestDocument document)
    {
        var root = new ImportFields(document, document.Yaml, "", log);
        if (root.Map("spec") is not { } spec)
        {
            root.Wrong("spec", "is missing");
            return workload;
        }

        spec.Ignore("targetKind");
        var total = spec.Number("totalReplicas", 0, WorkloadRules.MostReplicas);
        var within = spec.Flag("intersectWithClusterSelector") ?? false;
        if (!(spec.Flag("rebalance") ?? false))
        {
            spec.NotMapped("rebalance", "is not true: KubeFed would leave running replicas where they are, and a division here does not");
        }

        var shares = spec.Map("clusters") is { Keys: var keys } clusters && keys.Any() ? Shares(clusters) : [new ClusterShare()];
        spec.RestIsNotMapped();
        root.Log.Note($"{spec.Where}: replicas are divided by weight here as KubeFed does it but for rounding, and are written over by no override of /spec/replicas.");
        return workload with
        {
            Division = new() { Mode = DivisionMode.Weighted, Total = total, Shares = shares },
            Placement = new() { Clusters = within ? workload.Placement.Clusters : Meant(shares) },
            Overrides = [.. workload.Overrides.Select(WithoutReplicas).Where(static one => !one.Changes.IsEmpty)],
        };
    }

    // The preference writes the placement and the replicas of its object itself.
    private static ClusterSelector Meant(ImmutableArray<ClusterShare> shares) => shares.Any(static share => share.Clusters.Names is null) ? ClusterSelector.All
        : new() { Names = shares.Aggregate(ImmutableSortedSet<ClusterId>.Empty, static (all, share) => all.Union(share.Clusters.Names!)) };

    private static ClusterOverride WithoutReplicas(ClusterOverride one) => one with
    {
        Changes = [.. one.Changes.OfType<PatchChange>().Select(static patch => new PatchChange { Operations = [.. patch.Operations.Where(static operation => operation.Path != "/spec/replicas")] }).Where(static patch => !patch.Operations.IsEmpty)],
    };

    private static ImmutableArray<ClusterShare> Shares(ImportFields clusters) =>
        [.. clusters.Keys.OrderBy(static name => name == "*").Select(name => Share(clusters, name)).OfType<ClusterShare>()];

    private static ClusterShare? Share(ImportFields clusters, string name)
    {
        var from = clusters.Map(name);
        var share = new ClusterShare
        {
            Clusters = name == "*" ? ClusterSelector.All : clusters.Id<ClusterId>(name, clusters.Below(name)) is { } id ? ClusterSelector.Of(id) : ClusterSelector.None,
            Weight = from?.Number("weight", 0, 1_000_000) ?? 0,
            Minimum = from?.Number("minReplicas", 0, WorkloadRules.MostReplicas) ?? 0,
            Maximum = from?.Number("maxReplicas", 0, WorkloadRules.MostReplicas),
        };
        from?.RestIsNotMapped();
        return share;
    }
}
