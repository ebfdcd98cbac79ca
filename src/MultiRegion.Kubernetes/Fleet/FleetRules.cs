using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>What an intent means for a workload that was read: whether it may be, what it changes, and the one request that changes it. Pure.</summary>
internal static class FleetRules
{
    /// <returns>Why it may not be; null: it may.</returns>
    public static Problem? Refusal(LiveWorkload live, WorkloadIntent wanted, Marker marker, string owner)
    {
        var (at, found) = ($"{wanted.Cluster} {wanted.Workload}", live.Found);
        return found.Owner is { } other && other != owner ? Problem.NotOwned($"{at}: it belongs to '{other}' (annotation {Workload.OwnerKey}), and this is '{owner}'.")
            : found.HasStrangeMarker ? Problem.NotOwned($"{at}: its annotation {Workload.MarkerKey} was overwritten with something that is no marker: remove it to let us write again.")
            : Against(found.Marker, marker, at) is { } fenced ? fenced
            : wanted.Replicas < 0 ? Problem.Refused($"{at}: {wanted.Replicas} replicas cannot be.")
            : wanted.Replicas > found.Replicas && (wanted.Cordoned ?? found.IsCordoned) ? Problem.Refused($"{at}: it is cordoned, and does not grow until it is let go.")
            : live.Autoscaler is { } autoscaler && wanted.Replicas is { } replicas ? Refusal(autoscaler, replicas, marker, owner, at)
            : null;
    }

    /// <summary>What would change, in words.</summary>
    public static ImmutableArray<string> Differences(LiveWorkload live, WorkloadIntent wanted, Marker marker)
    {
        var found = live.Found;
        var differences = ImmutableArray.CreateBuilder<string>();
        if (wanted.Replicas is { } replicas && live.ReplicasFor(replicas) is var asked && asked != found.Replicas)
        {
            differences.Add($"replicas {found.Replicas} to {asked}");
        }

        if (live.Autoscaler is { } autoscaler && wanted.Replicas is { } least)
        {
            differences.AddRange(Differences(autoscaler, least, marker));
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
    public static bool HasHappened(LiveWorkload live, WorkloadIntent wanted, Marker marker) => Differences(live, wanted, marker).IsEmpty;

    /// <summary>What an autoscaler would be told; each intent leaves its marker there, so that an older one finds another version.</summary>
    public static IEnumerable<string> Differences(Autoscaler autoscaler, int replicas, Marker marker)
    {
        if (autoscaler.MinimumFor(replicas) is var minimum && minimum != autoscaler.Minimum)
        {
            yield return $"minimum of the autoscaler '{autoscaler.Name}' {autoscaler.Minimum} to {minimum}";
        }

        if (marker.Against(autoscaler.Marker) != MarkerOrder.Same)
        {
            yield return $"marker of the autoscaler '{autoscaler.Name}'";
        }
    }

    /// <summary>
    /// The merge patch. Its resourceVersion and uid make the server refuse it when anything else was written since, and marker and effect are one write: no older epoch comes between them.
    /// </summary>
    public static JsonObject Patch(LiveWorkload live, WorkloadIntent wanted, Marker marker, string owner)
    {
        var (found, patch) = (live.Found, new JsonObject());
        var annotations = new JsonObject { [Workload.OwnerKey] = owner, [Workload.MarkerKey] = Markers.Text(marker) };
        if (wanted.Replicas is { } replicas)
        {
            annotations[Workload.AskedKey] = replicas.ToString(CultureInfo.InvariantCulture);
        }

        if (wanted.Replicas is { } wants && live.ReplicasFor(wants) is var asked && asked != found.Replicas)
        {
            live.Kind.Put(patch, asked);
            annotations[Workload.BeforeKey] = found.Replicas.ToString(CultureInfo.InvariantCulture);
        }

        if (wanted.Cordoned is { } cordoned && cordoned != found.IsCordoned)
        {
            annotations[Workload.CordonKey] = !cordoned ? null : found.Paused ? Workload.PausedBefore : "true";
            Pause(patch, found, cordoned, live.Kind.Resource);
        }

        patch["metadata"] = new JsonObject { ["uid"] = found.Uid, ["resourceVersion"] = found.ResourceVersion, ["annotations"] = annotations };
        return patch;
    }

    /// <summary>What whoever applies the plan should know.</summary>
    public static IEnumerable<string> Notes(LiveWorkload live) =>
        live.Found.Findings(live.Autoscaler).Concat(live.Unread is { } unread ? [$"whether an autoscaler rules it is not known: {unread.Detail}"] : []);

    private static Problem? Refusal(Autoscaler autoscaler, int replicas, Marker marker, string owner, string at)
    {
        var its = $"{at}: its autoscaler '{autoscaler.Name}'";
        return autoscaler.Owner is { } other && other != owner ? Problem.NotOwned($"{its} belongs to '{other}' (annotation {Workload.OwnerKey}), and this is '{owner}'.")
            : autoscaler.MarkerText is not null && autoscaler.Marker is null ? Problem.NotOwned($"{its} has something in its annotation {Workload.MarkerKey} that is no marker: remove it to let us write again.")
            : Against(autoscaler.Marker, marker, $"{at} autoscaler '{autoscaler.Name}'") is { } fenced ? fenced
            : replicas > autoscaler.Maximum ? Problem.Refused($"{its} goes to {autoscaler.Maximum} at most, and {replicas} are wanted: raise its maxReplicas.")
            : null;
    }

    private static void Pause(JsonObject patch, Workload found, bool cordoned, KubeResource kind)
    {
        if (kind == KubeResource.Deployments && found.Cordon != Workload.PausedBefore && found.Paused != cordoned)
        {
            var spec = patch["spec"] as JsonObject ?? [];
            (patch["spec"], spec["paused"]) = (spec, cordoned);
        }
    }

    private static Problem? Against(Marker? found, Marker marker, string at) => marker.Against(found) switch
    {
        MarkerOrder.Older => Problem.Fenced($"{at}: {marker} was superseded by {found}."),
        MarkerOrder.Conflicting => Problem.Conflict($"{at}: {marker} meets {found}, the same place in the same epoch by another plan."),
        _ => null,
    };
}
