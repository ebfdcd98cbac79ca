using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Tests.Compile;
using MultiRegion.Cloudflare.Tests.Fakes;
using MultiRegion.Cloudflare.Tests.Wire;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Cloudflare.Tests.Apply;

/// <summary>A router on the fake, in virtual time.</summary>
internal sealed class RouterRig : IDisposable
{
    private readonly Rig _wire = new(new() { Attempts = 1 });

    public RouterRig(Action<CloudflareRouterOptions>? configure = null)
    {
        var options = new CloudflareRouterOptions();
        configure?.Invoke(options);
        Router = new(_wire.Client, options);
    }

    public CloudflareRouter Router { get; }

    public FakeCloudflare Fake => _wire.Fake;

    /// <summary>The writes since the last look, as <c>PATCH load_balancers</c>.</summary>
    public List<string> NewWrites
    {
        get
        {
            var writes = Fake.Writes.Select(static call => $"{call.Method} {call.Target.Split('/').Last(static part => part is "load_balancers" or "pools" or "monitors")}").ToList();
            Fake.Calls.Clear();
            return writes;
        }
    }

    public static Marker Mark(long epoch, int sequence = 1, string plan = "p") => new(epoch, sequence, "controller-1", plan);

    public static RoutingIntent Intent(RoutingNode tree, string shares = "", Marker? marker = null, bool adopt = false) =>
        Compilations.Intent(tree, Trees.Shares(shares)) with { Marker = marker, Adopt = adopt };

    public async Task<RouterPlan> PlanAsync(params RoutingIntent[] intents)
    {
        var plan = await _wire.RunAsync(Router.PlanAsync(intents, default));
        return plan.Succeeded ? plan.Value : throw new InvalidOperationException(plan.Problem.Detail);
    }

    public async Task<Problem> ProblemAsync(RoutingIntent intent) => (await PlanAsync(intent)).Changes.Single().Problem.ShouldNotBeNull();

    public Task<Result<RouterReceipt>> ApplyAsync(RouterPlan plan) => _wire.RunAsync(Router.ApplyAsync(plan, default));

    public async Task<Confirmation> ConfirmAsync(RouterReceipt receipt) => (await _wire.RunAsync(Router.ConfirmAsync(receipt, default))).Value;

    public async Task<Result<T>> RunAsync<T>(ValueTask<Result<T>> call) => await _wire.RunAsync(call);

    /// <summary>Plans and applies, and expects it to go well.</summary>
    public async Task<RouterReceipt> WriteAsync(RoutingIntent intent)
    {
        var plan = await PlanAsync(intent);
        plan.Changes.Single().Problem.ShouldBeNull();
        var applied = await ApplyAsync(plan);
        return applied.Succeeded ? applied.Value : throw new InvalidOperationException(applied.Problem.Detail);
    }

    /// <summary>Writes, and hands itself over.</summary>
    public async Task<RouterRig> WrittenAsync(RoutingIntent intent)
    {
        await WriteAsync(intent);
        return this;
    }

    public LoadBalancer Balancer() => Fake.Balancers.Values.Single(static balancer => (string?)balancer["name"] == FiveRegions.Hostname).Deserialize(DocumentJson.Default.LoadBalancer)!;

    public JsonObject LiveBalancer() => Fake.Balancers.Values.Single();

    /// <summary>What the fake's documents answer a client, by region.</summary>
    public Dictionary<RegionId, double> Answer(ClientLocation client, Func<RegionId, bool> isHealthy)
    {
        var pools = Fake.Pools.ToDictionary(static pool => pool.Key, static pool => pool.Value.Deserialize(DocumentJson.Default.Pool)!);
        var twin = new CloudflareTwin(Balancer(), pools, (pool, _) => isHealthy(Compilations.RegionOf(pool)) ? OriginState.Up : OriginState.Down);
        var edge = new EdgeClient { Country = client.Country, Region = client.Continent == "EU" ? "WEU" : client.Continent == "NA" ? "ENAM" : "NEAS", PopLocation = client.Coordinate };
        return twin.Answer(edge).Parts.GroupBy(part => Compilations.RegionOf(pools[part.Pool])).ToDictionary(static group => group.Key, static group => 100 * group.Sum(static part => part.Probability));
    }

    public void Dispose()
    {
        Router.Dispose();
        _wire.Dispose();
    }
}
