using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MultiRegion.Cloudflare.Tests.Specs;

/// <summary>Holds bodies against an OpenAPI description: types, known fields, what is required, choices, ranges.</summary>
internal sealed class Schema(JsonNode description)
{
    public IReadOnlyList<string> Mistakes(string method, string target, JsonNode body)
    {
        var path = description["paths"]!.AsObject().Select(static one => one.Key).Single(path => Regex.IsMatch(target, $"^/client/v4{Regex.Replace(path, @"\{[^}]*\}", "[^/]+")}$"));
        var mistakes = new List<string>();
        Check(description["paths"]![path]![method.ToLowerInvariant()]!["requestBody"]!["content"]!["application/json"]!["schema"]!, body, "", mistakes);
        return mistakes;
    }

    private void Check(JsonNode schema, JsonNode? value, string at, List<string> mistakes)
    {
        var parts = Parts(schema).ToList();
        if (value is null)
        {
            return;
        }

        foreach (var part in parts)
        {
            if ((string?)part["type"] is { } type && !Is(type, value))
            {
                mistakes.Add($"{at} is no {type}");
            }

            if (part["enum"] is JsonArray choices && choices.All(choice => (string?)choice != (string?)value))
            {
                mistakes.Add($"{at} is {value}");
            }

            if (value.GetValueKind() == JsonValueKind.Number && ((double)value < ((double?)part["minimum"] ?? double.MinValue) || (double)value > ((double?)part["maximum"] ?? double.MaxValue)))
            {
                mistakes.Add($"{at} is out of range");
            }

            mistakes.AddRange((part["required"] as JsonArray ?? []).Where(name => value[(string)name!] is null).Select(name => $"{at} lacks {name}"));
        }

        if (value is JsonArray array && parts.Select(static part => part["items"]).FirstOrDefault(static items => items is not null) is { } items)
        {
            for (var i = 0; i < array.Count; i++)
            {
                Check(items, array[i], $"{at}[{i}]", mistakes);
            }
        }

        if (value is JsonObject map && parts.Exists(static part => part["properties"] is JsonObject { Count: > 0 } properties && !properties.ContainsKey("key")))
        {
            foreach (var (name, inner) in map)
            {
                if (parts.Select(part => part["properties"]?[name]).FirstOrDefault(static found => found is not null) is { } known)
                {
                    Check(known, inner, $"{at}.{name}", mistakes);
                }
                else
                {
                    mistakes.Add($"{at}.{name} is not known");
                }
            }
        }
    }

    /// <summary>The schema itself and all that it is made of.</summary>
    private IEnumerable<JsonNode> Parts(JsonNode schema) => (string?)schema["$ref"] is { } reference
        ? Parts(description["components"]!["schemas"]![reference.Split('/')[^1]]!)
        : (schema["allOf"] as JsonArray ?? []).SelectMany(part => Parts(part!)).Prepend(schema);

    private static bool Is(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False) or ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => (double)value % 1 == 0,
        _ => false,
    };
}
