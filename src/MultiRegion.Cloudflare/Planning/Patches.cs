using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>Request bodies: all of a new document, and of one that is there no more than what changes.</summary>
internal static class Patches
{
    public const string CheckRegions = "check_regions";

    /// <summary>The names of fields that differ.</summary>
    public static ImmutableArray<string> Between(ImmutableSortedDictionary<string, string> live, ImmutableSortedDictionary<string, string> desired) =>
        [.. live.Keys.Union(desired.Keys).Where(name => live.GetValueOrDefault(name) != desired.GetValueOrDefault(name)).Order(StringComparer.Ordinal)];

    public static string Body(LoadBalancer balancer, ImmutableArray<string> changed, string description) => Body(Fields.Json(balancer), changed, description);

    public static string Body(Pool pool, ImmutableArray<string> changed, string description) => Body(Fields.Json(pool), changed, description);

    public static string Body(HealthMonitor monitor, string description) => Body(Fields.Json(monitor), [.. Fields.Json(monitor).Select(static field => field.Key)], description);

    /// <summary>The fields of a document that is to be created, but for those that the API takes in changes alone.</summary>
    public static ImmutableArray<string> All(LoadBalancer balancer) => [.. Fields.Json(balancer).Select(static field => field.Key).Where(static name => name != "enabled")];

    /// <inheritdoc cref="All(LoadBalancer)"/>
    public static ImmutableArray<string> All(Pool pool) => [.. Fields.Json(pool).Select(static field => field.Key).Where(static name => name != CheckRegions)];

    // A field that is wanted no more is null: the API resets it.
    private static string Body(JsonObject document, ImmutableArray<string> changed, string description)
    {
        var body = new JsonObject();
        foreach (var name in changed)
        {
            body[name] = document[name]?.DeepClone();
        }

        body["description"] = description;
        return body.ToJsonString(DocumentJson.Readable.Options);
    }
}
