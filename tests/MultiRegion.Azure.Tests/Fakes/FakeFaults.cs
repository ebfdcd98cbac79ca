namespace MultiRegion.Azure.Tests.Fakes;

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
    Details,
    NoReason,
    Busy,
    Unauthorized,
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
        Fault.Truncated => FakeResponse.Json(200, "{\"id\": \"x\", \"properties\": {"),
        Fault.Endless => FakeResponse.Json(200, "") with { IsEndless = true },
        Fault.Redirect => new FakeResponse(301, "text/plain", "moved").With("Location", "https://elsewhere.example.net/"),
        Fault.Unavailable => FakeResponse.Error(503, "ServiceUnavailable", "Service temporarily unavailable."),
        Fault.RateLimited => FakeResponse.Error(429, "SubscriptionRequestsThrottled", "Number of requests for the subscription exceeded the limit.").With("Retry-After", "7"),
        Fault.Details => FakeResponse.Json(400, """{"error":{"code":"BadRequest","message":"Several things are wrong.","target":"profile","details":[{"code":"A","message":"the first","target":"endpoints[0]"},{"code":"B","message":"the second"}]}}"""),
        Fault.NoReason => FakeResponse.Json(400, "{}"),
        Fault.Busy => FakeResponse.Error(409, "AnotherOperationInProgress", "Another operation is in progress.").With("Retry-After", "2"),
        Fault.Unauthorized => FakeResponse.Error(401, "InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer."),
        Fault.LostBeforeEffect => FakeResponse.Json(200, "") with { IsLost = true },
        _ => null,
    };

    public static FakeResponse After(Fault fault, FakeResponse response) => fault switch
    {
        Fault.LostAfterEffect => response with { IsLost = true },
        Fault.ErrorAfterEffect => FakeResponse.Error(500, "InternalServerError", "An error occurred."),
        _ => response,
    };

    private static string Page(FakeRequest request) => $"<!DOCTYPE html><html><body>{string.Join("<br>", request.Headers.Select(static pair => $"{pair.Key}: {pair.Value}"))}</body></html>";
}
