using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Tests.Compile;
using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Azure.Tests.Wire;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Azure.Tests.Apply;

/// <summary>A router on the fake, in virtual time.</summary>
internal sealed class RouterRig : IDisposable
{
    private readonly Rig _wire = new(new() { Attempts = 1 });

    public RouterRig(Action<TrafficManagerRouterOptions>? configure = null)
    {
        var options = Options();
        configure?.Invoke(options);
        Router = new(_wire.Client, options);
    }

    public TrafficManagerRouter Router { get; }

    public FakeArm Fake => _wire.Fake;

    /// <summary>The writes since the last look, as <c>PUT multiregion-shop</c>.</summary>
    public List<string> NewWrites
    {
        get
        {
            var writes = Fake.Writes.Select(static call => $"{call.Method} {call.Name}").ToList();
            Fake.Calls.Clear();
            return writes;
        }
    }

    public static TrafficManagerRouterOptions Options() => new() { SubscriptionId = FakeArm.Subscription, ResourceGroup = FakeArm.Group };

    public static Marker Mark(long epoch, int sequence = 1, string plan = "p") => new(epoch, sequence, "controller-1", plan);

    public static RoutingIntent Intent(RoutingNode tree, string shares = "", Marker? marker = null, bool adopt = false) =>
        Compilations.Intent(tree, Trees.Shares(shares)) with { Marker = marker, Adopt = adopt };

    public async Task<RouterPlan> PlanAsync(params RoutingIntent[] intents)
    {
        var plan = await RunAsync(Router.PlanAsync(intents, default));
        return plan.Succeeded ? plan.Value : throw new InvalidOperationException(plan.Problem.Detail);
    }

    public async Task<Problem> ProblemAsync(RoutingIntent intent) => (await PlanAsync(intent)).Changes.Single().Problem.ShouldNotBeNull();

    public Task<Result<RouterReceipt>> ApplyAsync(RouterPlan plan) => RunAsync(Router.ApplyAsync(plan, default));

    public async Task<Confirmation> ConfirmAsync(RouterReceipt receipt) => (await RunAsync(Router.ConfirmAsync(receipt, default))).Value;

    public Task<Result<T>> RunAsync<T>(ValueTask<Result<T>> call) => _wire.RunAsync(call);

    /// <summary>Plans and applies, and expects it to go well.</summary>
    public async Task<RouterReceipt> WriteAsync(RoutingIntent intent)
    {
        var plan = await PlanAsync(intent);
        plan.Changes.Single().Problem.ShouldBeNull();
        var applied = await ApplyAsync(plan);
        return applied.Succeeded ? applied.Value : throw new InvalidOperationException(applied.Problem.Detail);
    }

    public JsonObject Live(string name = "multiregion-shop") => Fake.Profiles[name];

    public ImmutableArray<Profile> Profiles() => [.. Fake.Profiles.Values.Select(FakeRules.Read).OrderBy(static profile => profile.Name == "multiregion-shop")];

    /// <summary>What the fake's profiles answer a client, in the order A to E.</summary>
    public double[] Answer(ClientLocation client, Func<RegionId, bool> isHealthy) => Compilations.Ask(Profiles(), client, isHealthy);

    public void Dispose()
    {
        Router.Dispose();
        _wire.Dispose();
    }
}
