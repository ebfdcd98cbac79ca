using System.Text;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>A request as it came over the wire.</summary>
internal sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Path and query as they were written.</summary>
    public required string RawTarget { get; init; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The names are matched whatever their case.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    public static FakeRequest From(string method, string rawTarget, IEnumerable<KeyValuePair<string, string>> headers, byte[] body)
    {
        var mark = rawTarget.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? rawTarget : rawTarget[..mark];
        return new(method, Uri.UnescapeDataString(path), QueryOf(mark < 0 ? "" : rawTarget[(mark + 1)..]), HeadersOf(headers), body) { RawTarget = rawTarget };
    }

    private static Dictionary<string, string> QueryOf(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Split('=', 2))
        .ToDictionary(static part => Uri.UnescapeDataString(part[0]), static part => part.Length > 1 ? Uri.UnescapeDataString(part[1]) : "");

    private static Dictionary<string, string> HeadersOf(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.GroupBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, static group => string.Join(',', group.Select(static one => one.Value)), StringComparer.OrdinalIgnoreCase);
}

/// <summary>What a fake answers.</summary>
internal sealed record FakeResponse(int Status, string ContentType, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The body is followed by more without an end.</summary>
    public bool Endless { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public static FakeResponse Text(int status, string contentType, string body) => new(status, contentType, Encoding.UTF8.GetBytes(body));
}

/// <summary>What goes wrong on demand.</summary>
internal enum Fault
{
    /// <summary>HTTP 400 <c>Throttling</c> (or <c>ThrottlingException</c> in JSON); nothing happens.</summary>
    Throttle,

    /// <summary>HTTP 400 <c>PriorRequestNotComplete</c>; nothing happens.</summary>
    PriorRequestNotComplete,

    /// <summary><c>TransactionInProgressException</c>; nothing happens.</summary>
    TransactionInProgress,

    /// <summary>HTTP 503 with an error of the protocol; nothing happens.</summary>
    Unavailable,

    /// <summary>HTTP 500 without a body, after the request took effect.</summary>
    ErrorAfterEffect,

    /// <summary>The connection breaks before the request takes effect.</summary>
    LostBeforeEffect,

    /// <summary>The request takes effect and the connection breaks before the answer.</summary>
    LostAfterEffect,

    /// <summary>Nothing happens and no answer ever comes.</summary>
    HangBeforeEffect,

    /// <summary>The request takes effect and no answer ever comes.</summary>
    HangAfterEffect,

    /// <summary>A page of HTML with status 200; nothing happens.</summary>
    Html,

    /// <summary>A page of HTML with status 502; nothing happens.</summary>
    HtmlBadGateway,

    /// <summary>The request takes effect and half of the answer comes.</summary>
    Truncated,

    /// <summary>The request takes effect and the answer never ends.</summary>
    Endless,

    /// <summary>Access denied.</summary>
    Denied,

    /// <summary>The session token has expired.</summary>
    ExpiredToken,

    /// <summary>The signature does not match; the message repeats all that was signed, as the real one does.</summary>
    SignatureDoesNotMatch,

    /// <summary>A redirect to elsewhere.</summary>
    Redirect,

    /// <summary>Every page names the same next page.</summary>
    RepeatedMarker,
}
