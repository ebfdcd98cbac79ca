using System.Text.Json.Nodes;

namespace MultiRegion.Cloudflare.Tests.Fakes;

/// <summary>What the fake takes, and what it adds of its own.</summary>
internal static class FakeRules
{
    private static readonly Dictionary<string, string[]> Fields = new()
    {
        ["load_balancers"] =
        [
            "adaptive_routing", "country_pools", "default_pools", "description", "enabled", "fallback_pool", "location_strategy", "name", "pop_pools", "proxied", "random_steering",
            "region_pools", "rules", "session_affinity", "session_affinity_attributes", "session_affinity_ttl", "steering_policy", "ttl",
        ],
        ["pools"] =
        [
            "check_regions", "description", "enabled", "latitude", "load_shedding", "longitude", "minimum_origins", "monitor", "name", "notification_email", "notification_filter",
            "origin_steering", "origins",
        ],
        ["monitors"] =
        [
            "allow_insecure", "consecutive_down", "consecutive_up", "description", "expected_body", "expected_codes", "follow_redirects", "header", "interval", "method", "path", "port",
            "probe_zone", "retries", "timeout", "type",
        ],
    };

    private static readonly string[] Policies =
        ["", "off", "geo", "random", "dynamic_latency", "proximity", "least_outstanding_requests", "least_connections"];

    private static readonly string[] Regions = ["WNAM", "ENAM", "WEU", "EEU", "NSAM", "SSAM", "OC", "ME", "NAF", "SAF", "SAS", "SEAS", "NEAS"];

    public static void Known(string kind, JsonObject body)
    {
        if (body.Select(static field => field.Key).FirstOrDefault(name => !Fields[kind].Contains(name)) is { } unknown)
        {
            throw new FakeError(400, 1003, $"{unknown}: unknown field");
        }
    }

    public static void Balancer(JsonObject balancer, JsonObject? before, string zone, ICollection<string> pools, IEnumerable<JsonObject> others)
    {
        if (before is null)
        {
            Known("load_balancers", balancer);
            Must(balancer["enabled"] is null, 1003, "enabled: unknown field");
        }

        var name = (string?)balancer["name"] ?? "";
        Must(name == zone || name.EndsWith($".{zone}", StringComparison.Ordinal), 1002, "name: must be within the zone");
        Must(before is not null || others.All(other => (string?)other["name"] != name), 1009, "name: a load balancer of that name exists");
        Must(balancer["default_pools"] is JsonArray { Count: > 0 }, 1002, "default_pools: at least one");
        Must(balancer["fallback_pool"] is not null, 1002, "fallback_pool: required");
        Must(Policies.Contains((string?)balancer["steering_policy"] ?? ""), 1002, "steering_policy: unknown");
        Must((bool?)balancer["proxied"] != true || balancer["ttl"] is null, 1002, "ttl: not with proxied");
        var named = Named(balancer).Concat((balancer["rules"] as JsonArray ?? []).SelectMany(static rule => rule!["overrides"] is JsonObject overrides ? Named(overrides) : [])).Distinct().ToList();
        Must(named.TrueForAll(pools.Contains), 1002, $"pools: not found {named.FirstOrDefault(pool => !pools.Contains(pool))}");
        Must((balancer["region_pools"] as JsonObject ?? []).All(static list => Regions.Contains(list.Key)), 1002, "region_pools: unknown region");
        Must((balancer["random_steering"]?["pool_weights"] as JsonObject ?? []).All(weight => (double)weight.Value! is >= 0 and <= 1 && named.Contains(weight.Key)), 1002, "random_steering: weights are 0 to 1, of pools of the load balancer");
        var ttl = (double?)balancer["session_affinity_ttl"];
        Must(ttl is null || (string?)balancer["session_affinity"] is not ("cookie" or "ip_cookie") || ttl is >= 1800 and <= 604_800, 1002, "session_affinity_ttl: out of range");
    }

