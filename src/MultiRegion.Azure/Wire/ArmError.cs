using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Wire;

/// <summary>An error as ARM writes it.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
/// <param name="Target">What it is about; empty when not said.</param>
/// <param name="Details">What it is made of.</param>
internal sealed record ArmError(string Code, string Message, string Target, ImmutableArray<ArmError> Details)
{
    private const int Deepest = 4;
    private const int Most = 10;

    /// <summary>Null: it is not an answer of ARM.</summary>
    public static ArmError? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) ? Of(error, 1) : Of(document.RootElement, 1);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static ArmError? Of(JsonElement error) => Of(error, 1);

    public bool Is(params ReadOnlySpan<string> codes)
    {
        foreach (var code in codes)
        {
            if (string.Equals(Code, code, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it or what it is made of says something.</summary>
    public bool Says(string text) => Message.Contains(text, StringComparison.OrdinalIgnoreCase) || Details.Any(detail => detail.Says(text));

    public override string ToString() => $"{Message} (code {Code}{(Target.Length > 0 ? $", target {Target}" : "")}){(Details.IsEmpty ? "" : $": {string.Join("; ", Details)}")}";

    private static ArmError? Of(JsonElement error, int level) => error.ValueKind == JsonValueKind.Object && Text(error, "code") is { Length: > 0 } code
        ? new(code, Text(error, "message").TrimEnd('.'), Text(error, "target"), level < Deepest && error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array
            ? [.. details.EnumerateArray().Take(Most).Select(detail => Of(detail, level + 1)).OfType<ArmError>()]
            : [])
        : null;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? ErrorText.Line(value.GetString(), 400) : "";
}
