using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>A PropagationPolicy or ClusterPropagationPolicy.</summary>
internal sealed record KarmadaPropagation
{
    private static readonly ImmutableArray<string> Flags = ["association", "preserveResourcesOnDeletion"];

    public required KarmadaScope Scope { get; init; }

    public int Priority { get; init; }

    /// <summary>Whether what its objects name travels along.</summary>
    public bool Dependencies { get; init; }

    /// <summary>The clusters; null: it does not map, and nothing is placed by it.</summary>
    public required ClusterSelector? Placement { get; init; }

    public ReplicaDivision Division { get; init; } = ReplicaDivision.Duplicated;

    public static KarmadaPropagation Read(ImportFields root)
    {
        root.Ignore("apiVersion", "kind", "metadata", "spec", "status");
        root.RestIsNotMapped();
        var spec = root.Map("spec");
        if (spec is null)
        {
            root.Wrong("spec", "is missing");
            return new() { Scope = new() { Kind = "", Name = "", Where = root.Where, Selectors = [] }, Placement = null };
        }

        var placement = spec.Map("placement");
        var read = new KarmadaPropagation
        {
            Scope = KarmadaScope.Read(root, spec),
            Priority = spec.Number("priority", int.MinValue, int.MaxValue) ?? 0,
            Dependencies = spec.Flag("propagateDeps") ?? false,
            Placement = Clusters(placement) is { } clusters && !Suspended(spec) ? clusters : null,
            Division = placement?.Map("replicaScheduling") is { } scheduling ? KarmadaScheduling.Read(scheduling) : ReplicaDivision.Duplicated,
        };
        placement?.RestIsNotMapped();
        Defaults(spec);
        spec.RestIsNotMapped();
        return read;
    }

    // What says what is so anyhow does not need to be mapped.
    private static void Defaults(ImportFields spec)
    {
        foreach (var (key, value) in new[] { ("schedulerName", "default-scheduler"), ("conflictResolution", "Abort"), ("preemption", "Never") })
        {
            if (spec.Text(key) is { } text && text != value)
            {
                spec.NotMapped(key);
            }
        }

        Flags.Where(key => spec.Flag(key) == true).ToList().ForEach(key => spec.NotMapped(key));
    }

    private static bool Suspended(ImportFields spec)
    {
        var suspension = spec.Map("suspension");
        if (suspension is null)
        {
            return false;
        }

        spec.NotMapped("suspension", "is not mapped, and what it suspends is left out");
        return true;
    }

    private static ClusterSelector? Clusters(ImportFields? placement)
    {
        if (placement is null)
        {
            return ClusterSelector.All;
        }

        var spread = placement.Maps("spreadConstraints");
        var narrows = spread.Any(static one => one.Number("maxGroups", 0, int.MaxValue) > 0);
        if (narrows || spread.Any(static one => one.Number("minGroups", 0, int.MaxValue) > 1))
        {
            placement.NotMapped("spreadConstraints", narrows ? "is not mapped, and what it narrows is left out" : "is not mapped");
        }

        var groups = placement.Maps("clusterAffinities");
        foreach (var group in groups.Skip(1))
        {
            placement.Log.Note($"{group.Where} is not mapped: the first group counts, and no other when that one has no room.");
        }

        return narrows ? null : KarmadaAffinity.Read(groups.FirstOrDefault() ?? placement.Map("clusterAffinity"));
    }
}

/// <summary>Reads Karmada's division of replicas.</summary>
internal static class KarmadaScheduling
{
    public static ReplicaDivision Read(ImportFields from)
    {
        var type = from.Word("replicaSchedulingType", ("Divided", true), ("Duplicated", false)) ?? true;
        var preference = from.Word("replicaDivisionPreference", ("Aggregated", true), ("Weighted", false));
        var weights = from.Map("weightPreference");
        var read = !type ? ReplicaDivision.Duplicated
            : preference == true ? new() { Mode = DivisionMode.Packed }
            : weights?.Text("dynamicWeight") is not null ? new() { Mode = DivisionMode.Capacity }
            : new ReplicaDivision { Mode = DivisionMode.Weighted, Shares = Shares(weights) };
        if (read.Mode != DivisionMode.Duplicated)
        {
            from.Log.Note($"{from.Where}: {Said(read.Mode)}");
        }

        weights?.RestIsNotMapped();
        from.RestIsNotMapped();
        return read;
    }

    // The greatest weight counts where several mean a cluster, and all are equal where none is above 0.
    private static ImmutableArray<ClusterShare> Shares(ImportFields? weights)
    {
        var shares = (weights?.Maps("staticWeightList") ?? []).Select(Share).OfType<ClusterShare>().OrderByDescending(static share => share.Weight).ToImmutableArray();
        return shares.Any(static share => share.Weight > 0) ? shares : [];
    }

    private static string Said(DivisionMode mode) => mode switch
    {
        DivisionMode.Weighted => "replicas are divided by weight here as Karmada does it but for rounding.",
        _ => $"replicas are divided by {(mode == DivisionMode.Packed ? "packing them into few clusters" : "capacity")} here as Karmada does it, but by what nodes can give in all, not by what is left of it.",
    };

    private static ClusterShare? Share(ImportFields from)
    {
        var clusters = KarmadaAffinity.Read(from.Map("targetCluster"));
        var weight = from.Number("weight", 0, 1_000_000) ?? 0;
        from.RestIsNotMapped();
        return clusters is null ? null : new() { Clusters = clusters, Weight = weight };
    }
}
