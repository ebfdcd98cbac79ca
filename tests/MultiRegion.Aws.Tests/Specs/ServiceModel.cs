using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiRegion.Aws.Tests.Specs;

/// <summary>The vendor's description of a service: what may be in a body.</summary>
internal sealed class ServiceModel(JsonNode model)
{
    public static ServiceModel Route53 => Load("aws/route53/2013-04-01/service-2.json");

    public static ServiceModel GlobalAccelerator => Load("aws/globalaccelerator/2018-08-08/service-2.json");

    /// <summary>What is wrong with a request of the XML protocol.</summary>
    public IEnumerable<string> XmlRequest(string operation, string method, string path, IEnumerable<string> query, string body)
    {
        var http = Operation(operation)["http"]!;
        var input = Operation(operation)["input"]!;
        var template = "^" + Regex.Replace(Text(http["requestUri"])!.TrimEnd('/'), @"\{\w+\}", "[^/]+") + "$";
        var members = Members(Text(input["shape"])!);
        var allowed = members.Where(static one => Text(one.Value["location"]) == "querystring").Select(static one => Text(one.Value["locationName"]));
        return [
            .. method == Text(http["method"]) ? [] : new[] { $"method {method}" },
            .. Regex.IsMatch(path, template) ? [] : new[] { $"path {path}" },
            .. query.Except(allowed).Select(static name => $"query {name}"),
            .. body.Length > 0 ? Xml(XDocument.Parse(body).Root!, input) : members.Where(one => one.Value["location"] is null && IsRequired(Text(input["shape"])!, one.Key)).Select(static one => $"no body with {one.Key}"),
        ];
    }

    public IEnumerable<string> XmlResponse(string operation, string body) => Xml(XDocument.Parse(body, LoadOptions.PreserveWhitespace).Root!, Operation(operation)["output"]!);

    public IEnumerable<string> JsonRequest(string operation, string body) => Json(JsonNode.Parse(body)!, Text(Operation(operation)["input"]!["shape"])!, operation);

    public IEnumerable<string> JsonResponse(string operation, string body) => Operation(operation)["output"] is { } output
        ? Json(JsonNode.Parse(body)!, Text(output["shape"])!, operation)
        : body.Length == 0 ? [] : ["a body where none is described"];

    /// <summary>The errors that an operation may give, by their codes.</summary>
    public IEnumerable<string> Errors(string operation) => (Operation(operation)["errors"] as JsonArray ?? []).Select(static one => Text(one!["shape"])!);

    private static ServiceModel Load(string path) => new(JsonNode.Parse(File.ReadAllText(SpecFactAttribute.Path(path)))!);

    private JsonNode Operation(string name) => model["operations"]![name] ?? throw new KeyNotFoundException(name);

    private JsonNode Shape(string name) => model["shapes"]![name]!;

    private Dictionary<string, JsonNode> Members(string shape) => Shape(shape)["members"]!.AsObject().ToDictionary(static one => one.Key, static one => one.Value!);

    private bool IsRequired(string shape, string member) => (Shape(shape)["required"] as JsonArray ?? []).Any(one => Text(one) == member);

    private IEnumerable<string> Xml(XElement root, JsonNode use)
    {
        var name = Text(use["locationName"]) ?? Text(use["shape"]);
        return [
            .. root.Name.LocalName == name ? [] : new[] { $"root {root.Name.LocalName}" },
            .. root.Name.NamespaceName == "https://route53.amazonaws.com/doc/2013-04-01/" ? [] : new[] { $"namespace {root.Name.NamespaceName}" },
            .. Xml(root, Text(use["shape"])!, Text(use["shape"])!),
        ];
    }

