using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>Which object a workload is.</summary>
internal sealed record WorkloadTarget(WorkloadId Id, string Namespace, string Word, string Name)
{
    public static Result<WorkloadTarget> Of(WorkloadId id, IEnumerable<string> namespaces, IEnumerable<string> words)
    {
        if (id.Value.Split('/') is not [{ Length: > 0 } ns, var word, { Length: > 0 } name])
        {
            return Problem.Refused($"'{id}' is no workload of Kubernetes: write namespace/kind/name, such as shop/deployment/web.");
        }

        return !words.Contains(word, StringComparer.Ordinal) ? Problem.Refused($"'{id}': the kind '{word}' is not scaled here: write {string.Join(" or ", words)}, or name it among the cluster's Kinds.")
            : !namespaces.Contains(ns, StringComparer.Ordinal) ? Problem.Refused($"'{id}': the namespace '{ns}' is not among the cluster's Namespaces.")
            : new WorkloadTarget(id, ns, word, name);
    }
}

/// <summary>A workload as it was read, and what else rules it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Found">What the object says.</param>
/// <param name="Autoscaler">What rules its replicas; null: nothing does, or it cannot be read.</param>
/// <param name="Item">The object.</param>
internal sealed record LiveWorkload(ScaledKind Kind, Workload Found, Autoscaler? Autoscaler, JsonObject Item)
{
    /// <summary>Why autoscalers could not be read; null: they could.</summary>
    public Problem? Unread { get; init; }

    /// <summary>How many replicas are asked of the object, for so many that are wanted.</summary>
    public int ReplicasFor(int wanted) => Autoscaler is null ? wanted : Autoscaler.ReplicasFor(wanted, Found.Replicas);
}

/// <summary>A workload as an object says that it is. Pure.</summary>
internal sealed record Workload
{
    public const string OwnerKey = "multiregion/owner";
    public const string MarkerKey = "multiregion/marker";
    public const string CordonKey = "multiregion/cordoned";
    public const string BeforeKey = "multiregion/replicas-before";

    /// <summary>How many replicas we asked for last, to tell when somebody takes it back.</summary>
    public const string AskedKey = "multiregion/replicas";

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

    public required int? Asked { get; init; }

    /// <summary>Who changed the replicas last, as the object says; null: it does not.</summary>
    public required string? ScaledBy { get; init; }

    /// <summary>Who let go a rollout that we had paused; null: nobody did.</summary>
    public required string? ResumedBy { get; init; }

    public bool IsCordoned => Cordon is not null;

    public Marker? Marker => MarkerText is null ? null : Markers.Read(MarkerText);

    /// <summary>Whether somebody wrote over our marker something that is none.</summary>
    public bool HasStrangeMarker => MarkerText is not null && Marker is null;

    /// <summary>What a plan depends on: status and foreign annotations may change meanwhile.</summary>
    public string Print => string.Create(CultureInfo.InvariantCulture, $"{Uid} {Generation} {Replicas} {Paused} {Owner} {MarkerText} {Cordon}");

    /// <summary>Whether the replicas are other than we asked for.</summary>
    public bool IsScaledAway => Asked is { } asked && asked != Replicas;

    public static Workload Read(JsonObject item, ScaledKind kind)
    {
        var (meta, spec, status) = (item.Below("metadata"), item.Below("spec"), item.Below("status"));
        return new()
        {
            Uid = meta?.Text("uid") ?? "",
            ResourceVersion = item.Version() ?? "",
            Generation = meta?.Number("generation") ?? 0,

            // Kubernetes itself fills in 1 where nothing is said.
            Replicas = kind.Count(item) ?? 1,

            // Not every kind counts those that are ready: then those that are there stand for them.
            Ready = (int)(status?.Number("readyReplicas") ?? status?.Number("availableReplicas") ?? (IsBuiltIn(kind) ? null : status?.Number("replicas")) ?? 0),
            Cordon = item.Annotation(CordonKey),
            Paused = spec?.Flag("paused") ?? false,
            Owner = item.Annotation(OwnerKey),
            MarkerText = item.Annotation(MarkerKey),
            Version = Images(spec),
            Asked = int.TryParse(item.Annotation(AskedKey), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : null,
            ScaledBy = Managers.Of(item, kind.Replicas.AsSpan()),
            ResumedBy = kind.Resource == KubeResource.Deployments && item.Annotation(CordonKey) == "true" && spec?.Flag("paused") is not true ? Managers.Of(item, "spec", "paused") ?? "somebody" : null,
        };
    }

    public WorkloadObservation Observe(WorkloadId id, Autoscaler? autoscaler) =>
        new() { Workload = id, Replicas = Replicas, Ready = Ready, Cordoned = IsCordoned, Version = Version, Marker = Marker, Findings = Findings(autoscaler) };

    /// <summary>Who took back what we wrote, in words.</summary>
    public ImmutableArray<string> Findings(Autoscaler? autoscaler)
    {
        // More than was asked for is nobody's harm, and what autoscalers are there for; anything at all where nothing should run is not.
        var replicas = IsScaledAway && (Replicas < Asked || Asked == 0) ? string.Create(CultureInfo.InvariantCulture, $"replicas are {Replicas}, not {Asked} as asked for: {Taker(autoscaler)}") : null;
        var rollouts = ResumedBy is { } who ? $"it is cordoned, and its rollouts are not paused any more: {who} let them go" : null;
        return (replicas, rollouts) switch
        {
            (null, null) => [],
            ({ } first, { } second) => [first, second],
            _ => [replicas ?? rollouts!],
        };
    }

    private string Taker(Autoscaler? autoscaler) =>
        autoscaler is not null ? $"{autoscaler.Words} rules them{(autoscaler.TakenBackBy is { } who ? $", and {who} took its minimum back" : "")}"
        : ScaledBy is not { } by ? "somebody changed them"
        : $"{by} changed them{(by.StartsWith("Argo CD", StringComparison.Ordinal) ? ", and does so again while it heals itself: take replicas out of its manifests, or let it ignore them" : "")}";

    private static bool IsBuiltIn(ScaledKind kind) => ScaledKind.BuiltIn.Contains(kind);

    private static string? Images(JsonObject? spec)
    {
        var containers = spec.Below("template").Below("spec")?["containers"] as JsonArray;
        var images = containers?.OfType<JsonObject>().Select(static one => $"{one.Text("name")}={one.Text("image")}").Order(StringComparer.Ordinal).ToList();
        return images is { Count: > 0 } ? string.Join(' ', images) : null;
    }
}
