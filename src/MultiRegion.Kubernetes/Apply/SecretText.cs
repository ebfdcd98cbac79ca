using System.Text;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Values as a reader may see them. Those of Secrets are never shown. Pure.</summary>
internal static class SecretText
{
    public const string Hidden = "(secret)";

    private const int Longest = 200;

    public static string? Show(ObjectRef at, string path, JsonNode? value) => value is null ? null
        : at is { Group: "", Kind: "Secret" } || path.Contains("last-applied-configuration", StringComparison.Ordinal) ? Hidden
        : value is JsonObject map && map.Any(static pair => pair.Key.Contains("last-applied-configuration", StringComparison.Ordinal)) ? Hidden
        : ErrorText.Line(value.ToJsonString(), Longest);

    /// <summary>What a server said about an object, without the values of a Secret in it.</summary>
    public static string Scrub(DesiredObject? item, string text) => item?.At is not { Group: "", Kind: "Secret" } ? text
        : Values(item.Fields.Below("data")).Aggregate(text, static (text, value) => text.Replace(value, "…", StringComparison.Ordinal));

    private static IEnumerable<string> Values(JsonObject? data)
    {
        foreach (var value in data?.Select(static pair => pair.Value?.ToString()).OfType<string>().Where(static value => value.Length >= 4) ?? [])
        {
            yield return value;
            var bytes = new byte[value.Length];
            if (Convert.TryFromBase64String(value, bytes, out var count) && count >= 3)
            {
                yield return Encoding.UTF8.GetString(bytes.AsSpan(0, count));
            }
        }
    }
}
