using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Writes this package's own form.</summary>
internal static class OwnWriter
{
    public static JsonObject Write(FederatedWorkload workload) => new()
    {
        ["apiVersion"] = OwnReader.ApiVersion,
        ["kind"] = OwnReader.Kind,
        ["metadata"] = new JsonObject { ["name"] = workload.Name },
        ["spec"] = Of(
            ("objects", List(workload.Objects, static item => item.ToJson())),
            ("placement", Of(("clusters", Clusters(workload.Placement.Clusters)), ("tolerateUnknown", workload.Placement.TolerateUnknown ? true : null))),
            ("division", workload.Division.Mode == DivisionMode.Duplicated && workload.Division is { Total: null, Shares.IsEmpty: true } ? null : Division(workload.Division)),
            ("overrides", List(workload.Overrides, Override)),
            ("dependencies", workload.Dependencies is null ? false : null)) ?? [],
    };

    private static JsonObject Division(ReplicaDivision division) => Of(
        ("mode", OwnReader.Modes.First(pair => pair.Value == division.Mode).Word),
        ("total", division.Total),
        ("shares", List(division.Shares, static share => Of(
            ("clusters", Clusters(share.Clusters)),
            ("weight", share.Weight),
            ("minimum", share.Minimum == 0 ? null : share.Minimum),
            ("maximum", share.Maximum))!)))!;

    private static JsonObject Override(ClusterOverride one) => Of(
        ("clusters", Clusters(one.Clusters)),
        ("objects", one.Objects is { } objects ? Objects(objects) : null),
        ("changes", List(one.Changes, Write))) ?? [];

    private static JsonObject Write(Change change) => change switch
    {
        PatchChange patch => new() { ["patch"] = new JsonArray([.. patch.Operations.Select(static one => Operation(one, "op"))]) },
        ReplicasChange replicas => new() { ["replicas"] = replicas.Replicas },
        ImageChange image => new() { ["image"] = Image(image) },
        MetadataChange metadata => new() { [metadata.Field == MetadataField.Labels ? "labels" : "annotations"] = Of(("set", Map(metadata.Set)), ("replace", Map(metadata.Replace)), ("remove", Texts(metadata.Remove))) ?? [] },
        EnvironmentChange environment => new() { ["environment"] = Of(("container", environment.Container), ("set", Map(environment.Set)), ("remove", Texts(environment.Remove))) ?? [] },
        CommandChange command => new() { [command.Field == CommandField.Command ? "command" : "args"] = Of(("container", command.Container), ("action", Word(command.Action)), ("values", Texts(command.Values))) ?? [] },
        _ => throw new InvalidOperationException($"There is no form for {change.GetType().Name}."),
    };

    /// <summary>An operation of a JSON patch, its kind under the name that the format has for it.</summary>
    public static JsonObject Operation(PatchOperation operation, string op)
    {
        var json = new JsonObject { [op] = PatchRules.Name(operation.Kind), ["path"] = operation.Path };
        if (operation.From is { } from)
        {
            json["from"] = from;
        }

        if (operation.Kind is PatchKind.Add or PatchKind.Replace or PatchKind.Test)
        {
            json["value"] = operation.Value;
        }

        return json;
    }

    private static JsonObject Image(ImageChange image) => Of(
        ("part", OwnChangeReader.Parts.First(pair => pair.Value == image.Part).Word),
        ("action", Word(image.Action)),
        ("value", image.Value.Length == 0 ? null : image.Value),
        ("container", image.Container),
        ("initContainers", image.InitContainers ? null : false),
        ("path", image.Path))!;

    private static JsonObject? Clusters(ClusterSelector clusters) => Of(
        ("names", clusters.Names is null ? null : new JsonArray([.. clusters.Names.Select(static one => JsonValue.Create(one.Value))])),
        ("except", Texts(clusters.Except.Select(static one => one.Value))),
        ("labels", Labels(clusters.Labels)),
        ("regions", Texts(clusters.Regions.Select(static one => one.Value))),
        ("exceptRegions", Texts(clusters.ExceptRegions.Select(static one => one.Value))),
        ("providers", Texts(clusters.Providers)),
        ("exceptProviders", Texts(clusters.ExceptProviders)));

    private static JsonObject Objects(ObjectSelector objects) => Of(
        ("apiVersion", objects.ApiVersion),
        ("kind", objects.Kind),
        ("namespace", objects.Namespace),
        ("name", objects.Name),
        ("labels", objects.Labels is null ? null : Labels(objects.Labels) ?? [])) ?? [];

    /// <summary>A label selector as Kubernetes writes it; null: it selects everything.</summary>
    public static JsonObject? Labels(LabelSelector labels) => Of(
        ("matchLabels", Map(labels.MatchLabels)),
        ("matchExpressions", List(labels.MatchExpressions, static one => Of(("key", one.Key), ("operator", $"{one.Operator}"), ("values", Texts(one.Values)))!)));

    private static string Word(ListAction action) => OwnChangeReader.Actions.First(pair => pair.Value == action).Word;

    public static JsonObject? Map(IReadOnlyDictionary<string, string> texts) => texts.Count == 0 ? null : new(texts.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    public static JsonArray? Texts(IEnumerable<string> texts) => texts.Any() ? new([.. texts.Select(static text => JsonValue.Create(text))]) : null;

    public static JsonArray? List<T>(IEnumerable<T> items, Func<T, JsonObject> write) => items.Any() ? new([.. items.Select(write)]) : null;

    /// <summary>A map of the members that are there; null: there is none.</summary>
    public static JsonObject? Of(params (string Key, JsonNode? Value)[] members)
    {
        var map = new JsonObject(members.Where(static member => member.Value is not null).Select(static member => KeyValuePair.Create(member.Key, member.Value)));
        return map.Count == 0 ? null : map;
    }
}
