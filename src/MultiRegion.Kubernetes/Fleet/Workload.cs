using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>Which object a workload is.</summary>
internal sealed record WorkloadTarget(WorkloadId Id, string Namespace, KubeResource Kind, string Name)
{
    /// <summary>The kinds, by the word that ids use.</summary>
    public static ImmutableArray<(string Word, KubeResource Kind)> Kinds { get; } = [("deployment", KubeResource.Deployments), ("statefulset", KubeResource.StatefulSets)];

    public static Result<WorkloadTarget> Of(WorkloadId id, IEnumerable<string> namespaces)
    {
        if (id.Value.Split('/') is not [{ Length: > 0 } ns, var word, { Length: > 0 } name])
        {
            return Problem.Refused($"'{id}' is no workload of Kubernetes: write namespace/kind/name, such as shop/deployment/web.");
        }

        return Kinds.FirstOrDefault(known => known.Word == word).Kind is not { } kind ? Problem.Refused($"'{id}': the kind '{word}' is not scaled here: write {string.Join(" or ", Kinds.Select(static known => known.Word))}.")
            : !namespaces.Contains(ns, StringComparer.Ordinal) ? Problem.Refused($"'{id}': the namespace '{ns}' is not among the cluster's Namespaces.")
            : new WorkloadTarget(id, ns, kind, name);
    }
}

/// <summary>A workload as an object says that it is. Pure.</summary>
internal sealed record Workload
{
    public const string OwnerKey = "multiregion/owner";
    public const string MarkerKey = "multiregion/marker";
    public const string CordonKey = "multiregion/cordoned";
    public const string BeforeKey = "multiregion/replicas-before";

    /// <summary>What <see cref="CordonKey"/> says when rollouts had been paused by somebody else before: then they stay so.</summary>
    public const string PausedBefore = "paused-before";

    public required string Uid { get; init; }

    public required string ResourceVersion { get; init; }

    public required long Generation { get; init; }

    public required int Replicas { get; init; }

    public required int Ready { get; init; }

    public required string? Cordon { get; init; }

    public required bool Paused { get; init; }

    public required string? Owner { get; init; }

    public required string? MarkerText { get; init; }

    public required string? Version { get; init; }

    public bool IsCordoned => Cordon is not null;

    public Marker? Marker => MarkerText is null ? null : Markers.Read(MarkerText);

    /// <summary>Whether somebody wrote over our marker something that is none.</summary>
    public bool HasStrangeMarker => MarkerText is not null && Marker is null;

    /// <summary>What a plan depends on: status and foreign annotations may change meanwhile.</summary>
    public string Print => string.Create(CultureInfo.InvariantCulture, $"{Uid} {Generation} {Replicas} {Paused} {Owner} {MarkerText} {Cordon}");

    public static Workload Read(JsonObject item)
    {
        var (meta, spec, status) = (item.Below("metadata"), item.Below("spec"), item.Below("status"));
        return new()
        {
            Uid = meta?.Text("uid") ?? "",
            ResourceVersion = item.Version() ?? "",
            Generation = meta?.Number("generation") ?? 0,

            // Kubernetes itself fills in 1 where nothing is said.
            Replicas = (int)(spec?.Number("replicas") ?? 1),
            Ready = (int)(status?.Number("readyReplicas") ?? 0),
            Cordon = item.Annotation(CordonKey),
            Paused = spec?.Flag("paused") ?? false,
            Owner = item.Annotation(OwnerKey),
            MarkerText = item.Annotation(MarkerKey),
            Version = Images(spec),
        };
    }

    public WorkloadObservation Observe(WorkloadId id) => new() { Workload = id, Replicas = Replicas, Ready = Ready, Cordoned = IsCordoned, Version = Version, Marker = Marker };

    private static string? Images(JsonObject? spec)
    {
        var containers = spec.Below("template").Below("spec")?["containers"] as JsonArray;
        var images = containers?.OfType<JsonObject>().Select(static one => $"{one.Text("name")}={one.Text("image")}").Order(StringComparer.Ordinal).ToList();
        return images is { Count: > 0 } ? string.Join(' ', images) : null;
    }
}
