using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>An error of an API server.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Reason">The reason in one word, such as <c>AlreadyExists</c>; empty: not said.</param>
/// <param name="Message">What happened, in words.</param>
internal sealed record KubeStatus(int Code, string Reason, string Message)
{
    /// <summary>Each thing that was wrong, as far as the server tells them apart.</summary>
    public ImmutableArray<KubeCause> Causes { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a field belongs to another manager: the message of each cause says which.</summary>
    public bool IsFieldConflict => Code == 409 && Causes.Any(static cause => cause.Reason == "FieldManagerConflict");

    /// <summary>Whether the version or the continuation that was asked for is gone: list again.</summary>
    public bool IsExpired => Code == 410 || Reason is "Expired" or "Gone";

    public static KubeStatus? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject status ? Read(status) : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    public static KubeStatus? Read(JsonObject status) => status.Text("kind") != "Status" ? null
        : new((int?)status.Number("code") ?? 0, ErrorText.Line(status.Text("reason"), 60), ErrorText.Line(status.Text("message")))
        {
            Causes = [.. Items(status["details"]?["causes"]).Take(20).Select(static cause => new KubeCause(ErrorText.Line(cause.Text("reason"), 60), ErrorText.Line(cause.Text("field"), 200), ErrorText.Line(cause.Text("message"), 300)))],
            RetryAfter = (status["details"] as JsonObject)?.Number("retryAfterSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : null,
        };

    /// <summary>What the caller is told.</summary>
    public override string ToString()
    {
        var causes = string.Join("; ", Causes.Where(cause => !Message.Contains(cause.Message, StringComparison.Ordinal)).Select(static cause => $"{cause.Field}: {cause.Message}"));
        return $"{(Message.Length > 0 ? Message.TrimEnd('.') : Reason.Length > 0 ? Reason : "no reason given")}{(causes.Length > 0 ? $" ({causes})" : "")} (status {Code}{(Reason.Length > 0 ? $" {Reason}" : "")}).";
    }

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}

/// <summary>One thing that was wrong.</summary>
internal readonly record struct KubeCause(string Reason, string Field, string Message);