    private IEnumerable<string> Xml(XElement element, string shape, string at) => Text(Shape(shape)["type"]) switch
    {
        "structure" => XmlStructure(element, shape, at),
        "list" => [
            .. element.Elements().Where(one => one.Name.LocalName != (Text(Shape(shape)["member"]!["locationName"]) ?? "member")).Select(one => $"{at}: entry {one.Name.LocalName}"),
            .. Size(Shape(shape), element.Elements().Count(), at),
            .. element.Elements().SelectMany(one => Xml(one, Text(Shape(shape)["member"]!["shape"])!, $"{at}[]")),
        ],
        _ => element.HasElements ? [$"{at}: elements in a scalar"] : Scalar(shape, element.Value, at),
    };

    private IEnumerable<string> XmlStructure(XElement element, string shape, string at)
    {
        var members = Members(shape).Where(static one => one.Value["location"] is null).ToDictionary(static one => Text(one.Value["locationName"]) ?? one.Key);
        return [
            .. element.Elements().GroupBy(static one => one.Name.LocalName).Where(group => group.Count() > 1 || !members.ContainsKey(group.Key)).Select(group => $"{at}: {group.Key}"),
            .. members.Where(one => IsRequired(shape, one.Value.Key) && one.Key != "Marker" && element.Elements().All(child => child.Name.LocalName != one.Key)).Select(one => $"{at}: no {one.Key}"),
            .. element.Elements().Where(child => members.ContainsKey(child.Name.LocalName)).SelectMany(child => Xml(child, Text(members[child.Name.LocalName].Value["shape"])!, $"{at}.{child.Name.LocalName}")),
        ];
    }

    private IEnumerable<string> Json(JsonNode node, string shape, string at) => (Text(Shape(shape)["type"]), node) switch
    {
        ("structure", JsonObject found) => [
            .. found.Where(one => !Members(shape).ContainsKey(one.Key)).Select(one => $"{at}: {one.Key}"),
            .. Members(shape).Keys.Where(one => IsRequired(shape, one) && !found.ContainsKey(one)).Select(one => $"{at}: no {one}"),
            .. found.Where(one => one.Value is not null && Members(shape).ContainsKey(one.Key)).SelectMany(one => Json(one.Value!, Text(Members(shape)[one.Key]["shape"])!, $"{at}.{one.Key}")),
        ],
        ("list", JsonArray found) => [.. Size(Shape(shape), found.Count, at), .. found.SelectMany(one => Json(one!, Text(Shape(shape)["member"]!["shape"])!, $"{at}[]"))],
        ("string", JsonValue found) => found.GetValueKind() == System.Text.Json.JsonValueKind.String ? Scalar(shape, found.GetValue<string>(), at) : [$"{at}: no text"],
        ("boolean", JsonValue found) => found.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False ? [] : [$"{at}: no flag"],
        ("structure" or "list", _) => [$"{at}: of another kind"],
        (_, JsonValue found) => found.GetValueKind() == System.Text.Json.JsonValueKind.Number ? Scalar(shape, found.ToJsonString(), at) : [$"{at}: no number"],
        _ => [$"{at}: of another kind"],
    };

    private IEnumerable<string> Scalar(string shape, string value, string at) => Text(Shape(shape)["type"]) switch
    {
        "string" => [
            .. Size(Shape(shape), value.Length, at),
            .. Shape(shape)["enum"] is JsonArray values && values.All(one => Text(one) != value) ? new[] { $"{at}: {value} is none of the values" } : [],
            .. Text(Shape(shape)["pattern"]) is { } pattern && !Regex.IsMatch(value, $"^(?:{pattern})$") ? new[] { $"{at}: {value} does not match" } : [],
        ],
        "boolean" => value is "true" or "false" ? [] : [$"{at}: {value}"],
        "timestamp" => [],
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Size(Shape(shape), number, at) : [$"{at}: {value}"],
    };

    private static IEnumerable<string> Size(JsonNode shape, double size, string at) =>
        size < (shape["min"]?.GetValue<double>() ?? double.MinValue) || size > (shape["max"]?.GetValue<double>() ?? double.MaxValue) ? [$"{at}: size or value {size}"] : [];

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
