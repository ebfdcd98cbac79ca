using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Tests.Routing;

/// <summary>Short ways to write intents, and to carry them out.</summary>
internal static class Intents
{
    public static Marker At(long epoch, int sequence = 1) => new(epoch, sequence, "one", $"plan-{epoch}");

    public static RoutingIntent Intent(long epoch, string shares = "", string service = "shop") => new()
    {
        Service = service,
        Hostname = $"{service}.example.com",
        Tree = Trees.Priority(Trees.A, Trees.B),
        Endpoints = ImmutableSortedDictionary<RegionId, EndpointAddress>.Empty.Add("A", new("a.example.com")).Add("B", new("b.example.com")),
        Shares = Trees.Shares(shares),
        Marker = At(epoch),
    };

    public static async Task<RouterPlan> Plan(IGlobalRouter router, params RoutingIntent[] intents) =>
        (await router.PlanAsync(intents, default)).Value.ShouldNotBeNull();

    public static async Task<Problem> Problem(IGlobalRouter router, RoutingIntent intent) =>
        (await Plan(router, intent)).Changes.Single().Problem.ShouldNotBeNull();

    public static async Task<RouterReceipt> Apply(IGlobalRouter router, params RoutingIntent[] intents)
    {
        var applied = await router.ApplyAsync(await Plan(router, intents), default);
        return applied.Value.ShouldNotBeNull(applied.Problem?.ToString());
    }
}
