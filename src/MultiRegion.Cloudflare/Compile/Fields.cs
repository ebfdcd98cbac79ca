using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>
/// The fields of documents that the router manages, by their names in JSON and with the service's defaults left out: equal documents have equal
/// texts, and what differs is what a patch must hold.
/// </summary>
internal static class Fields
{
    private static readonly string[] Balancer =
    [
        "name", "enabled", "proxied", "ttl", "steering_policy", "default_pools", "fallback_pool", "region_pools", "country_pools", "pop_pools", "random_steering",
        "session_affinity", "session_affinity_ttl", "session_affinity_attributes", "adaptive_routing", "rules",
    ];

    private static readonly string[] OfPool =
        ["name", "enabled", "minimum_origins", "monitor", "origins", "load_shedding", "latitude", "longitude", "check_regions", "notification_filter"];

    private static readonly string[] Monitor =
    [
        "type", "method", "path", "port", "expected_codes", "expected_body", "follow_redirects", "allow_insecure", "interval", "timeout", "retries", "consecutive_up",
        "consecutive_down", "header",
    ];

    /// <summary>What the service takes for an absent field; such a value says nothing.</summary>
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["enabled"] = "true",
        ["minimum_origins"] = "1",
        ["weight"] = "1",
        ["default_percent"] = "0",
        ["default_policy"] = "\"random\"",
        ["session_percent"] = "0",
        ["session_policy"] = "\"hash\"",
        ["session_affinity"] = "\"none\"",
        ["samesite"] = "\"Auto\"",
        ["secure"] = "\"Auto\"",
        ["zero_downtime_failover"] = "\"none\"",
        ["drain_duration"] = "0",
        ["require_all_headers"] = "false",
        ["failover_across_pools"] = "false",
        ["default_weight"] = "1",
        ["disable"] = "false",
        ["disabled"] = "false",
        ["terminates"] = "false",
        ["port"] = "0",
        ["follow_redirects"] = "false",
        ["allow_insecure"] = "false",
        ["consecutive_up"] = "0",
        ["consecutive_down"] = "0",
        ["proxied"] = "false",
        ["priority"] = "0",
        ["healthy"] = "null",
    };

    public static ImmutableSortedDictionary<string, string> Of(LoadBalancer balancer) => Texts(Json(balancer), Balancer);

    public static ImmutableSortedDictionary<string, string> Of(Pool pool) => Texts(Json(pool), OfPool);

    public static ImmutableSortedDictionary<string, string> Of(HealthMonitor monitor) => Texts(Json(monitor), Monitor);

    public static ulong Print(LoadBalancer balancer) => Print(Of(balancer));

    public static ulong Print(Pool pool) => Print(Of(pool));

    public static ulong Print(HealthMonitor monitor) => Print(Of(monitor));

    public static JsonObject Json(LoadBalancer balancer) => JsonSerializer.SerializeToNode(balancer, DocumentJson.Readable.LoadBalancer)!.AsObject();

    public static JsonObject Json(Pool pool) => JsonSerializer.SerializeToNode(pool, DocumentJson.Readable.Pool)!.AsObject();

    public static JsonObject Json(HealthMonitor monitor) => JsonSerializer.SerializeToNode(monitor, DocumentJson.Readable.HealthMonitor)!.AsObject();

    private static ulong Print(ImmutableSortedDictionary<string, string> fields) =>
        fields.Aggregate(Fingerprint.Of("fields"), static (print, field) => print.With(field.Key).With(field.Value)).Value;

    private static ImmutableSortedDictionary<string, string> Texts(JsonObject json, string[] managed) => managed
        .Select(name => (Name: name, Text: Text(name, json[name])))
        .Where(static field => field.Text is not null)
        .ToImmutableSortedDictionary(static field => field.Name, static field => field.Text!, StringComparer.Ordinal);

    private static string? Text(string name, JsonNode? node)
    {
        var text = node switch
        {
            null => null,
            JsonObject { Count: 0 } or JsonArray { Count: 0 } => null,
            JsonObject inner => Inner(inner),
            JsonArray array => $"[{string.Join(',', array.Select(static item => Text("", item) ?? "{}"))}]",
            _ => node.ToJsonString(DocumentJson.Readable.Options),
        };
        return text is null or "\"\"" or "{}" || text == Defaults.GetValueOrDefault(name) ? null : text;
    }

    private static string Inner(JsonObject inner) => $"{{{string.Join(',', inner
        .Select(static pair => (pair.Key, Text: Text(pair.Key, pair.Value)))
        .Where(static pair => pair.Text is not null)
        .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
        .Select(static pair => $"\"{pair.Key}\":{pair.Text}"))}}}";
}
