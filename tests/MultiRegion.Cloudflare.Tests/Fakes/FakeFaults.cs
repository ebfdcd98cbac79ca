namespace MultiRegion.Cloudflare.Tests.Fakes;

internal enum Fault
{
    None,
    Html,
    HtmlBadGateway,
    Empty,
    EmptyForbidden,
    Truncated,
    Endless,
    Redirect,
    Unavailable,
    RateLimited,
    RateLimitedWithoutRetryAfter,
    SeveralErrors,
    NoReason,
    WrongResult,
    LostBeforeEffect,
    LostAfterEffect,
    ErrorAfterEffect,
}

/// <summary>Answers that are none. Pages repeat what was sent, so that a secret that is told again is seen.</summary>
internal static class FakeFaults
{
    public static FakeResponse? Before(Fault fault, FakeRequest request) => fault switch
    {
        Fault.Html => new(200, "text/html", Page(request)),
        Fault.HtmlBadGateway => new(502, "text/html", Page(request)),
        Fault.Empty => FakeResponse.Json(200, ""),
        Fault.EmptyForbidden => FakeResponse.Json(403, ""),
        Fault.Truncated => FakeResponse.Json(200, "{\"success\": true, \"result\": [{"),
        Fault.Endless => FakeResponse.Json(200, "") with { IsEndless = true },
        Fault.Redirect => Redirect(),
        Fault.Unavailable => FakeResponse.Json(503, "{\"success\":false,\"errors\":[{\"code\":10001,\"message\":\"Service temporarily unavailable\"}],\"messages\":[],\"result\":null}"),
        Fault.RateLimited => Limited("Retry-After", "7"),
        Fault.RateLimitedWithoutRetryAfter => Limited("Ratelimit", "\"default\";r=0;t=5"),
        Fault.SeveralErrors => FakeResponse.Json(400, "{\"success\":false,\"errors\":[{\"code\":1002,\"message\":\"name: required\"},{\"code\":1003,\"message\":\"origins: at least one\"}],\"messages\":[],\"result\":null}"),
        Fault.NoReason => FakeResponse.Json(200, "{\"success\":false,\"errors\":[],\"messages\":[],\"result\":null}"),
        Fault.WrongResult => FakeResponse.Json(200, "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":42}"),
        Fault.LostBeforeEffect => FakeResponse.Json(200, "") with { IsLost = true },
        _ => null,
    };

    public static FakeResponse After(Fault fault, FakeResponse response) => fault switch
    {
        Fault.LostAfterEffect => response with { IsLost = true },
        Fault.ErrorAfterEffect => FakeResponse.Json(500, "{\"success\":false,\"errors\":[{\"code\":10013,\"message\":\"internal\"}],\"messages\":[],\"result\":null}"),
        _ => response,
    };

    private static string Page(FakeRequest request) => $"<!DOCTYPE html><html><body>{string.Join("<br>", request.Headers.Select(static pair => $"{pair.Key}: {pair.Value}"))}</body></html>";

    private static FakeResponse Redirect()
    {
        var response = new FakeResponse(301, "text/plain", "moved");
        response.Headers["Location"] = "https://elsewhere.example.net/";
        return response;
    }

    private static FakeResponse Limited(string header, string value)
    {
        var response = FakeResponse.Json(429, "{\"success\":false,\"errors\":[{\"code\":10429,\"message\":\"Rate limited\"}],\"messages\":[],\"result\":null}");
        response.Headers[header] = value;
        return response;
    }
}
