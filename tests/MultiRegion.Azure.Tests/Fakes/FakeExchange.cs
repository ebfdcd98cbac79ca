using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace MultiRegion.Azure.Tests.Fakes;

internal sealed record FakeCall(string Method, string Target, string Body)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Target.Split('?')[0].Split('/')[^1];
}

internal sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<FakeRequest> OfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
        return new(request.Method.Method, request.RequestUri!.PathAndQuery, headers.ToDictionary(static pair => pair.Key, static pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase), body);
    }
}

internal sealed record FakeResponse(int Status, string ContentType, string Body)
{
    public Dictionary<string, string> Headers { get; } = [];

    public bool IsLost { get; init; }

    public bool IsEndless { get; init; }

    public static FakeResponse Json(int status, string body) => new(status, "application/json", body);

    public static FakeResponse Error(int status, string code, string message, string? target = null) =>
        Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["target"] = target } }.ToJsonString());

    public FakeResponse With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }

    public HttpResponseMessage ToMessage()
    {
        var message = new HttpResponseMessage((HttpStatusCode)Status) { Content = IsEndless ? new StreamContent(new EndlessStream()) : new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        message.Content.Headers.ContentType = new(ContentType);
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}

internal sealed class FakeError(FakeResponse response) : Exception(response.Body)
{
    public FakeError(int status, string code, string message, string? target = null)
        : this(FakeResponse.Error(status, code, message, target))
    {
    }

    public FakeResponse Response => response;
}

/// <summary>Answers requests in process.</summary>
internal sealed class FakeTransport(Func<FakeRequest, FakeResponse> answer) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = answer(await FakeRequest.OfAsync(request, cancellationToken));
        return response.IsLost ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost") : response.ToMessage();
    }
}
