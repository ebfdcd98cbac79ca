using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Reads this package's own form. What it does not know is a mistake.</summary>
internal static class OwnReader
{
    public const string ApiVersion = "multiregion/v1alpha1";
    public const string Kind = "FederatedWorkload";

    public static readonly (string Word, DivisionMode Value)[] Modes =
    [
        ("duplicated", DivisionMode.Duplicated),
        ("weighted", DivisionMode.Weighted),
        ("capacity", DivisionMode.Capacity),
        ("preferred", DivisionMode.Preferred),
        ("packed", DivisionMode.Packed),
    ];

    public static IEnumerable<FederatedWorkload> Read(ImportedDocuments all, ImportLog log)
    {
        foreach (var document in all.Of(ImportedDocuments.OwnGroup))
        {
            if (document.Object.ApiVersion == ApiVersion && document.Object.Kind == Kind)
            {
                yield return Workload(new(document, document.Yaml, "", log), all, log);
            }
            else
            {
                log.Wrong($"{document.Place(document.Yaml, "kind")} is {document.Object.ApiVersion} {document.Object.Kind}: what is known is {ApiVersion} {Kind}");
            }
        }
    }

    private static FederatedWorkload Workload(ImportFields document, ImportedDocuments all, ImportLog log)
    {
        document.Ignore("apiVersion", "kind", "metadata", "spec");
        document.NothingElse();
        if (document.Map("spec") is not { } spec)
        {
            document.Wrong("spec", "is missing");
            return new() { Name = document.Document.Object.Name, Objects = [] };
        }

        var workload = new FederatedWorkload
        {
            Name = document.Document.Object.Name,
            Objects = [.. Inline(spec, log), .. spec.Maps("select").SelectMany(from => Selected(from, all))],
            Placement = spec.Map("placement") is { } placement ? Placement(placement) : new(),
            Overrides = [.. spec.Maps("overrides").Select(Override)],
            Division = spec.Map("division") is { } division ? Division(division) : ReplicaDivision.Duplicated,
            Dependencies = spec.Flag("dependencies") == false ? null : all.Plain,
        };
        spec.NothingElse();
        foreach (var mistake in WorkloadRules.Mistakes(workload))
        {
            log.Wrong($"{document.Where}: {mistake}");
        }

        return workload;
    }

    private static IEnumerable<KubernetesObject> Inline(ImportFields spec, ImportLog log)
    {
        var items = spec.Json("objects") as System.Text.Json.Nodes.JsonArray;
        if (spec.Has("objects") && items is null)
        {
            spec.Wrong("objects", "must be a list");
        }

        for (var i = 0; i < items?.Count; i++)
        {
            var read = KubernetesObject.Of(items[i] as System.Text.Json.Nodes.JsonObject ?? []);
            if (read.Succeeded)
            {
                yield return read.Value;
            }
            else
            {
                log.Wrong($"{spec.Where}.objects[{i}]: {read.Problem!.Detail.TrimEnd('.')}");
            }
        }
    }

    private static ImmutableArray<KubernetesObject> Selected(ImportFields from, ImportedDocuments all)
    {
        var selector = Objects(from);
        ImmutableArray<KubernetesObject> found = [.. all.Plain.Where(selector.Selects)];
        if (found.IsEmpty)
        {
            from.Log.Wrong($"{from.Where} selects no object of the files");
        }

        return found;
    }

    private static Placement Placement(ImportFields from)
    {
        var read = new Placement { Clusters = Clusters(from.Map("clusters")), TolerateUnknown = from.Flag("tolerateUnknown") ?? false };
        from.NothingElse();
        return read;
    }

    private static ClusterSelector Clusters(ImportFields? from)
    {
        if (from is null)
        {
            return ClusterSelector.All;
        }

        var read = new ClusterSelector
        {
            Names = from.Names("names") ? from.Ids<ClusterId>("names") : null,
            Except = from.Ids<ClusterId>("except"),
            Labels = SelectorReader.Labels(from.Map("labels")),
            Regions = from.Ids<RegionId>("regions"),
            ExceptRegions = from.Ids<RegionId>("exceptRegions"),
            Providers = from.Texts("providers").ToImmutableSortedSet(StringComparer.Ordinal),
            ExceptProviders = from.Texts("exceptProviders").ToImmutableSortedSet(StringComparer.Ordinal),
        };
        from.NothingElse();
        return read;
    }

    private static ObjectSelector Objects(ImportFields from)
    {
        var read = new ObjectSelector
        {
            ApiVersion = from.Text("apiVersion"),
            Kind = from.Text("kind"),
            Namespace = from.Text("namespace"),
            Name = from.Text("name"),
            Labels = from.Map("labels") is { } labels ? SelectorReader.Labels(labels) : null,
        };
        from.NothingElse();
        return read;
    }

    private static ReplicaDivision Division(ImportFields from)
    {
        var read = new ReplicaDivision
        {
            Mode = from.Word("mode", Modes) ?? DivisionMode.Duplicated,
            Total = from.Number("total", 0, WorkloadRules.MostReplicas),
            Shares = [.. from.Maps("shares").Select(Share)],
        };
        from.Required("mode");
        from.NothingElse();
        return read;
    }

    private static ClusterShare Share(ImportFields from)
    {
        var read = new ClusterShare
        {
            Clusters = Clusters(from.Map("clusters")),
            Weight = from.Number("weight", 0, int.MaxValue) ?? 1,
            Minimum = from.Number("minimum", 0, int.MaxValue) ?? 0,
            Maximum = from.Number("maximum", 0, int.MaxValue),
        };
        from.NothingElse();
        return read;
    }

    private static ClusterOverride Override(ImportFields from)
    {
        var read = new ClusterOverride
        {
            Clusters = Clusters(from.Map("clusters")),
            Objects = from.Map("objects") is { } objects ? Objects(objects) : null,
            Changes = [.. from.Maps("changes").Select(OwnChangeReader.Read).OfType<Change>()],
        };
        from.NothingElse();
        return read;
    }
}
