using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Tests.Fakes;

internal sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Path => Uri.UnescapeDataString(Target.Split('?')[0]);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string? Query(string key) => (Target.Split('?') is [_, var query] ? query : "").Split('&').Select(static part => part.Split('=', 2))
        .Where(part => part[0] == key).Select(static part => Uri.UnescapeDataString(part.Length > 1 ? part[1].Replace('+', ' ') : "")).FirstOrDefault();

    public bool Is(string key) => Query(key) is "true" or "1";
}

/// <summary>What is answered: a body, or events as they come.</summary>
internal sealed record FakeResponse(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = [];

    public Func<Stream, CancellationToken, Task>? Streams { get; init; }

    /// <summary>The answer gets lost on the way.</summary>
    public bool IsLost { get; init; }

    public static FakeResponse Of(JsonObject item, int status = 200) => new(status, item.ToJsonString());

    public static FakeResponse Error(int code, string reason, string message, params (string Reason, string Field, string Message)[] causes)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code };
        if (causes.Length > 0)
        {
            status["details"] = new JsonObject { ["causes"] = new JsonArray([.. causes.Select(static cause => new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message, ["field"] = cause.Field })]) };
        }

        return Of(status, code);
    }
}