    public static void Pool(JsonObject pool, JsonObject? before)
    {
        if (before is null)
        {
            Known("pools", pool);
            Must(pool["check_regions"] is null, 1003, "check_regions: unknown field");
        }

        var origins = pool["origins"] as JsonArray ?? [];
        Must(((string?)pool["name"] ?? "").Length > 0 && ((string)pool["name"]!).All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'), 1002, "name: letters, digits, hyphens and underscores");
        Must(origins.Count > 0, 1002, "origins: at least one");
        Must(origins.Select(static origin => (string?)origin!["address"]).Distinct().Count() == origins.Count, 1002, "origins: addresses must be unique");
        Must(pool["latitude"] is null == pool["longitude"] is null, 1002, "latitude and longitude go together");
        Must((double?)pool["load_shedding"]?["default_percent"] is null or (>= 0 and <= 100), 1002, "load_shedding: 0 to 100");
    }

    public static void Monitor(JsonObject monitor, JsonObject? before)
    {
        if (before is null)
        {
            Known("monitors", monitor);
        }

        Must(monitor["expected_codes"] is not null, 1002, "expected_codes: required");
        Must((string?)monitor["type"] is "http" or "https" or "tcp" or "udp_icmp" or "icmp_ping" or "smtp", 1002, "type: unknown");
        Must((double?)monitor["interval"] is null or (>= 15 and <= 3600), 1002, "interval: 15 to 3600 on this plan");
        Must((string?)monitor["type"] != "tcp" || (int?)monitor["port"] > 0, 1002, "port: required for tcp");
        Must((double?)monitor["timeout"] < (double?)monitor["interval"], 1002, "timeout: less than the interval");
    }

    /// <summary>A patch replaces the fields that it names; null resets.</summary>
    public static JsonObject Merge(JsonObject before, JsonObject patch)
    {
        var after = before.DeepClone().AsObject();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                after.Remove(name);
            }
            else
            {
                after[name] = value.DeepClone();
            }
        }

        after["modified_on"] = "2026-02-03T04:05:07.000001Z";
        return after;
    }

    /// <summary>What the service answers beside what it was given.</summary>
    public static JsonObject Complete(string kind, JsonObject body)
    {
        var made = body.DeepClone().AsObject();
        foreach (var (name, value) in Defaults(kind))
        {
            made[name] ??= value!.DeepClone();
        }

        if (kind == "load_balancers" && made["session_affinity_attributes"] is JsonObject attributes)
        {
            attributes["samesite"] ??= "Auto";
            attributes["secure"] ??= "Auto";
        }

        if (kind == "load_balancers" && (bool?)made["proxied"] != true)
        {
            made["ttl"] ??= 30;
        }

        return made;
    }

    private static JsonObject Defaults(string kind) => kind switch
    {
        "load_balancers" => new()
        {
            ["created_on"] = "2026-02-03T04:05:06.789Z",
            ["modified_on"] = "2026-02-03T04:05:06.789Z",
            ["enabled"] = true,
            ["proxied"] = false,
            ["networks"] = new JsonArray("cloudflare"),
            ["zone_name"] = "example.com",
            ["location_strategy"] = new JsonObject { ["mode"] = "pop", ["prefer_ecs"] = "proximity" },
            ["session_affinity"] = "none",
            ["steering_policy"] = "",
            ["adaptive_routing"] = new JsonObject { ["failover_across_pools"] = false },
        },
        "pools" => new()
        {
            ["created_on"] = "2026-02-03T04:05:06.789Z",
            ["modified_on"] = "2026-02-03T04:05:06.789Z",
            ["enabled"] = true,
            ["minimum_origins"] = 1,
            ["networks"] = new JsonArray("cloudflare"),
            ["notification_email"] = "",
            ["origin_steering"] = new JsonObject { ["policy"] = "random" },
        },
        _ => new()
        {
            ["created_on"] = "2026-02-03T04:05:06.789Z",
            ["modified_on"] = "2026-02-03T04:05:06.789Z",
            ["probe_zone"] = "",
        },
    };

    private static IEnumerable<string> Named(JsonObject balancer) =>
        Texts(balancer["default_pools"]).Concat(balancer["fallback_pool"] is { } fallback ? [(string)fallback!] : [])
            .Concat(new[] { "region_pools", "country_pools", "pop_pools" }.SelectMany(name => (balancer[name] as JsonObject ?? []).SelectMany(static list => Texts(list.Value))));

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(static item => (string)item!);

    private static void Must(bool holds, int code, string message)
    {
        if (!holds)
        {
            throw new FakeError(400, code, message);
        }
    }
}
