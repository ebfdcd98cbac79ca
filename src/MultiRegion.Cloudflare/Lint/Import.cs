using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MultiRegion.Cloudflare.Lint;

/// <summary>Reads documents that others wrote.</summary>
internal static class Import
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static Result<T> Read<T>(string text, JsonTypeInfo<T> type, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            var root = document.RootElement;
            var inner = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("result", out var result) ? result : root;
            return inner.Deserialize(type) is { } read ? read : Wrong(what, "it is null");
        }
        catch (JsonException error)
        {
            return Wrong(what, error.Path is { Length: > 0 } path ? $"{path} is not what it should be" : "it is not whole JSON");
        }
    }

    private static Problem Wrong(string what, string why) => Problem.Refused($"The text is no JSON of a Cloudflare {what}: {why}.");
}
