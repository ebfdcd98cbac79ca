using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>As much of the schemas as mistakes are made of.</summary>
internal static partial class FakeSchema
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["Deployment"] = ["replicas", "selector", "template", "strategy", "minReadySeconds", "revisionHistoryLimit", "paused", "progressDeadlineSeconds"],
        ["StatefulSet"] = ["replicas", "selector", "template", "serviceName", "podManagementPolicy", "updateStrategy", "revisionHistoryLimit", "minReadySeconds", "volumeClaimTemplates", "persistentVolumeClaimRetentionPolicy", "ordinals"],
        ["DaemonSet"] = ["selector", "template", "updateStrategy", "minReadySeconds", "revisionHistoryLimit"],
        ["Service"] = ["ports", "selector", "type", "clusterIP", "clusterIPs", "sessionAffinity", "externalName", "externalTrafficPolicy", "loadBalancerIP", "loadBalancerClass", "publishNotReadyAddresses", "ipFamilyPolicy", "ipFamilies"],
        ["Lease"] = ["holderIdentity", "leaseDurationSeconds", "acquireTime", "renewTime", "leaseTransitions", "strategy", "preferredHolder"],
    };

    public static string? Unknown(FakeKind kind, JsonObject item) => Known.TryGetValue(kind.Kind, out var known) && item["spec"] is JsonObject spec
        ? spec.Select(static pair => pair.Key).FirstOrDefault(key => !known.Contains(key)) is { } field ? $"spec.{field}" : null
        : null;

    /// <summary>The first field that the schema of a definition does not know; one without a schema knows all.</summary>
    public static string? Unknown(JsonObject? definition, string version, JsonObject item)
    {
        var schema = (definition?["spec"]?["versions"] as JsonArray ?? []).FirstOrDefault(one => (string?)one!["name"] == version)?["schema"]?["openAPIV3Schema"];
        return item.Where(static pair => pair.Key is not ("apiVersion" or "kind" or "metadata" or "status")).Select(pair => Beyond(schema, pair.Key, pair.Value, pair.Key)).FirstOrDefault(static field => field is not null);
    }

    private static string? Beyond(JsonNode? schema, string key, JsonNode? value, string path) =>
        schema is null ? null
        : (schema["properties"]?[key] ?? schema["additionalProperties"]) is JsonObject below ? Below(below, value, path)
        : (bool?)schema["x-kubernetes-preserve-unknown-fields"] == true || schema["additionalProperties"] is JsonValue ? null
        : path;

    private static string? Below(JsonObject schema, JsonNode? value, string path) => value switch
    {
        JsonObject map => map.Select(pair => Beyond(schema, pair.Key, pair.Value, $"{path}.{pair.Key}")).FirstOrDefault(static field => field is not null),
        JsonArray list when schema["items"] is JsonObject items => list.Select((item, i) => Below(items, item, $"{path}[{i}]")).FirstOrDefault(static field => field is not null),
        _ => null,
    };

    public static IEnumerable<(string Reason, string Field, string Message)> Mistakes(FakeKind kind, JsonObject item)
    {
        if (!Name().IsMatch((string?)item["metadata"]!["name"] ?? ""))
        {
            yield return ("FieldValueInvalid", "metadata.name", "Invalid value: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'");
        }

        if (kind.Scales && kind.Group == "apps" && (item["spec"]?["replicas"] is JsonValue replicas && replicas.GetValue<int>() < 0))
        {
            yield return ("FieldValueInvalid", "spec.replicas", "Invalid value: must be greater than or equal to 0");
        }

        if (kind.Kind == "Deployment" && item["spec"]?["template"] is null)
        {
            yield return ("FieldValueRequired", "spec.template.spec.containers", "Required value");
        }

        if (kind.Kind is "ConfigMap" or "Secret" && Size(item) > 1024 * 1024)
        {
            yield return ("FieldValueTooLong", "", "Too long: may not be more than 1048576 bytes");
        }

        foreach (var (key, value) in item["metadata"]!["labels"] as JsonObject ?? [])
        {
            if (!Label().IsMatch((string?)value ?? ""))
            {
                yield return ("FieldValueInvalid", "metadata.labels", $"Invalid value: \"{value}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.' ({key})");
            }
        }

        if (kind.Kind == "Lease" && item["spec"]?["leaseDurationSeconds"] is JsonValue lasts && lasts.GetValue<int>() <= 0)
        {
            yield return ("FieldValueInvalid", "spec.leaseDurationSeconds", "Invalid value: must be greater than 0");
        }
    }

    /// <summary>What of an object was changed that may not be.</summary>
    public static string? Frozen(JsonObject? before, JsonObject after) =>
        (bool?)before?["immutable"] != true ? null : new[] { "data", "binaryData", "immutable" }.FirstOrDefault(key => !JsonNode.DeepEquals(before[key], after[key]));

    private static int Size(JsonObject item) =>
        (item["data"] as JsonObject ?? []).Sum(static pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount((string?)pair.Value ?? ""));

    [GeneratedRegex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
    private static partial Regex Name();

    [GeneratedRegex("^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$")]
    private static partial Regex Label();
}
