using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Lint;

/// <summary>Reads profiles that others wrote.</summary>
internal static class Import
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static Result<ImmutableArray<Profile>> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("value", out var value) ? value : root;
            return list.ValueKind switch
            {
                JsonValueKind.Array when list.Deserialize(DocumentJson.Default.ImmutableArrayProfile) is { IsDefault: false } all && all.All(static profile => profile?.Properties is not null) => all,
                JsonValueKind.Object when list.Deserialize(DocumentJson.Default.Profile) is { Properties: not null } one => ImmutableArray.Create(one),
                _ => Wrong("it has no profile with properties"),
            };
        }
        catch (JsonException error)
        {
            return Wrong(error.Path is { Length: > 0 } path ? $"{path} is not what it should be" : "it is not whole JSON");
        }
    }

    private static Problem Wrong(string why) => Problem.Refused($"The text is no JSON of Traffic Manager profiles: {why}.");
}
