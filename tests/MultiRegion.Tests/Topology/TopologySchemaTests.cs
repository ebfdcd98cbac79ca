using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MultiRegion.Topology;
using MultiRegion.Topology.Forms;
using MultiRegion.Topology.Written;

namespace MultiRegion.Tests.Topology;

/// <summary>The editors' schema says what the reader does: keys, what is required, names, bounds and defaults, both ways.</summary>
public sealed class TopologySchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(Written.Document("src/MultiRegion/schemas/multiregion.schema.json"))!.AsObject();

    private readonly List<string> _differences = [];
    private readonly HashSet<string> _seen = [];

    [Fact]
    public void The_schema_and_the_reader_agree()
    {
        Compare(Schema["properties"]!["MultiRegion"]!, EstateForms.Estate, "", null);

        _differences.ShouldBeEmpty(string.Join('\n', _differences));
        Definitions().Except(_seen).ShouldBeEmpty("definitions that nothing refers to");
    }

    [Fact]
    public void Every_bound_that_is_written_down_is_kept()
    {
        var bounded = Bounded(ServiceForms.Defaults, "Defaults").Where(static field => !field.Path.Contains(":Probe:", StringComparison.Ordinal)).ToArray();

        bounded.Length.ShouldBeGreaterThan(20);
        foreach (var (path, form) in bounded)
        {
            var tooMuch = form.Kind == FormKind.Duration ? "1000d" : form.Bound!.Endless ? "-1" : "1000000";
            var mistakes = TopologyReader.Read(Written.ShopWith((path, tooMuch))).Mistakes;

            mistakes.ShouldContain(mistake => mistake.Path == path && mistake.Problem.Contains("out of range", StringComparison.Ordinal), $"{path}: {string.Join('\n', mistakes)}");
        }
    }

    [Theory]
    [InlineData("500ms", true)]
    [InlineData("1.5h", true)]
    [InlineData("00:00:05", true)]
    [InlineData("1.00:00:00.5", true)]
    [InlineData("5", false)]
    [InlineData("5 s", false)]
    [InlineData("0:05", false)]
    public void Durations_of_the_schema_are_durations_of_the_reader(string text, bool isDuration)
    {
        var pattern = Schema["definitions"]!["guards"]!["properties"]!["CoolDown"]!["pattern"]!.GetValue<string>();

        Regex.IsMatch(text, pattern).ShouldBe(isDuration);
        TopologyReader.Read(Written.ShopWith(("Services:shop:Guards:CoolDown", text))).Succeeded.ShouldBe(isDuration);
    }

    private void Compare(JsonNode written, Form form, string path, string? idKey)
    {
        var node = Resolve(written, path);
        Same(path, "none", Variants(node).Any(static variant => (string?)variant["const"] == Form.NoneText), form.AllowsNone);
        switch (form.Kind)
        {
            case FormKind.Section or FormKind.Union:
                CompareSection(node, form, path, idKey);
                break;
            case FormKind.List:
                Same(path, "comma text", HasText(node), form.Item!.Kind is not (FormKind.Section or FormKind.Union) || form.Item.TextKey is not null);
                Compare(Variant(node, "array", path)["items"]!, form.Item!, $"{path}[]", null);
                break;
            case FormKind.Map:
                Compare(Variant(node, "object", path)["additionalProperties"]!, form.Item!, $"{path}{{}}", null);
                break;
            case FormKind.Weighted:
                Compare(Variant(node, "array", path)["items"]!, form.Item!, $"{path}[]", null);
                break;
            case FormKind.Keyed:
                Compare(Variant(node, "object", path)["additionalProperties"]!, form.Item!, $"{path}{{}}", path == "Data" || path.EndsWith(":Data", StringComparison.Ordinal) ? "ReplicaSet" : "Id");
                break;
            default:
                CompareScalar(node, form, path);
                break;
        }
    }

    private void CompareSection(JsonObject node, Form form, string path, string? idKey)
    {
        if (form.TextKey is not null && idKey is null)
        {
            Same(path, "text", HasText(node), true);
        }

        var section = Variant(node, "object", path);
        if (!_seen.Add(NameOf(section)))
        {
            return;
        }

        var properties = section["properties"]!.AsObject();
        Same(path, "keys", Joined(properties.Select(static property => property.Key)), Joined(form.Fields.Select(static field => field.Name)));
        Same(path, "required", Joined(section["required"]?.AsArray().Select(static name => (string)name!) ?? []),
            Joined(form.Fields.Where(field => field.Required && field.Name != idKey).Select(static field => field.Name)));
        Same(path, "closed", (bool?)section["additionalProperties"], false);
        foreach (var field in form.Fields.Where(field => properties.ContainsKey(field.Name)))
        {
            var property = properties[field.Name]!;
            Same($"{path}:{field.Name}", "description", string.IsNullOrEmpty((string?)property["description"]), false);
            Same($"{path}:{field.Name}", "default", Default(property["default"]), field.Default);
            if (field.Form.Kind == FormKind.Duration)
            {
                Same($"{path}:{field.Name}", "range", ((string)property["description"]!).Contains($" {field.Form.Range}.", StringComparison.Ordinal), true);
            }

            Compare(property, field.Form, path.Length == 0 ? field.Name : $"{path}:{field.Name}", null);
        }
    }

    private void CompareScalar(JsonObject node, Form form, string path)
    {
        var types = form.Kind switch
        {
            FormKind.Boolean => "boolean",
            FormKind.Integer => "integer",
            FormKind.Number => "number",
            FormKind.Ratio or FormKind.Percent => "number, string",
            FormKind.Statuses => "integer, string",
            _ => "string",
        };
        var scalar = Variants(node).First(static variant => variant["const"] is null);
        Same(path, "type", scalar["type"] is JsonArray many ? Joined(many.Select(static type => (string)type!)) : (string?)scalar["type"], types);
        Same(path, "names", Joined(scalar["enum"]?.AsArray().Select(static name => (string)name!) ?? []), Joined(form.Names));
        if (form.Bound is { } bound)
        {
            Same(path, "minimum", (double?)scalar[bound.AboveMin ? "exclusiveMinimum" : "minimum"], bound.Min);
            Same(path, "maximum", (double?)scalar[bound.BelowMax ? "exclusiveMaximum" : "maximum"], bound.Endless ? null : bound.Max);
        }
    }

    private static IEnumerable<(string Path, Form Form)> Bounded(Form form, string path) => form.Fields.SelectMany(field =>
        field.Form.Kind is FormKind.Section or FormKind.Union ? Bounded(field.Form, $"{path}:{field.Name}")
        : field.Form.Range is not null ? [($"{path}:{field.Name}", field.Form)]
        : []);

    private void Same<T>(string path, string what, T schema, T reader)
    {
        if (!EqualityComparer<T>.Default.Equals(schema, reader))
        {
            _differences.Add($"{path}: {what}: the schema says '{schema}', the reader '{reader}'");
        }
    }

    private static string? Default(JsonNode? node) => node switch
    {
        null => null,
        JsonArray many => Joined(many.Select(static entry => Default(entry)!), sorted: false),
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => node.ToJsonString(),
    };

    private static bool HasText(JsonObject node) => Variants(node).Any(static variant => (string?)variant["type"] == "string");

    private static JsonObject Variant(JsonObject node, string type, string path) =>
        Variants(node).FirstOrDefault(variant => (string?)variant["type"] == type) ?? throw new InvalidOperationException($"{path} has no variant of type {type}");

    /// <summary>The alternatives of a node, with references followed.</summary>
    private static IEnumerable<JsonObject> Variants(JsonObject node) =>
        node["anyOf"] is JsonArray alternatives ? alternatives.SelectMany(static variant => Variants(Resolve(variant!, ""))) : [node];

    private static JsonObject Resolve(JsonNode node, string path) =>
        node["$ref"] is { } reference ? Resolve(Schema["definitions"]![((string)reference!)["#/definitions/".Length..]] ?? throw new InvalidOperationException($"{path} refers to nothing"), path)
        : node["allOf"] is JsonArray { Count: 1 } one ? Resolve(one[0]!, path)
        : node.AsObject();

    private static string NameOf(JsonObject section) => section.GetPropertyName();

    /// <summary>The names of the sections; alternatives of a text and a section are looked through.</summary>
    private static IEnumerable<string> Definitions() =>
        Schema["definitions"]!.AsObject().Where(static definition => definition.Value!["anyOf"] is null).Select(static definition => definition.Key);

    private static string Joined(IEnumerable<string> names, bool sorted = true) => string.Join(", ", sorted ? names.Order(StringComparer.Ordinal) : names);
}
