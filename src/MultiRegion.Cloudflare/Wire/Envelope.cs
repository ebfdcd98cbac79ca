using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Shared.Http;

namespace MultiRegion.Cloudflare.Wire;

/// <summary>An answer of the API: whether it went well, a result, errors.</summary>
/// <param name="Success">Whether it went well.</param>
/// <param name="Result">The result; undefined when there is none.</param>
/// <param name="Errors">Each with its code.</param>
/// <param name="Info">Which page; null when not said.</param>
internal sealed record Envelope(bool Success, JsonElement Result, ImmutableArray<ApiError> Errors, ResultInfo? Info)
{
    /// <summary>Null: it is not an answer of the API.</summary>
    public static Envelope? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("success", out var success) && success.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? new(success.GetBoolean(), root.TryGetProperty("result", out var result) ? result.Clone() : default, ErrorsOf(root), InfoOf(root))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableArray<ApiError> ErrorsOf(JsonElement root) => root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
        ? [.. errors.EnumerateArray().Where(static error => error.ValueKind == JsonValueKind.Object).Select(static error => new ApiError((int)Number(error, "code"), ErrorText.Line(Text(error, "message"), 200)))]
        : [];

    private static ResultInfo? InfoOf(JsonElement root) => root.TryGetProperty("result_info", out var info) && info.ValueKind == JsonValueKind.Object
        ? new(Number(info, "page"), Number(info, "per_page"), Number(info, "count"), Number(info, "total_count"), Number(info, "total_pages"))
        : null;

    private static double Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

internal readonly record struct ApiError(int Code, string Message)
{
    public override string ToString() => $"{Message} (code {Code})";
}
