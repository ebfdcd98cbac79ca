using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>A HorizontalPodAutoscaler that rules a workload. Pure.</summary>
internal sealed record Autoscaler
{
    public const string MinimumBeforeKey = "multiregion/min-replicas-before";

    /// <summary>What we asked for last, to tell when somebody takes it back.</summary>
    public const string MinimumKey = "multiregion/min-replicas";

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required string ResourceVersion { get; init; }

    public required int Minimum { get; init; }

    public required int Maximum { get; init; }

    /// <summary>The minimum before we raised it; null: it was not raised.</summary>
    public required int? Before { get; init; }

    public required string? Owner { get; init; }

    public required string? MarkerText { get; init; }

    /// <summary>Who took our minimum back; null: nobody did, or it does not say.</summary>
    public required string? TakenBackBy { get; init; }

    /// <summary>In words, with its bounds.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"the autoscaler '{Name}' ({Minimum} to {Maximum})");

    public Marker? Marker => MarkerText is null ? null : Markers.Read(MarkerText);

    public string Print => string.Create(CultureInfo.InvariantCulture, $"{Uid} {Minimum} {Maximum} {Before} {Owner} {MarkerText}");

    /// <summary>Which of a namespace's autoscalers rules an object; the first by name.</summary>
    public static Autoscaler? Of(IEnumerable<JsonObject> autoscalers, KubeResource kind, string name) => autoscalers.OrderBy(static one => one.Name(), StringComparer.Ordinal)
        .FirstOrDefault(one => one.Below("spec").Below("scaleTargetRef") is { } target && target.Text("kind") == kind.Kind && target.Text("name") == name && (target.Text("apiVersion") ?? "").Split('/')[0] == kind.ApiVersion.Split('/')[0]) is { } found ? Read(found) : null;

    /// <summary>Which minimum an intent asks for: raised as far as needed, and put back to what it was.</summary>
    public int MinimumFor(int replicas) => replicas > Minimum ? replicas : Before is { } before ? Math.Max(before, replicas) : Minimum;

    /// <summary>How many replicas are asked of the workload itself: as long as it runs, the autoscaler alone takes some away.</summary>
    public static int ReplicasFor(int replicas, int found) => replicas == 0 ? 0 : Math.Max(replicas, found);

    /// <summary>The merge patch; see <see cref="FleetRules.Patch"/>.</summary>
    public JsonObject Patch(int replicas, Marker marker, string owner)
    {
        var minimum = MinimumFor(replicas);
        var before = Before ?? (minimum > Minimum ? Minimum : null);
        var raised = before is not null && before != minimum;
        var annotations = new JsonObject
        {
            [Workload.OwnerKey] = owner,
            [Workload.MarkerKey] = Markers.Text(marker),
            [MinimumBeforeKey] = raised ? before!.Value.ToString(CultureInfo.InvariantCulture) : null,
            [MinimumKey] = raised ? minimum.ToString(CultureInfo.InvariantCulture) : null,
        };
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = Uid, ["resourceVersion"] = ResourceVersion, ["annotations"] = annotations } };
        if (minimum != Minimum)
        {
            patch["spec"] = new JsonObject { ["minReplicas"] = minimum };
        }

        return patch;
    }

    private static Autoscaler Read(JsonObject item)
    {
        var (meta, spec) = (item.Below("metadata"), item.Below("spec"));
        var minimum = (int)(spec?.Number("minReplicas") ?? 1);
        return new()
        {
            Name = item.Name() ?? "",
            Uid = meta?.Text("uid") ?? "",
            ResourceVersion = item.Version() ?? "",
            Minimum = minimum,
            Maximum = (int)(spec?.Number("maxReplicas") ?? int.MaxValue),
            Before = Number(item.Annotation(MinimumBeforeKey)),
            Owner = item.Annotation(Workload.OwnerKey),
            MarkerText = item.Annotation(Workload.MarkerKey),
            TakenBackBy = Number(item.Annotation(MinimumKey)) is { } asked && asked > minimum ? Managers.Of(item, "spec", "minReplicas") ?? "somebody" : null,
        };
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
