using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>What an intent means for a workload that was read: whether it may be, what it changes, and the one request that changes it. Pure.</summary>
internal static class FleetRules
{
    /// <returns>Why it may not be; null: it may.</returns>
    public static Problem? Refusal(Workload found, WorkloadIntent wanted, Marker marker, string owner)
    {
        var at = $"{wanted.Cluster} {wanted.Workload}";
        return found.Owner is { } other && other != owner ? Problem.NotOwned($"{at}: it belongs to '{other}' (annotation {Workload.OwnerKey}), and this is '{owner}'.")
            : found.HasStrangeMarker ? Problem.NotOwned($"{at}: its annotation {Workload.MarkerKey} was overwritten with something that is no marker: remove it to let us write again.")
            : Against(found, marker, at) is { } fenced ? fenced
            : wanted.Replicas < 0 ? Problem.Refused($"{at}: {wanted.Replicas} replicas cannot be.")
            : wanted.Replicas > found.Replicas && (wanted.Cordoned ?? found.IsCordoned) ? Problem.Refused($"{at}: it is cordoned, and does not grow until it is let go.")
            : null;
    }

    /// <summary>What would change, in words.</summary>
    public static ImmutableArray<string> Differences(Workload found, WorkloadIntent wanted, Marker marker)
    {
        var differences = ImmutableArray.CreateBuilder<string>();
        if (wanted.Replicas is { } replicas && replicas != found.Replicas)
        {
            differences.Add($"replicas {found.Replicas} to {replicas}");
        }

        if (wanted.Cordoned is { } cordoned && cordoned != found.IsCordoned)
        {
            differences.Add(cordoned ? "cordon" : "uncordon");
        }

        if (marker.Against(found.Marker) != MarkerOrder.Same)
        {
            differences.Add($"marker {found.Marker?.ToString() ?? "none"} to {marker}");
        }

        return differences.ToImmutable();
    }

    /// <summary>Whether this very write has happened, and still is as it was.</summary>
    public static bool HasHappened(Workload found, WorkloadIntent wanted, Marker marker) => Differences(found, wanted, marker).IsEmpty;

    /// <summary>
    /// The merge patch. Its resourceVersion and uid make the server refuse it when anything else was written since, and marker and effect are one write: no older epoch comes between them.
    /// </summary>
    public static JsonObject Patch(Workload found, WorkloadIntent wanted, Marker marker, string owner, KubeResource kind)
    {
        var annotations = new JsonObject { [Workload.OwnerKey] = owner, [Workload.MarkerKey] = Markers.Text(marker) };
        var spec = new JsonObject();
        if (wanted.Replicas is { } replicas && replicas != found.Replicas)
        {
            spec["replicas"] = replicas;
            annotations[Workload.BeforeKey] = found.Replicas.ToString(CultureInfo.InvariantCulture);
        }

        if (wanted.Cordoned is { } cordoned && cordoned != found.IsCordoned)
        {
            annotations[Workload.CordonKey] = !cordoned ? null : found.Paused ? Workload.PausedBefore : "true";
            Pause(spec, found, cordoned, kind);
        }

        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = found.Uid, ["resourceVersion"] = found.ResourceVersion, ["annotations"] = annotations } };
        if (spec.Count > 0)
        {
            patch["spec"] = spec;
        }

        return patch;
    }

    private static void Pause(JsonObject spec, Workload found, bool cordoned, KubeResource kind)
    {
        if (kind == KubeResource.Deployments && found.Cordon != Workload.PausedBefore && found.Paused != cordoned)
        {
            spec["paused"] = cordoned;
        }
    }

    private static Problem? Against(Workload found, Marker marker, string at) => marker.Against(found.Marker) switch
    {
        MarkerOrder.Older => Problem.Fenced($"{at}: {marker} was superseded by {found.Marker}."),
        MarkerOrder.Conflicting => Problem.Conflict($"{at}: {marker} meets {found.Marker}, the same place in the same epoch by another plan."),
        _ => null,
    };
}
