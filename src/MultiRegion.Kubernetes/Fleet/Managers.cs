using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>Who wrote a field last, as the object's own records say. Pure.</summary>
internal static class Managers
{
    private const string Tracking = "argocd.argoproj.io/tracking-id";
    private const string Instance = "app.kubernetes.io/instance";

    /// <summary>Who holds a field, in words; null: the object does not say.</summary>
    /// <param name="item">The object.</param>
    /// <param name="path">The field, for example <c>spec</c>, <c>replicas</c>.</param>
    public static string? Of(JsonObject item, params ReadOnlySpan<string> path)
    {
        JsonObject? last = null;
        foreach (var entry in (item.Below("metadata")?["managedFields"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            if (Holds(entry.Below("fieldsV1"), path) && Time(entry) >= Time(last))
            {
                last = entry;
            }
        }

        return last?.Text("manager") is { } manager ? Words(item, ErrorText.Line(manager, 100), last.Text("subresource")) : null;
    }

    private static string Words(JsonObject item, string manager, string? subresource) =>
        manager.StartsWith("argocd", StringComparison.Ordinal) ? $"Argo CD{Application(item)} (manager '{manager}')"
        : manager == "kube-controller-manager" && subresource == "scale" ? "an autoscaler (manager 'kube-controller-manager')"
        : $"'{manager}'";

    private static string Application(JsonObject item) =>
        (item.Annotation(Tracking)?.Split(':')[0] ?? item.Below("metadata").Below("labels")?.Text(Instance)) is { Length: > 0 } name ? $", application '{ErrorText.Line(name, 100)}'" : "";

    private static bool Holds(JsonObject? fields, ReadOnlySpan<string> path)
    {
        foreach (var part in path)
        {
            fields = fields.Below($"f:{part}");
        }

        return fields is not null;
    }

    private static DateTimeOffset Time(JsonObject? entry) =>
        DateTimeOffset.TryParse(entry?.Text("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;
}
