using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Azure.Tests.Fakes;

/// <summary>Traffic Manager behind Azure Resource Manager in memory, as strict as they document themselves: it refuses what it does not know.</summary>
internal sealed class FakeArm
{
    public const string Token = "fake.arm.token-0123456789";
    public const string Subscription = "8f2c1f6e-3a52-4c0f-9a53-0a4f6b0b7d11";
    public const string Group = "edge";
    public const string Origin = "https://management.azure.com";
    private const string Version = "2022-04-01";

    private readonly Lock _gate = new();
    private readonly Dictionary<Fault, int> _faults = [];
    private readonly Dictionary<string, FakeOperation> _operations = [];
    private int _made;

    /// <summary>Each request that was answered.</summary>
    public List<FakeCall> Calls { get; } = [];

    /// <summary>By name; in this group of this subscription.</summary>
    public SortedDictionary<string, JsonObject> Profiles { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>DNS names that others have.</summary>
    public HashSet<string> TakenNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Actions that the identity lacks.</summary>
    public HashSet<string> Lacking { get; } = [];

    /// <summary>How often an operation is asked about before it is done; null: writes are done at once.</summary>
    public int? Polls { get; set; }

    /// <summary>Whether operations are announced by Location alone.</summary>
    public bool ByLocation { get; set; }

    /// <summary>Whether operations fail after they were accepted.</summary>
    public bool OperationsFail { get; set; }

    /// <summary>The host that operations are asked about at.</summary>
    public string PollOrigin { get; set; } = Origin;

    /// <summary>How many profiles a page of a list holds.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Happens once, before the next request that changes something is answered.</summary>
    public Action? BeforeWrite { get; set; }

    /// <summary>Happens once, after the next request that changes something was answered.</summary>
    public Action? AfterWrite { get; set; }

    /// <summary>How many more requests that change something go well; null: all.</summary>
    public int? FailWritesAfter { get; set; }

    public IEnumerable<FakeCall> Writes => Calls.Where(static call => call.Method is "PUT" or "DELETE" or "PATCH");

    public HttpMessageHandler Handler => new FakeTransport(Answer);

    public void Inject(Fault fault, int times = 1) => _faults[fault] = times;

    public FakeResponse Answer(FakeRequest request)
    {
        lock (_gate)
        {
            var isWrite = request.Method is "PUT" or "DELETE" or "PATCH";
            if (isWrite && BeforeWrite is { } before)
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

            if (isWrite && FailWritesAfter is { } left && (FailWritesAfter = left - 1) < 0)
            {
                return FakeFaults.Before(Fault.Unavailable, request)!;
            }

            var response = FakeFaults.Before(fault, request) ?? FakeFaults.After(fault, Serve(request));
            if (isWrite && AfterWrite is { } after)
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
            Authenticate(request);
            var (path, query) = Split(request.Target);
            if (query.GetValueOrDefault("api-version") is not Version and var version)
            {
                throw new FakeError(400, version is null ? "MissingApiVersionParameter" : "InvalidApiVersionParameter", $"The api-version '{version}' is invalid. The supported versions are '{Version}'.");
            }

            return (request.Method, path.Split('/')) switch
            {
                ("GET", ["", "operations", var id]) => Operation(id),
                (var method, ["", "subscriptions", var subscription, .. var rest]) => InSubscription(request, method, subscription, rest, query),
                _ => throw new FakeError(404, "InvalidResourceType", "The resource type could not be found."),
            };
        }
        catch (FakeError error)
        {
            return error.Response;
        }
    }

    private FakeResponse InSubscription(FakeRequest request, string method, string subscription, string[] rest, Dictionary<string, string> query)
    {
        if (subscription != Subscription)
        {
            throw new FakeError(404, "SubscriptionNotFound", $"The subscription '{subscription}' could not be found.");
        }

        return (method, rest) switch
        {
            ("POST", ["providers", "Microsoft.Network", "checkTrafficManagerNameAvailabilityV2"]) => Name(BodyOf(request)),
            (_, ["resourceGroups", var group, ..]) when !string.Equals(group, Group, StringComparison.OrdinalIgnoreCase) => throw new FakeError(404, "ResourceGroupNotFound", $"Resource group '{group}' could not be found."),
            ("GET", ["resourceGroups", _, "providers", "Microsoft.Network", "trafficmanagerprofiles"]) => List(query),
            ("GET", ["resourceGroups", _, "providers", "Microsoft.Network", "trafficmanagerprofiles", var name]) => Get(name),
            ("PUT", ["resourceGroups", _, "providers", "Microsoft.Network", "trafficmanagerprofiles", var name]) => Put(name, BodyOf(request)),
            ("DELETE", ["resourceGroups", _, "providers", "Microsoft.Network", "trafficmanagerprofiles", var name]) => Delete(name),
            _ => throw new FakeError(404, "InvalidResourceType", "The resource type could not be found."),
        };
    }

    private FakeResponse Name(JsonObject body)
    {
        Need("Microsoft.Network/checkTrafficManagerNameAvailability/action");
        FakeRules.OnlyKnown(body, "name type", "");
        var name = (string)body["name"]!;
        var isTaken = TakenNames.Contains(name) || Profiles.Values.Any(profile => FakeRules.RelativeName(profile) == name);
        return FakeResponse.Json(200, new JsonObject
        {
            ["name"] = name,
            ["type"] = (string?)body["type"],
            ["nameAvailable"] = !isTaken,
            ["reason"] = isTaken ? "AlreadyExists" : null,
            ["message"] = isTaken ? $"Domain name {name}.trafficmanager.net already exists. Please choose a different DNS name." : null,
        }.ToJsonString());
    }

    private FakeResponse List(Dictionary<string, string> query)
    {
        Need("Microsoft.Network/trafficManagerProfiles/read");
        var from = query.TryGetValue("$skip", out var skip) ? int.Parse(skip, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var list = new JsonObject { ["value"] = new JsonArray([.. Profiles.Values.Skip(from).Take(PageSize).Select(static profile => profile.DeepClone())]) };
        if (from + PageSize < Profiles.Count)
        {
            list["nextLink"] = $"{PollOrigin}/subscriptions/{Subscription}/resourceGroups/{Group}/providers/Microsoft.Network/trafficmanagerprofiles?api-version={Version}&$skip={from + PageSize}";
        }

        return FakeResponse.Json(200, list.ToJsonString());
    }

    private FakeResponse Get(string name)
    {
        Need("Microsoft.Network/trafficManagerProfiles/read");
        return Profiles.TryGetValue(name, out var profile) ? FakeResponse.Json(200, profile.ToJsonString()) : throw NotFound(name);
    }

    private FakeResponse Put(string name, JsonObject body)
    {
        Need("Microsoft.Network/trafficManagerProfiles/write");
        var made = FakeRules.Made(name, body, Profiles);
        if (TakenNames.Contains(FakeRules.RelativeName(made)))
        {
            throw new FakeError(409, "Conflict", $"Domain name {FakeRules.RelativeName(made)}.trafficmanager.net already exists. Please choose a different DNS name.");
        }

        var status = Profiles.ContainsKey(name) ? 200 : 201;
        if (Polls is { } polls)
        {
            return Accepted(polls, () => Profiles[name] = made, ByLocation ? 202 : status, made.ToJsonString());
        }

        Profiles[name] = made;
        return FakeResponse.Json(status, made.ToJsonString());
    }

    private FakeResponse Delete(string name)
    {
        Need("Microsoft.Network/trafficManagerProfiles/delete");
        if (!Profiles.TryGetValue(name, out var profile))
        {
            return FakeResponse.Json(204, "");
        }

        if (FakeRules.Parent(profile, Profiles.Values) is { } parent)
        {
            throw new FakeError(409, "ProfileInUse", $"The profile '{name}' is a nested endpoint of '{parent}'.");
        }

        if (Polls is { } polls)
        {
            return Accepted(polls, () => Profiles.Remove(name), 202, "");
        }

        Profiles.Remove(name);
        return FakeResponse.Json(200, "{}");
    }

    private FakeResponse Accepted(int polls, Action effect, int status, string body)
    {
        var id = $"{++_made}";
        _operations[id] = new(polls, effect);
        return FakeResponse.Json(status, body).With(ByLocation ? "Location" : "Azure-AsyncOperation", $"{PollOrigin}/operations/{id}?api-version={Version}").With("Retry-After", "3");
    }

    private FakeResponse Operation(string id)
    {
        var operation = _operations.GetValueOrDefault(id) ?? throw NotFound(id);
        if (operation.Left > 0)
        {
            _operations[id] = operation with { Left = operation.Left - 1 };
            return ByLocation
                ? FakeResponse.Json(202, "").With("Location", $"{PollOrigin}/operations/{id}?api-version={Version}")
                : FakeResponse.Json(200, """{"status":"InProgress"}""").With("Retry-After", "1");
        }

        if (OperationsFail)
        {
            return ByLocation ? FakeResponse.Error(409, "Conflict", "The operation was aborted by another.") : FakeResponse.Json(200, """{"status":"Failed","error":{"code":"DnsUpdateFailed","message":"The name servers were not updated."}}""");
        }

        operation.Effect();
        return ByLocation ? FakeResponse.Json(204, "") : FakeResponse.Json(200, """{"status":"Succeeded"}""");
    }

    private static void Authenticate(FakeRequest request)
    {
        if (request.Header("Authorization") is not $"Bearer {Token}")
        {
            throw new FakeError(new FakeResponse(401, "application/json", """{"error":{"code":"InvalidAuthenticationToken","message":"The access token is invalid."}}""").With("WWW-Authenticate", "Bearer authorization_uri=\"https://login.example.com/\""));
        }
    }

    private void Need(string action)
    {
        if (Lacking.Contains(action))
        {
            throw new FakeError(403, "AuthorizationFailed", $"The client 'c' with object id 'o' does not have authorization to perform action '{action}' over scope '/subscriptions/{Subscription}/resourceGroups/{Group}' or the scope is invalid.");
        }
    }

    private static FakeError NotFound(string name) => new(404, "ResourceNotFound", $"The Resource 'Microsoft.Network/trafficManagerProfiles/{name}' under resource group '{Group}' was not found.");

    private static JsonObject BodyOf(FakeRequest request)
    {
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            throw new FakeError(415, "UnsupportedMediaType", "The content media type is not supported.");
        }

        try
        {
            return JsonNode.Parse(request.Body) as JsonObject ?? throw new FakeError(400, "InvalidRequestContent", "The request content was invalid.");
        }
        catch (JsonException)
        {
            throw new FakeError(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized.");
        }
    }

    private static (string Path, Dictionary<string, string> Query) Split(string target)
    {
        var parts = target.Split('?', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length == 1 ? [] : parts[1].Split('&').Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => Uri.UnescapeDataString(pair[0]), static pair => Uri.UnescapeDataString(pair[^1])));
    }

    private sealed record FakeOperation(int Left, Action Effect);
}
