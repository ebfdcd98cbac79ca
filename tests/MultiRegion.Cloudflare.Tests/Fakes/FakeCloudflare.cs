using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Cloudflare.Tests.Fakes;

/// <summary>Cloudflare's load balancing in memory, as strict as it documents itself: it refuses what it does not know.</summary>
internal sealed class FakeCloudflare
{
    public const string Token = "v1.0-fake-token-0123456789";
    public const string Account = "01a7362d577a6c3019a474fd6f485823";
    public const string Zone = "699d98642c564d2e855e9661899b7252";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _zones = [];
    private readonly Dictionary<Fault, int> _faults = [];
    private int _made;

    public FakeCloudflare() => AddZone(Zone, "example.com");

    /// <summary>Each request that was answered: method, path and query, body.</summary>
    public List<FakeCall> Calls { get; } = [];

    public SortedDictionary<string, JsonObject> Balancers { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, JsonObject> Pools { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, JsonObject> Monitors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonObject> Health { get; } = [];

    /// <summary>Permissions that the token lacks, by the resource that they are for: <c>zones</c>, <c>load_balancers</c>, <c>pools</c>, <c>monitors</c>.</summary>
    public HashSet<string> Lacking { get; } = [];

    /// <summary>How many a page holds.</summary>
    public int PageSize { get; set; } = 1000;

    public bool LoadBalancingIsOff { get; set; }

    /// <summary>Happens once, before the next request that changes something is answered.</summary>
    public Action? BeforeWrite { get; set; }

    /// <summary>Happens before each answer to who uses a pool.</summary>
    public Action? BeforeReferences { get; set; }

    /// <summary>Happens once, after the next request that changes something was answered.</summary>
    public Action? AfterWrite { get; set; }

    /// <summary>How many more requests that change something go well; null: all.</summary>
    public int? FailWritesAfter { get; set; }

    public IEnumerable<FakeCall> Writes => Calls.Where(static call => call.Method != "GET");

    public HttpMessageHandler Handler => new Transport(this);

    public void AddZone(string id, string name, string status = "active", string account = Account) =>
        _zones[id] = new() { ["id"] = id, ["name"] = name, ["status"] = status, ["account"] = new JsonObject { ["id"] = account, ["name"] = "a" } };

    public void Inject(Fault fault, int times = 1) => _faults[fault] = times;

    public FakeResponse Answer(FakeRequest request)
    {
        lock (_gate)
        {
            if (request.Method != "GET" && BeforeWrite is { } before)
            {
                BeforeWrite = null;
                before();
            }

            Calls.Add(new(request.Method, request.Target, request.Body));
            var fault = _faults.FirstOrDefault(static pair => pair.Value > 0).Key;
            if (fault != Fault.None)
            {
                _faults[fault]--;
            }

            if (request.Method != "GET" && FailWritesAfter is { } left && (FailWritesAfter = left - 1) < 0)
            {
                return FakeFaults.Before(Fault.Unavailable, request)!;
            }

            var response = FakeFaults.Before(fault, request) ?? FakeFaults.After(fault, Serve(request));
            if (request.Method != "GET" && AfterWrite is { } after)
            {
                AfterWrite = null;
                after();
            }

            return response;
        }
    }

    private FakeResponse Serve(FakeRequest request)
    {
        try
        {
            Authorize(request);
            var body = BodyOf(request);
            var (path, query) = Split(request.Target);
            return (request.Method, path.Split('/')) switch
            {
                ("GET", ["", "client", "v4", "zones"]) => List("zones", _zones.Values.Where(zone => !query.TryGetValue("name", out var name) || (string?)zone["name"] == name), query),
                (var method, ["", "client", "v4", "zones", var zone, "load_balancers", .. var rest]) => Balancer(method, _zones.GetValueOrDefault(zone) ?? throw new FakeError(404, 7003, "Could not route to the zone, perhaps your object identifier is invalid?"), rest, body, query),
                ("GET", ["", "client", "v4", "accounts", Account, "load_balancers", "pools", var pool, "health"]) => Ok(Need("pools", Health, pool)),
                ("GET", ["", "client", "v4", "accounts", Account, "load_balancers", "pools", var pool, "references"]) => References(pool, query),
                (var method, ["", "client", "v4", "accounts", Account, "load_balancers", "pools", .. var rest]) => Object("pools", Pools, method, rest, body, query, FakeRules.Pool, PoolIsFree),
                (var method, ["", "client", "v4", "accounts", Account, "load_balancers", "monitors", .. var rest]) => Object("monitors", Monitors, method, rest, body, query, FakeRules.Monitor, MonitorIsFree),
                _ => throw new FakeError(404, 7000, "No route for that URI"),
            };
        }
        catch (FakeError error)
        {
            return error.Response;
        }
    }

    private static void Authorize(FakeRequest request)
    {
        var given = request.Header("Authorization");
        if (given is null)
        {
            throw new FakeError(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
        }

        if (given != $"Bearer {Token}")
        {
            throw new FakeError(401, 10000, "Authentication error");
        }
    }

    private void Allow(string resource)
    {
        if (Lacking.Contains(resource))
        {
            throw new FakeError(403, 9109, "Unauthorized to access requested resource");
        }
    }

    private static JsonObject? BodyOf(FakeRequest request)
    {
        if (request.Method is "GET" or "DELETE")
        {
            return request.Body.Length is 0 or 2 ? null : throw new FakeError(400, 6007, "A body is not expected");
        }

        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            throw new FakeError(415, 6006, "Content-Type must be application/json");
        }

        try
        {
            return JsonNode.Parse(request.Body) as JsonObject ?? throw new FakeError(400, 6007, "Malformed JSON in request body");
        }
        catch (JsonException)
        {
            throw new FakeError(400, 6007, "Malformed JSON in request body");
        }
    }

    private FakeResponse Balancer(string method, JsonObject zone, string[] rest, JsonObject? body, Dictionary<string, string> query)
    {
        if (LoadBalancingIsOff)
        {
            throw new FakeError(412, 1002, "load balancing not enabled for zone").As(400);
        }

        var ofZone = Balancers.Values.Where(balancer => IsIn((string?)zone["name"], (string?)balancer["name"]));
        if (method == "GET" && rest is [])
        {
            return List("load_balancers", ofZone, query);
        }

        if (rest is [var id] && Balancers.TryGetValue(id, out var found) && !ofZone.Contains(found))
        {
            throw new FakeError(404, 1001, "load_balancer not found");
        }

        return Object("load_balancers", Balancers, method, rest, body, query, (balancer, before) => FakeRules.Balancer(balancer, before, (string)zone["name"]!, Pools.Keys, Balancers.Values), static _ => { });
    }

    private FakeResponse Object(
        string kind, SortedDictionary<string, JsonObject> all, string method, string[] rest, JsonObject? body, Dictionary<string, string> query, Action<JsonObject, JsonObject?> check, Action<string> isFree)
    {
        Allow(kind);
        switch (method, rest)
        {
            case ("GET", []):
                return List(kind, all.Values, query);
            case ("GET", [var id]):
                return Ok(Need(kind, all, id));
            case ("POST", []):
                check(body!, null);
                var made = FakeRules.Complete(kind, body!);
                made["id"] = string.Create(CultureInfo.InvariantCulture, $"{++_made:x32}");
                all[(string)made["id"]!] = made;
                return Ok(made);
            case ("PATCH", [var id]):
                var before = Need(kind, all, id);
                var after = FakeRules.Merge(before, body!);
                check(after, before);
                FakeRules.Known(kind, body!);
                all[id] = after;
                return Ok(after);
            case ("DELETE", [var id]):
                Need(kind, all, id);
                isFree(id);
                all.Remove(id);
                return Ok(new() { ["id"] = id });
            default:
                throw new FakeError(405, 10405, "Method not allowed for this URI");
        }
    }

    private static bool IsIn(string? zone, string? name) => name == zone || name?.EndsWith($".{zone}", StringComparison.Ordinal) == true;

    private IEnumerable<JsonObject> UsersOf(string pool) => Balancers.Values.Where(balancer => balancer.ToJsonString().Contains($"\"{pool}\"", StringComparison.Ordinal));

    private FakeResponse References(string pool, Dictionary<string, string> query)
    {
        BeforeReferences?.Invoke();
        Allow("pools");
        var monitor = (string?)Need("pools", Pools, pool)["monitor"];
        static JsonObject Reference(string type, string resource, JsonNode found) =>
            new() { ["reference_type"] = type, ["resource_type"] = resource, ["resource_id"] = (string?)found["id"], ["resource_name"] = (string?)found["name"] ?? (string?)found["description"] };
        return List("pools", UsersOf(pool).Select(static balancer => Reference("referrer", "load_balancer", balancer))
            .Concat(Monitors.Values.Where(one => (string?)one["id"] == monitor).Select(static one => Reference("referral", "monitor", one))), query);
    }

    private void PoolIsFree(string id)
    {
        if (UsersOf(id).FirstOrDefault() is { } user)
        {
            throw new FakeError(400, 1005, $"pool is referenced by load balancer(s): {user["name"]}");
        }
    }

    private void MonitorIsFree(string id)
    {
        if (Pools.Values.FirstOrDefault(pool => (string?)pool["monitor"] == id) is { } user)
        {
            throw new FakeError(400, 1006, $"monitor is referenced by pool(s): {user["name"]}");
        }
    }

    private static JsonObject Need(string kind, IReadOnlyDictionary<string, JsonObject> all, string id) => all.GetValueOrDefault(id) ?? throw new FakeError(404, 1001, $"{kind.TrimEnd('s')} not found");

    private FakeResponse List(string kind, IEnumerable<JsonObject> all, Dictionary<string, string> query)
    {
        Allow(kind);
        if (query.Keys.FirstOrDefault(static key => key is not ("name" or "page" or "per_page" or "monitor")) is { } unknown)
        {
            throw new FakeError(400, 6008, $"Unknown query parameter {unknown}");
        }

        var (items, page) = (all.ToList(), int.Parse(query.GetValueOrDefault("page", "1"), CultureInfo.InvariantCulture));
        var shown = items.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        return Envelope(new JsonArray([.. shown.Select(static item => item.DeepClone())]), new()
        {
            ["page"] = page,
            ["per_page"] = PageSize,
            ["count"] = shown.Count,
            ["total_count"] = items.Count,
            ["total_pages"] = (items.Count + PageSize - 1) / PageSize,
        });
    }

    private static FakeResponse Ok(JsonObject result) => Envelope(result.DeepClone(), null);

    private static FakeResponse Envelope(JsonNode result, JsonObject? info)
    {
        var body = new JsonObject { ["success"] = true, ["errors"] = new JsonArray(), ["messages"] = new JsonArray(), ["result"] = result };
        if (info is not null)
        {
            body["result_info"] = info;
        }

        return FakeResponse.Json(200, body.ToJsonString());
    }

    private static (string Path, Dictionary<string, string> Query) Split(string target)
    {
        var at = target.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? (target, []) : (target[..at], target[(at + 1)..].Split('&').Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[1])));
    }

    private sealed class Transport(FakeCloudflare fake) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
            var response = fake.Answer(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers.ToDictionary(static pair => pair.Key, static pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase), body));
            return response.IsLost ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost") : response.ToMessage();
        }
    }
}

internal sealed record FakeCall(string Method, string Target, string Body);

internal sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

internal sealed record FakeResponse(int Status, string ContentType, string Body)
{
    public Dictionary<string, string> Headers { get; } = [];

    public bool IsLost { get; init; }

    public bool IsEndless { get; init; }

    public static FakeResponse Json(int status, string body) => new(status, "application/json", body);

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

internal sealed class FakeError(int status, int code, string message) : Exception(message)
{
    public FakeResponse Response => FakeResponse.Json(status, new JsonObject
    {
        ["success"] = false,
        ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = Message }),
        ["messages"] = new JsonArray(),
        ["result"] = null,
    }.ToJsonString());

    public FakeError As(int other) => new(other, code, Message);
}
