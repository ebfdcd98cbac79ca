using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>An object as it shall be in a cluster, without what belongs to the server. It may hold secrets, and is therefore no record that prints itself.</summary>
internal sealed class DesiredObject
{
    /// <summary>The label that says whose an object is.</summary>
    public const string OwnerLabel = "multiregion/federation";

    /// <summary>The annotation that says what was applied: a hash, so that an edit since can be told from a new intent.</summary>
    public const string AppliedKey = "multiregion/applied";

    private static readonly string[] OfTheServer = ["managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];

    private DesiredObject(ObjectRef at, KubeResource resource, JsonObject fields) => (At, Resource, Fields, Print) = (at, resource, fields, Hash(fields));

    public ObjectRef At { get; }

    public KubeResource Resource { get; }

    /// <summary>What it says. Shared: never to be changed.</summary>
    public JsonObject Fields { get; }

    /// <summary>A hash of what it says.</summary>
    public string Print { get; }

    public static DesiredObject Of(KubernetesObject item, KubeResource resource, string defaultNamespace)
    {
        var fields = item.ToJson();
        var meta = fields.Below("metadata")!;
        fields.Remove("status");
        foreach (var key in OfTheServer)
        {
            meta.Remove(key);
        }

        meta.Below("labels")?.Remove(OwnerLabel);
        meta.Below("annotations")?.Remove(AppliedKey);
        meta.Remove("namespace");
        var ns = resource.Namespaced ? item.Namespace ?? defaultNamespace : null;
        if (ns is not null)
        {
            meta["namespace"] = ns;
        }

        Encode(fields);
        WithoutNulls(fields);
        return new(new(item.ApiVersion, item.Kind, ns, item.Name), resource, fields);
    }

    /// <summary>The same without a number of replicas, which somebody else decides.</summary>
    public DesiredObject WithoutReplicas()
    {
        var fields = (JsonObject)Fields.DeepClone();
        fields.Below("spec")?.Remove("replicas");
        return new(At, Resource, fields);
    }

    public KubernetesObject AsObject() => KubernetesObject.Of(Fields).Value!;

    /// <summary>What is sent.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="uid">Only this very object; null: whichever bears the name.</param>
    /// <param name="version">Only in this version; null: in any.</param>
    public JsonObject Body(string owner, string? uid, string? version)
    {
        var body = (JsonObject)Fields.DeepClone();
        var meta = body.Below("metadata")!;
        Below(meta, "labels")[OwnerLabel] = owner;
        Below(meta, "annotations")[AppliedKey] = Print;
        if (uid is not null)
        {
            (meta["uid"], meta["resourceVersion"]) = (uid, version);
        }

        return body;
    }

    /// <summary>A hash of what a live object says, whatever its status: another one means that somebody has written since.</summary>
    public static string PrintOf(JsonObject live)
    {
        var said = (JsonObject)live.DeepClone();

        // Items of lists say neither version nor kind.
        foreach (var key in new[] { "status", "apiVersion", "kind" })
        {
            said.Remove(key);
        }

        foreach (var key in OfTheServer.Except(["uid", "deletionTimestamp"]))
        {
            said.Below("metadata")?.Remove(key);
        }

        return Hash(said);
    }

    private static JsonObject Below(JsonObject map, string key)
    {
        if (map[key] is JsonObject there)
        {
            return there;
        }

        var made = new JsonObject();
        map[key] = made;
        return made;
    }

    /// <summary>As the server keeps it: <c>stringData</c> is only a way to write <c>data</c>, and base64 has no blanks.</summary>
    private static void Encode(JsonObject fields)
    {
        if (fields.Text("kind") != "Secret" || fields.Text("apiVersion") != "v1")
        {
            return;
        }

        foreach (var (key, value) in fields.Below("data")?.ToList() ?? [])
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var base64) && TryDecode(base64) is { } bytes)
            {
                fields.Below("data")![key] = Convert.ToBase64String(bytes);
            }
        }

        foreach (var (key, value) in fields.Below("stringData")?.ToList() ?? [])
        {
            Below(fields, "data")[key] = value is JsonValue text && text.TryGetValue<string>(out var plain) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)) : value?.DeepClone();
        }

        fields.Remove("stringData");
    }

    private static byte[]? TryDecode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : null;
    }

    private static void WithoutNulls(JsonNode? node)
    {
        foreach (var (key, value) in (node as JsonObject)?.ToList() ?? [])
        {
            if (value is null)
            {
                ((JsonObject)node!).Remove(key);
            }
            else
            {
                WithoutNulls(value);
            }
        }

        foreach (var item in node as JsonArray ?? [])
        {
            WithoutNulls(item);
        }
    }

    private static string Hash(JsonObject fields)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, fields);
        }

        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)).AsSpan(0, 16));
    }

    /// <summary>Members in one order, whichever they came in.</summary>
    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
