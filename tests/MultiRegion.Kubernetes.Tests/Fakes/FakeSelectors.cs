using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MultiRegion.Kubernetes.Tests.Fakes;

internal static partial class FakeSelectors
{
    public static bool Matches(JsonObject item, string? labels, string? fields) => Labels(item, labels ?? "") && Fields(item, fields ?? "");

    private static bool Labels(JsonObject item, string selector) => Comma().Split(selector).Where(static part => part.Length > 0).All(part =>
    {
        var label = (string key) => (string?)item["metadata"]?["labels"]?[key];
        return SetBased().Match(part) is { Success: true } set ? set.Groups[3].Value.Split(',').Select(static one => one.Trim()).Contains(label(set.Groups[1].Value)) == (set.Groups[2].Value == "in")
            : part.Split("!=") is [var other, var not] ? label(other.Trim()) != not.Trim()
            : Equal().Split(part) is [var key, var value] ? label(key.Trim()) == value.Trim()
            : part.StartsWith('!') ? label(part[1..]) is null : label(part.Trim()) is not null;
    });

    private static bool Fields(JsonObject item, string selector) => selector.Split(',', StringSplitOptions.RemoveEmptyEntries).All(part =>
        part.Split("!=") is [var other, var not] ? At(item, other) != not : Equal().Split(part) is [var path, var value] && At(item, path) == value);

    private static string At(JsonObject item, string path) => path.Split('.').Aggregate((JsonNode?)item, static (at, key) => (at as JsonObject)?[key])?.ToString() ?? "";

    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Comma();

    [GeneratedRegex(@"^\s*(\S+)\s+(in|notin)\s+\(([^)]*)\)\s*$")]
    private static partial Regex SetBased();

    [GeneratedRegex("==?")]
    private static partial Regex Equal();
}
