using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Config;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>From YAML to JSON: aliases written out, members in the order of their names.</summary>
internal static class ManifestJson
{
    /// <summary>What could not be read, and where.</summary>
    internal sealed record Mistake(YamlValue At, string Detail);

    /// <summary>What was read, or what could not be.</summary>
    internal readonly record struct Reading(JsonNode? Value, Mistake? Problem)
    {
        [MemberNotNullWhen(false, nameof(Problem))]
        public bool Succeeded => Problem is null;
    }

    public static Reading Read(YamlValue value)
    {
        Mistake? mistake = null;
        var json = Json(value, ref mistake);
        return new(json, mistake);
    }

    private static JsonNode? Json(YamlValue value, ref Mistake? mistake) => value.Kind switch
    {
        YamlKind.Map => Map(value, ref mistake),
        YamlKind.List => List(value, ref mistake),
        YamlKind.Text => Scalar(value, ref mistake),
        _ => null,
    };

    private static JsonObject Map(YamlValue value, ref Mistake? mistake)
    {
        var map = new JsonObject();
        foreach (var (key, member) in value.Members.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            map[key] = Json(member, ref mistake);
        }

        return map;
    }

    private static JsonArray List(YamlValue value, ref Mistake? mistake)
    {
        var list = new JsonArray();
        foreach (var item in value.Items)
        {
            list.Add(Json(item, ref mistake));
        }

        return list;
    }

    private static JsonValue? Scalar(YamlValue value, ref Mistake? mistake)
    {
        var read = ManifestScalars.Read(value);
        mistake ??= read.Succeeded ? null : new(value, read.Problem!.Detail);
        return read.Succeeded ? read.Value : null;
    }
}
