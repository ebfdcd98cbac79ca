using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Azure.Tests.Specs;

/// <summary>Holds bodies against a Swagger description: types, known fields, what is required, choices.</summary>
internal sealed class Schema(JsonNode description)
{
    /// <summary>What is wrong with a body of a definition.</summary>
    public IReadOnlyList<string> Mistakes(string definition, JsonNode? body)
    {
        var mistakes = new List<string>();
        Check(Definition(definition), body, "", mistakes);
        return mistakes;
    }

    /// <summary>The definition that an operation takes as its body.</summary>
    public string BodyOf(string method, string path) => ((string)description["paths"]![path]![method.ToLowerInvariant()]!["parameters"]!.AsArray().Single(static parameter => (string?)parameter!["in"] == "body")!["schema"]!["$ref"]!).Split('/')[^1];

    private void Check(JsonNode schema, JsonNode? value, string at, List<string> mistakes)
    {
        if (value is null)
        {
            return;
        }

        var parts = Parts(schema).ToList();
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

            mistakes.AddRange((part["required"] as JsonArray ?? []).Where(name => value[(string)name!] is null).Select(name => $"{at} lacks {name}"));
        }

        if (value is JsonArray array && parts.Select(static part => part["items"]).FirstOrDefault(static items => items is not null) is { } items)
        {
            for (var i = 0; i < array.Count; i++)
            {
                Check(items, array[i], $"{at}[{i}]", mistakes);
            }
        }

        if (value is JsonObject map && parts.Exists(static part => part["properties"] is not null))
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
    private IEnumerable<JsonNode> Parts(JsonNode schema)
    {
        var target = (string?)schema["$ref"] is { } reference ? Definition(reference.Split('/')[^1]) : schema;
        return (target["allOf"] as JsonArray ?? []).SelectMany(part => Parts(part!)).Prepend(target);
    }

    private JsonNode Definition(string name) => description["definitions"]![name]!;

    private static bool Is(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False) or ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => (double)value % 1 == 0,
        _ => false,
    };
}
