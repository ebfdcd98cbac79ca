using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>An OverridePolicy or ClusterOverridePolicy.</summary>
internal sealed record KarmadaOverrides
{
    public required KarmadaScope Scope { get; init; }

    public required ImmutableArray<ClusterOverride> Rules { get; init; }

    public static KarmadaOverrides Read(ImportFields root)
    {
        root.Ignore("apiVersion", "kind", "metadata", "spec", "status");
        root.RestIsNotMapped();
        var spec = root.Map("spec");
        if (spec is null)
        {
            root.Wrong("spec", "is missing");
            return new() { Scope = new() { Kind = "", Name = "", Where = root.Where, Selectors = [] }, Rules = [] };
        }

        // The older form has the one rule in the specification itself.
        var rules = spec.Maps("overrideRules");
        var read = new KarmadaOverrides { Scope = KarmadaScope.Read(root, spec), Rules = [.. (rules.IsEmpty ? [spec] : rules).Select(Rule).OfType<ClusterOverride>()] };
        spec.RestIsNotMapped();
        return read;
    }

    /// <summary>Whether Karmada would make a change of an object at all: it looks for containers in some kinds only.</summary>
    public static bool Reaches(Change change, KubernetesObject item) =>
        change is not (ImageChange { Path: null } or CommandChange) || item.Kind is "Pod" or "ReplicaSet" or "Deployment" or "DaemonSet" or "StatefulSet" or "Job";

    private static ClusterOverride? Rule(ImportFields from)
    {
        var clusters = KarmadaAffinity.Read(from.Map("targetCluster"));
        var changes = from.Map("overriders") is { } overriders ? Changes(overriders) : [];
        if (from.Path != "spec")
        {
            from.RestIsNotMapped();
        }

        return clusters is null || changes.IsEmpty ? null : new() { Clusters = clusters, Changes = changes };
    }

    private static ImmutableArray<Change> Changes(ImportFields from)
    {
        ImmutableArray<Change> changes =
        [
            .. from.Maps("imageOverrider").Select(Image),
            .. from.Maps("commandOverrider").Select(static one => Command(one, CommandField.Command)),
            .. from.Maps("argsOverrider").Select(static one => Command(one, CommandField.Args)),
            .. from.Maps("labelsOverrider").Select(static one => Metadata(one, MetadataField.Labels)),
            .. from.Maps("annotationsOverrider").Select(static one => Metadata(one, MetadataField.Annotations)),
        ];
        var plain = from.Maps("plaintext").Select(static one => OwnChangeReader.Operation(Known(one), "operator")).OfType<PatchOperation>().ToImmutableArray();
        from.RestIsNotMapped();
        return plain.IsEmpty ? changes : changes.Add(new PatchChange { Operations = plain });
    }

    private static ImportFields Known(ImportFields from)
    {
        from.Word("operator", ("add", 0), ("remove", 0), ("replace", 0));
        return from;
    }

    private static ListAction Operator(ImportFields from)
    {
        from.Required("operator");
        return from.Word("operator", ("add", ListAction.Append), ("replace", ListAction.Set), ("remove", ListAction.Remove)) ?? ListAction.Set;
    }

    private static ImageChange Image(ImportFields from)
    {
        from.Required("component");
        var read = new ImageChange
        {
            Part = from.Word("component", ("Registry", ImagePart.Registry), ("Repository", ImagePart.Repository), ("Tag", ImagePart.Tag)) ?? ImagePart.Tag,
            Action = Operator(from),
            Value = from.Text("value") ?? "",
            InitContainers = false,
            Path = from.Map("predicate")?.Required("path"),
        };
        from.RestIsNotMapped();
        if (read is { Value: "", Action: not ListAction.Remove })
        {
            from.Wrong("value", "is missing");
        }

        return read with { Value = read.Action == ListAction.Remove ? "" : read.Value };
    }

    private static CommandChange Command(ImportFields from, CommandField field)
    {
        from.Required("operator");
        var read = new CommandChange
        {
            Field = field,
            Container = from.Required("containerName"),
            Action = from.Word("operator", ("add", ListAction.Append), ("remove", ListAction.Remove)) ?? ListAction.Append,
            Values = from.Texts("value"),
        };
        from.RestIsNotMapped();
        return read;
    }

    private static MetadataChange Metadata(ImportFields from, MetadataField field)
    {
        var action = Operator(from);
        var values = from.TextMap("value");
        from.RestIsNotMapped();
        return action switch
        {
            ListAction.Append => new() { Field = field, Set = values },
            ListAction.Set => new() { Field = field, Replace = values },
            _ => new() { Field = field, Remove = values.Keys.ToImmutableSortedSet(StringComparer.Ordinal) },
        };
    }
}
