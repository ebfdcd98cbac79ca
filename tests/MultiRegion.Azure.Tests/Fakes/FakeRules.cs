using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Tests.Fakes;

/// <summary>What the fake takes, and what it makes of it.</summary>
internal static class FakeRules
{
    private const string ProfileFields = "profileStatus trafficRoutingMethod dnsConfig monitorConfig endpoints trafficViewEnrollmentStatus allowedEndpointRecordTypes maxReturn";
    private const string MonitorFields = "profileMonitorStatus protocol port path intervalInSeconds timeoutInSeconds toleratedNumberOfFailures customHeaders expectedStatusCodeRanges";
    private const string EndpointFields =
        "targetResourceId target endpointStatus weight priority endpointLocation endpointMonitorStatus minChildEndpoints minChildEndpointsIPv4 minChildEndpointsIPv6 geoMapping subnets customHeaders alwaysServe";

    public static JsonObject Made(string name, JsonObject body, SortedDictionary<string, JsonObject> profiles)
    {
        Check(body);
        var made = body.DeepClone().AsObject();
        var (id, properties) = (IdOf(name), made["properties"]!.AsObject());
        (made["id"], made["name"], made["type"]) = (id, name, EndpointTypes.Profile);
        properties["dnsConfig"]!["fqdn"] = $"{RelativeName(made)}.trafficmanager.net";
        properties["monitorConfig"]!["profileMonitorStatus"] = "CheckingEndpoints";
        Complete(properties, id, profiles);
        if (ProfileRules.Mistakes(Read(made)).Select(static mistake => $"{mistake.Place}: {mistake.Mistake}").ToList() is { Count: > 0 } mistakes)
        {
            throw new FakeError(FakeResponse.Json(400, new JsonObject
            {
                ["error"] = new JsonObject { ["code"] = "BadRequest", ["message"] = mistakes[0], ["target"] = "profile", ["details"] = new JsonArray([.. mistakes.Skip(1).Select(static mistake => new JsonObject { ["code"] = "BadRequest", ["message"] = mistake })]) },
            }.ToJsonString()));
        }

        CheckNest(name, made, profiles);
        return made;
    }

    public static string RelativeName(JsonObject profile) => (string)profile["properties"]!["dnsConfig"]!["relativeName"]!;

    /// <summary>The name of a profile that has another as a nested endpoint; null when none has.</summary>
    public static string? Parent(JsonObject profile, IEnumerable<JsonObject> all) => (string?)all.FirstOrDefault(other =>
        other["properties"]!["endpoints"]!.AsArray().Any(endpoint => string.Equals((string?)endpoint!["properties"]!["targetResourceId"], (string?)profile["id"], StringComparison.OrdinalIgnoreCase)))?["name"];

    public static void OnlyKnown(JsonNode? body, string known, string at)
    {
        if (body is not JsonObject map)
        {
            throw new FakeError(400, "InvalidRequestContent", $"'{at}' is no object.");
        }

        foreach (var (name, _) in map)
        {
            if (!known.Split(' ').Contains(name))
            {
                throw new FakeError(400, "InvalidRequestContent", $"Could not find member '{name}' on '{at}'.", name);
            }
        }
    }

    public static Profile Read(JsonObject profile) => profile.Deserialize(DocumentJson.Default.Profile)!;

    private static string IdOf(string name) => $"/subscriptions/{FakeArm.Subscription}/resourceGroups/{FakeArm.Group}/providers/{EndpointTypes.Profile}/{name}";

    private static void Check(JsonObject body)
    {
        OnlyKnown(body, "id name type location tags properties", "profile");
        if ((string?)body["location"] != "global")
        {
            throw new FakeError(400, "LocationNotAvailableForResourceType", $"The provided location '{body["location"]}' is not available. List of available regions is 'global'.");
        }

        foreach (var (name, value) in body["tags"] as JsonObject ?? [])
        {
            if (name.Length > 512 || name.Any(static letter => "<>%&\\?/".Contains(letter, StringComparison.Ordinal)) || ((string?)value)?.Length > 256)
            {
                throw new FakeError(400, "InvalidTagNameOrValue", $"The tag '{name}' is too long or has a character that is not allowed.", "tags");
            }
        }

        OnlyKnown(body["properties"], ProfileFields, "properties");
        OnlyKnown(body["properties"]!["dnsConfig"], "relativeName fqdn ttl", "dnsConfig");
        OnlyKnown(body["properties"]!["monitorConfig"], MonitorFields, "monitorConfig");
        foreach (var endpoint in body["properties"]!["endpoints"] as JsonArray ?? [])
        {
            OnlyKnown(endpoint, "id name type properties", "endpoint");
            OnlyKnown(endpoint!["properties"], EndpointFields, "endpoint properties");
        }
    }

    private static void Complete(JsonObject properties, string id, SortedDictionary<string, JsonObject> profiles)
    {
        properties["endpoints"] ??= new JsonArray();
        foreach (var (endpoint, i) in properties["endpoints"]!.AsArray().Select(static (endpoint, i) => (endpoint!.AsObject(), i)))
        {
            var (own, type) = (endpoint["properties"]!.AsObject(), ((string)endpoint["type"]!).Split('/')[^1]);
            endpoint["id"] = $"{id}/{type}/{endpoint["name"]}";
            own["weight"] ??= 1;
            own["priority"] ??= i + 1;
            own["endpointStatus"] ??= "Enabled";
            own["endpointMonitorStatus"] = (string?)own["endpointStatus"] == "Disabled" ? "Disabled" : (string?)own["alwaysServe"] == "Enabled" ? "Unmonitored" : "CheckingEndpoint";
            if ((string?)own["alwaysServe"] == "Disabled")
            {
                own.Remove("alwaysServe");
            }

            if (string.Equals(type, "nestedEndpoints", StringComparison.OrdinalIgnoreCase) && ((string?)own["targetResourceId"])?.Split('/')[^1] is { } child && profiles.TryGetValue(child, out var there))
            {
                own["target"] = (string?)there["properties"]!["dnsConfig"]!["fqdn"];
            }
        }
    }

    private static void CheckNest(string name, JsonObject made, SortedDictionary<string, JsonObject> profiles)
    {
        var all = profiles.Where(pair => !string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Select(static pair => pair.Value).Append(made).ToList();
        if (all.Count(other => RelativeName(other) == RelativeName(made)) > 1)
        {
            throw new FakeError(409, "Conflict", $"Domain name {RelativeName(made)}.trafficmanager.net already exists. Please choose a different DNS name.");
        }

        var (profile, nest) = (Read(made), new Nest(all.Select(Read)));
        foreach (var endpoint in Nest.EndpointsOf(profile).Where(static endpoint => endpoint.IsNested()))
        {
            if (endpoint.Properties!.TargetResourceId is { } id && !id.StartsWith($"/subscriptions/{FakeArm.Subscription}/", StringComparison.OrdinalIgnoreCase))
            {
                throw new FakeError(403, "LinkedAuthorizationFailed", $"The client has permission to perform action 'Microsoft.Network/trafficManagerProfiles/write' on scope '{made["id"]}'; however, it cannot read the linked resource '{id}' of another subscription.", endpoint.Name);
            }

            if (nest.Child(endpoint) is null)
            {
                throw new FakeError(400, "BadRequest", $"The target of the nested endpoint '{endpoint.Name}' does not exist.", endpoint.Name);
            }
        }

        if (all.Select(Read).Select(nest.Levels).Any(static levels => levels is null or > Nest.MostLevels))
        {
            throw new FakeError(400, "BadRequest", "Nested profiles form a loop, or are nested too deeply.", "endpoints");
        }
    }
}
