using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Reads a change of this package's own form: a map with one member, named as the kind of change.</summary>
internal static class OwnChangeReader
{
    public static readonly (string Word, ListAction Value)[] Actions = [("set", ListAction.Set), ("append", ListAction.Append), ("remove", ListAction.Remove)];

    public static readonly (string Word, ImagePart Value)[] Parts = [("registry", ImagePart.Registry), ("repository", ImagePart.Repository), ("tag", ImagePart.Tag)];

    public static Change? Read(ImportFields from)
    {
        var keys = from.Keys.ToList();
        if (keys.Count != 1)
        {
            from.Log.Wrong($"{from.Where} must have exactly one of patch, replicas, image, labels, annotations, environment, command, args");
            return null;
        }

        Change? read = keys[0] switch
        {
            "patch" => new PatchChange { Operations = [.. from.Maps("patch").Select(static item => Operation(item)).OfType<PatchOperation>()] },
            "replicas" => from.Number("replicas", 0, WorkloadRules.MostReplicas) is { } count ? new ReplicasChange(count) : null,
            "image" => from.Map("image") is { } image ? Image(image) : null,
            "labels" or "annotations" => from.Map(keys[0]) is { } metadata ? Metadata(metadata, keys[0] == "labels" ? MetadataField.Labels : MetadataField.Annotations) : null,
            "environment" => from.Map("environment") is { } environment ? Environment(environment) : null,
            "command" or "args" => from.Map(keys[0]) is { } command ? Command(command, keys[0] == "command" ? CommandField.Command : CommandField.Args) : null,
            _ => null,
        };
        from.NothingElse();
        return read;
    }

    /// <summary>An operation of a JSON patch; a kind that is not named is the one given, or a mistake.</summary>
    public static PatchOperation? Operation(ImportFields from, string op = "op", PatchKind? unnamed = null)
    {
        var kind = from.Word(op, [.. Enum.GetValues<PatchKind>().Select(static one => (PatchRules.Name(one), one))]) ?? (from.Has(op) ? null : unnamed);
        if (kind is null && !from.Has(op))
        {
            from.Wrong(op, "is missing");
        }

        var read = new PatchOperation { Kind = kind ?? PatchKind.Test, Path = from.Required("path"), From = from.Text("from"), Value = from.Json("value") };
        from.NothingElse();
        if (read.Kind is PatchKind.Add or PatchKind.Replace && kind is not null && !from.Names("value"))
        {
            from.Wrong("value", "is missing");
        }

        return kind is null ? null : read;
    }

    private static ImageChange? Image(ImportFields from)
    {
        var part = from.Word("part", Parts);
        from.Required("part");
        var read = new ImageChange
        {
            Part = part ?? ImagePart.Tag,
            Action = from.Word("action", Actions) ?? ListAction.Set,
            Value = from.Text("value") ?? "",
            Container = from.Text("container"),
            InitContainers = from.Flag("initContainers") ?? true,
            Path = from.Text("path"),
        };
        from.NothingElse();
        return read;
    }

    private static MetadataChange Metadata(ImportFields from, MetadataField field)
    {
        var read = new MetadataChange { Field = field, Set = from.TextMap("set"), Replace = from.TextMap("replace"), Remove = from.Texts("remove").ToImmutableSortedSet(StringComparer.Ordinal) };
        from.NothingElse();
        return read;
    }

    private static EnvironmentChange Environment(ImportFields from)
    {
        var read = new EnvironmentChange { Container = from.Text("container"), Set = from.TextMap("set"), Remove = from.Texts("remove").ToImmutableSortedSet(StringComparer.Ordinal) };
        from.NothingElse();
        return read;
    }

    private static CommandChange Command(ImportFields from, CommandField field)
    {
        var read = new CommandChange { Field = field, Container = from.Required("container"), Action = from.Word("action", Actions) ?? ListAction.Set, Values = from.Texts("values") };
        from.NothingElse();
        return read;
    }
}
