using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Tests.Apply;
using MultiRegion.Cloudflare.Tests.Compile;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Cloudflare.Tests.Apply.RouterRig;

namespace MultiRegion.Cloudflare.Tests.Lint;

/// <summary>Load balancers that others wrote, as trees, and adopted without changing an answer.</summary>
public sealed class ImportTests
{
    private const string Base = """{"id":"lb","name":"www.example.com","proxied":true,"default_pools":["pa","pb"],"fallback_pool":"pa","steering_policy":"off"}""";

    private static readonly EdgeClient[] Clients =
    [
        new(), new() { Pop = "CDG", Country = "FR", Region = "WEU", PopLocation = new(48.9, 2.4) }, new() { Country = "US", Region = "ENAM", PopLocation = new(42.4, -71.1) },
        new() { Country = "JP", Region = "NEAS", PopLocation = new(35.7, 139.7), Matches = static condition => condition == "http.request.uri.path eq \"/a\"" },
    ];

    /// <summary>Balancers that map whole, and their trees.</summary>
    public static TheoryData<string, string> Whole => new()
    {
        { "{}", "priority(eu, us)" },
        { """{"default_pools":["pa"]}""", "eu" },
        { """{"fallback_pool":"pb"}""", "priority(eu, us, us [unchecked])" },
        { """{"fallback_pool":"pc"}""", "priority(eu, us, asia [unchecked])" },
        { """{"steering_policy":"","region_pools":{"WEU":["pa","pb"],"EEU":["pa","pb"]},"country_pools":{"US":["pb"]},"default_pools":["pc"],"fallback_pool":"pb"}""", "geographic(continent EU: priority(eu, us, us [unchecked]), country US: priority(us, us [unchecked]), default: priority(asia, us [unchecked]))" },
        { """{"steering_policy":"geo","pop_pools":{"CDG":["pb"],"LHR":["pb","pa"]}}""", "priority(eu, us)" },
        { """{"steering_policy":"random","random_steering":{"default_weight":0.2,"pool_weights":{"pa":0.6}}}""", "weighted(0.6: eu, 0.2: us)" },
        { """{"steering_policy":"random","fallback_pool":"pc"}""", "priority(weighted(1: eu, 1: us), asia [unchecked])" },
        { """{"steering_policy":"random","fallback_pool":"pb","random_steering":{"default_weight":1,"pool_weights":{"pa":0.5}}}""", "weighted(0.5: eu, 1: us)" },
        { """{"steering_policy":"random","fallback_pool":"pb","random_steering":{"default_weight":0.5,"pool_weights":{"pa":0.6}}}""", "priority(weighted(0.6: eu, 0.5: us), us [unchecked])" },
        { """{"steering_policy":"least_outstanding_requests"}""", "weighted(1: eu, 1: us)" },
        { """{"steering_policy":"proximity"}""", "latency(eu at 53.3/-6.3, us at 38.9/-77.4)" },
        { """{"rules":[{"name":"a","condition":"http.request.uri.path eq \"/a\"","overrides":{"default_pools":["pb","pa"],"fallback_pool":"pb"}}]}""", "priority(eu, us)" },
        { """{"rules":[{"name":"a","condition":"http.request.uri.path eq \"/a\"","fixed_response":{"status_code":503,"message_body":"closed","content_type":"text/plain"}}]}""", "priority(eu, us)" },
        { """{"session_affinity":"cookie","session_affinity_ttl":3600,"session_affinity_attributes":{"drain_duration":120,"zero_downtime_failover":"sticky"},"adaptive_routing":{"failover_across_pools":true}}""", "priority(eu, us) [affinity Cookie 3600 s]" },
        { """{"proxied":false,"ttl":45}""", "priority(eu, us) [ttl 45 s]" },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task What_maps_whole_is_adopted_and_answers_as_before_in_every_health(string changes, string line)
    {
        var json = With(changes);
        var import = Import(json.ToJsonString());
        RoutingTreeText.ToLine(import.Tree).ShouldBe(line);
        import.NotMapped.ShouldBeEmpty();

        using var rig = Rig(import, json);
        var before = Answers(rig);
        var intent = new RoutingIntent
        {
            Service = "shop",
            Hostname = import.Hostname,
            Tree = import.Tree,
            Endpoints = import.Endpoints,
            Shares = Shares.AllFull,
            HealthCheck = new HttpProbeDefinition { Path = "/health" },
            Marker = Mark(1),
            Adopt = true,
        };
        (await rig.PlanAsync(intent)).Changes.Single().Losses.ShouldNotContain(static loss => loss.StartsWith("once adopted", StringComparison.Ordinal));
        await rig.WriteAsync(intent);

        Answers(rig).ShouldBe(before);
    }

    [Fact]
    public void Options_say_what_a_tree_does_not()
    {
        var import = Import(With("""{"session_affinity":"ip_cookie","session_affinity_ttl":3600,"session_affinity_attributes":{"drain_duration":120,"zero_downtime_failover":"temporary"},"adaptive_routing":{"failover_across_pools":true},"steering_policy":"dynamic_latency"}""").ToJsonString());

        import.Options.ShouldBe(new Dictionary<string, string> { ["FailoverAcrossPools"] = "true", ["MeasuredLatency"] = "true", ["SessionDrain"] = "00:02:00", ["SessionFailover"] = "Temporary" });
        import.Tree.Affinity.ShouldBe(new SessionAffinity(SessionAffinityKind.ClientAddress, TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData("""{"session_affinity":"header"}""", "session_affinity: sessions by headers")]
    [InlineData("""{"session_affinity":"cookie","proxied":false}""", "session_affinity: there are no sessions without a proxy")]
    [InlineData("""{"ttl":60}""", "ttl: that of a proxied name is Cloudflare's own")]
    [InlineData("""{"fallback_pool":null}""", "fallback_pool: there is none")]
    [InlineData("""{"enabled":false}""", "enabled: it is disabled")]
    [InlineData("""{"steering_policy":"geo","pop_pools":{"AMS":["pe"]}}""", "pop_pools.AMS: tired is in no other list")]
    [InlineData("""{"steering_policy":"geo","pop_pools":{"AMS":[]}}""", "pop_pools.AMS: it has no pools")]
    [InlineData("""{"steering_policy":"geo","region_pools":{"WEU":["pa"]}}""", "region_pools: a tree knows continents, and EEU and WEU do not have the same pools")]
    [InlineData("""{"steering_policy":"geo","region_pools":{"MARS":["pa"]}}""", "region_pools.MARS: Cloudflare has no such region")]
    [InlineData("""{"steering_policy":"geo","country_pools":{"XX":["pa"]}}""", "country_pools.XX: there is no such country")]
    [InlineData("""{"steering_policy":"geo","rules":[{"name":"r","overrides":{"default_pools":["pb"]}}]}""", "rules: they do nothing beside geo steering")]
    [InlineData("""{"steering_policy":"least_connections"}""", "least_connections becomes weights")]
    [InlineData("""{"steering_policy":"random","random_steering":{"default_weight":0,"pool_weights":{"pa":1}}}""", "pool us has the weight 0")]
    [InlineData("""{"steering_policy":"random","random_steering":{"default_weight":0}}""", "no pool has a weight above 0")]
    [InlineData("""{"steering_policy":"proximity","fallback_pool":"pb"}""", "fallback_pool: where latency chooses it is the first of the default pools, eu")]
    [InlineData("""{"steering_policy":"proximity","default_pools":["pa","pd"]}""", "proximity needs the places of all pools")]
    [InlineData("""{"proxied":false,"location_strategy":{"mode":"resolver_ip","prefer_ecs":"always"}}""", "location_strategy: places are those of data centres")]
    [InlineData("""{"rules":[{"name":"r","disabled":true,"overrides":{"default_pools":["pb"]}}]}""", "rules[0]: it is disabled")]
    [InlineData("""{"rules":[{"name":"r","condition":"http.request.headers[\"x\"] == \"y\"","overrides":{"default_pools":["pb"]}}]}""", "rules[0]: http.request.headers holds a list")]
    [InlineData("""{"rules":[{"name":"r","overrides":{"default_pools":["pb"],"session_affinity":"none"}}]}""", "rules[0]: options know pools in order")]
    [InlineData("""{"rules":[{"name":"r","overrides":{"default_pools":["pb"]}}]}""", "rules[0]: options know pools in order")]
    [InlineData("""{"default_pools":["pd"]}""", "pools.two.origins: a region has one endpoint, and 2 of 2 are enabled here")]
    [InlineData("""{"default_pools":["pe"]}""", "pools.tired.load_shedding: a pool gives away what its region's share leaves over")]
    [InlineData("""{"default_pools":["pe"]}""", "pools.tired.enabled: the pool is disabled")]
    [InlineData("""{"default_pools":["pe"]}""", "pools.tired.origins: headers of endpoints")]
    public void What_does_not_map_is_listed_with_its_place(string changes, string text) =>
        string.Join('\n', Import(With(changes).ToJsonString()).NotMapped).ShouldContain(text);

    [Fact]
    public void A_tutorial_s_balancer_is_read_as_far_as_it_goes()
    {
        var import = Import("""
            {
              "name": "shop-global", "default_pools": ["pool-gke-tokyo", "pool-eks-virginia"], "steering_policy": "geo", "session_affinity": "cookie",
              "rules": [{"name": "Americans", "condition": "http.request.headers[\"cf-ipcountry\"] == \"US\"", "overrides": {"default_pools": ["pool-eks-virginia"]}}]
            }
            """, withPools: false);

        RoutingTreeText.ToLine(import.Tree).ShouldBe("priority(pool-gke-tokyo, pool-eks-virginia) [ttl 30 s]");
        import.Endpoints.ShouldBeEmpty();
        import.Options.Keys.ShouldBe(["Proxied"]);
        import.NotMapped.Select(static text => text.Split(':')[0]).ShouldBe(["fallback_pool", "session_affinity", "rules"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("[1]", "no JSON of a Cloudflare load balancer")]
    [InlineData("{}", "no default pools")]
    [InlineData("""{"default_pools":["a"],"steering_policy":"round_robin"}""", "no steering policy 'round_robin'")]
    public void What_holds_no_tree_is_refused(string json, string text) => CloudflareImport.Read(json).Problem.ShouldNotBeNull().Detail.ShouldContain(text);

    [Fact]
    public void Pools_that_are_none_are_refused() => CloudflareImport.Read(Base, "{}").Problem.ShouldNotBeNull().Detail.ShouldContain("array of pools");

    [Fact]
    public void Names_that_no_region_can_have_become_ids()
    {
        var import = Import($$"""{"name":"x","default_pools":["a b","{{new string('x', 400)}}",""],"fallback_pool":"a b"}""", withPools: false);

        import.Tree.RegionsBelow().Select(static region => region.Value).ShouldBe(["a-b", new string('x', 200), "unnamed"]);
    }

    private static CloudflareImport Import(string json, bool withPools = true)
    {
        var read = CloudflareImport.Read(json, withPools ? Pools().ToJsonString() : null);
        return read.Succeeded ? read.Value : throw new InvalidOperationException(read.Problem.Detail);
    }

    private static JsonObject With(string changes)
    {
        var json = JsonNode.Parse(Base)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    private static JsonArray Pools() => JsonNode.Parse("""
        [
          {"id":"pa","name":"eu","monitor":"m","latitude":53.3,"longitude":-6.3,"origins":[{"name":"o","address":"192.0.2.1"}]},
          {"id":"pb","name":"us","monitor":"m","latitude":38.9,"longitude":-77.4,"origins":[{"name":"o","address":"192.0.2.2"}]},
          {"id":"pc","name":"asia","monitor":"m","latitude":1.3,"longitude":103.8,"origins":[{"name":"o","address":"192.0.2.3"}]},
          {"id":"pd","name":"two","monitor":"m","origins":[{"name":"o","address":"192.0.2.4"},{"name":"p","address":"192.0.2.5"}]},
          {"id":"pe","name":"tired","enabled":false,"monitor":"m","load_shedding":{"default_percent":10},"origins":[{"name":"o","address":"192.0.2.5","header":{"Host":["x"]}}]}
        ]
        """)!.AsArray();

    /// <summary>A router with the options of an import, on a fake that has the balancer and its pools.</summary>
    private static RouterRig Rig(CloudflareImport import, JsonObject balancer)
    {
        var rig = new RouterRig(options =>
        {
            options.Proxied = !import.Options.ContainsKey("Proxied");
            options.LeastOutstandingRequests = import.Options.ContainsKey("LeastOutstandingRequests");
            options.FailoverAcrossPools = import.Options.ContainsKey("FailoverAcrossPools");
            foreach (var rule in import.Rules)
            {
                options.Rules.Add(rule);
            }

            foreach (var centre in import.DataCentres)
            {
                options.DataCentres.Add(centre);
            }
        });
        rig.Fake.Monitors["m"] = new() { ["id"] = "m", ["type"] = "https", ["expected_codes"] = "2xx" };
        foreach (var pool in Pools().OfType<JsonObject>())
        {
            rig.Fake.Pools[(string)pool["id"]!] = pool.DeepClone().AsObject();
        }

        rig.Fake.Balancers["lb"] = balancer.DeepClone().AsObject();
        return rig;
    }

    /// <summary>What every client gets in every health state, by address.</summary>
    private static List<string> Answers(RouterRig rig)
    {
        var pools = rig.Fake.Pools.ToDictionary(static pool => pool.Key, static pool => pool.Value.Deserialize(DocumentJson.Default.Pool)!);
        var answers = new List<string>();
        FiveRegions.ForEachHealth(["A", "B", "C"], isHealthy =>
        {
            var twin = new CloudflareTwin(rig.Balancer(), pools, (pool, _) => isHealthy(Compilations.RegionOf(pool)) ? OriginState.Up : OriginState.Down);
            answers.AddRange(Clients.Select(twin.Answer).Select(answer => answer.Fixed is { } response ? $"{response.StatusCode} {response.MessageBody}" : string.Join(", ", answer.Parts
                .GroupBy(part => Compilations.RegionOf(pools[part.Pool]), static part => part.Probability).OrderBy(static part => part.Key)
                .Select(static part => FormattableString.Invariant($"{part.Key} {100 * part.Sum():0.#}")))));
        });
        return answers;
    }
}
