using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Reads the requests of the JSON protocols: known members only, right kinds, within the ranges of the model.</summary>
internal sealed class FakeJson(JsonObject body)
{
    public string Raw => body.ToJsonString();

    public static FakeJson Parse(byte[] body) => JsonNode.Parse(body) is JsonObject parsed ? new(parsed) : throw new JsonException();

    /// <summary>Without the members that are null.</summary>
    public static JsonObject Compact(JsonObject answer)
    {
        foreach (var name in answer.Where(static member => member.Value is null).Select(static member => member.Key).ToList())
        {
            answer.Remove(name);
        }

        return answer;
    }

    public void Only(params IEnumerable<string> members)
    {
        if (body.Select(static member => member.Key).Except(members).FirstOrDefault() is { } unknown)
        {
            throw new FakeRefusal(400, "SerializationException", $"Unknown member {unknown}");
        }
    }

    public bool Has(string name) => body[name] is not null;

    public string Text(string name) => Optional(name) ?? throw Invalid($"{name} is needed");

    public string? Optional(string name) => Value(name, static value => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null);

    public string? OneOf(string name, params string[] values) => Optional(name) is not { } text ? null : values.Contains(text) ? text : throw Invalid($"{name}: {text}");

    public bool? Flag(string name) => body[name] is null ? null : body[name]!.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? body[name]!.GetValue<bool>() : throw Invalid(name);

    public double? Number(string name, double least, double most) => body[name] is null ? null
        : body[name]!.GetValueKind() == JsonValueKind.Number && body[name]!.GetValue<double>() is var number && number >= least && number <= most ? number
        : throw Invalid($"{name} must be from {least} to {most}");

    public int? Int(string name, int least, int most) => Number(name, least, most) is not { } number ? null : number == (int)number ? (int)number : throw Invalid(name);

    public IEnumerable<FakeJson> Items(string name, int least, int most) => body[name] is JsonArray array && array.Count >= least && array.Count <= most
        ? array.Select(item => item is JsonObject one ? new FakeJson(one) : throw Invalid(name))
        : throw Invalid($"{name} needs {least} to {most} entries");

    private T? Value<T>(string name, Func<JsonNode, T?> read)
        where T : class => body[name] is not { } node ? null : read(node) ?? throw Invalid(name);

    private static FakeRefusal Invalid(string message) => new(400, "InvalidArgumentException", message);
}
