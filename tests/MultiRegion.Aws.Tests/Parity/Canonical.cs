using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>Bodies without what means nothing.</summary>
internal static class Canonical
{
    public static string Body(string? contentType, string body) => body.Length == 0 ? ""
        : contentType?.Contains("json", StringComparison.Ordinal) == true ? Json(JsonNode.Parse(body))
        : Xml(XDocument.Parse(body, LoadOptions.PreserveWhitespace).Root!, "");

    /// <summary>Members in the order of their names, numbers by their value.</summary>
    public static string Json(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(',', members.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"\"{one.Key}\":{Json(one.Value)}")) + "}",
        JsonArray entries => "[" + string.Join(',', entries.Select(Json)) + "]",
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => value.GetValue<double>().ToString("R", CultureInfo.InvariantCulture),
        null => "null",
        _ => $"\"{node}\"",
    };

    /// <summary>Elements with their namespaces: those of a structure in the order of their names, those of a list in their own.</summary>
    public static string Xml(XElement element, string indent) => element.HasElements
        ? $"{indent}{element.Name}\n{string.Concat(element.Elements().OrderBy(static child => child.Name.LocalName, StringComparer.Ordinal).Select(child => Xml(child, indent + " ")))}"
        : $"{indent}{element.Name} = {element.Value}\n";
}
