using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Coordination;

/// <summary>Operator commands as JSON: <c>{"id":"a1","kind":"switch-over","actor":"kim","reason":"maintenance","group":"shop","region":"eu"}</c>.</summary>
public static class OperatorCommandJson
{
    private const string Example = """{"id":"a1","kind":"switch-over","actor":"kim","reason":"maintenance","group":"shop","region":"eu"}""";

    /// <summary>Reads a command. Unknown and doubled properties are errors; kinds are accepted as <c>fail-over</c> and as <c>FailOver</c>.</summary>
    /// <param name="utf8">The JSON in UTF-8; comments and trailing commas are accepted.</param>
    /// <returns>The command, or <see cref="ProblemKind.Refused"/> with what is wrong and where.</returns>
    public static Result<OperatorCommand> Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, CommandJsonContext.Default.OperatorCommand) is { } command ? Checked(command) : Refused("it is null");
        }
        catch (JsonException exception)
        {
            return Refused(exception.Message);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})" />
    /// <param name="json">The JSON; comments and trailing commas are accepted.</param>
    public static Result<OperatorCommand> Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Writes a command as one line of JSON, which <see cref="Parse(string)"/> reads.</summary>
    /// <param name="command">The command.</param>
    public static string Format(OperatorCommand command) => JsonSerializer.Serialize(Whole(command), CommandJsonContext.Default.OperatorCommand);

    private static Result<OperatorCommand> Checked(OperatorCommand command) =>
        CommandRules.Check(command) is { } wrong ? Refused(wrong) : Whole(command);

    /// <summary>The reader of JSON leaves out the defaults of properties that can only be set at construction.</summary>
    private static OperatorCommand Whole(OperatorCommand command) => command.Override.IsDefault ? command with { Override = [] } : command;

    private static Problem Refused(string what) => Problem.Refused($"this is no command: {what.TrimEnd('.')}. Write one like {Example}");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    Converters = [typeof(CommandKindConverter)])]
[JsonSerializable(typeof(OperatorCommand))]
[JsonSerializable(typeof(CommandAnswer))]
internal sealed partial class CommandJsonContext : JsonSerializerContext;

/// <summary>Kinds as people write them: <c>fail-over</c> is written, <c>FailOver</c>, <c>failover</c> and <c>fail_over</c> are read as well.</summary>
internal sealed class CommandKindConverter : JsonConverter<CommandKind>
{
    public override CommandKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        foreach (var kind in Enum.GetValues<CommandKind>())
        {
            if (string.Equals(Letters(text), kind.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        throw new JsonException($"'kind' must be one of {string.Join(", ", Enum.GetValues<CommandKind>().Select(Name))}");
    }

    public override void Write(Utf8JsonWriter writer, CommandKind value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));

    private static string Name(CommandKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static string Letters(string text) => text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
