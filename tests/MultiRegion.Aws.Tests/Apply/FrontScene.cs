using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Tests.Wire;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Aws.Tests.Apply;

/// <summary>A Global Accelerator router on the fake, in virtual time.</summary>
internal sealed class FrontScene : IDisposable
{
    private readonly Rig _rig = new();

    public FrontScene()
    {
        Arn = Front.AddAccelerator();
        Router = Another();
    }

    public FakeGlobalAccelerator Front => _rig.Front;

    public string Arn { get; }

    public GlobalAcceleratorRouter Router { get; }

    public static string EndpointOf(RegionId region) => $"arn:aws:elasticloadbalancing:{Compilations.Settings.Regions[region].AwsRegion}:1:loadbalancer/app/{region}/1";

    public GlobalAcceleratorRouter Another(string owner = "multiregion")
    {
        var options = new GlobalAcceleratorRouterOptions { AcceleratorArn = Arn, Owner = owner };
        var service = new AcceleratorServiceOptions();
        foreach (var region in FiveRegions.Regions)
        {
            service.Endpoints[region.Value] = new() { EndpointId = EndpointOf(region) };
        }

        options.Services["shop"] = service;
        return new(_rig.Accelerator, options, _rig.Clock);
    }

    public static RoutingIntent Intent(string shares = "", int sequence = 1, RoutingNode? tree = null) =>
        Compilations.Intent(tree ?? Trees.T5, Trees.Shares(shares)) with { Marker = DnsScene.Marker(sequence) };

    public async Task<RouterPlan> PlanAsync(params IReadOnlyList<RoutingIntent> intents)
    {
        var plan = await _rig.RunAsync(Router.PlanAsync(intents, default));
        return plan.Value.ShouldNotBeNull(plan.Problem?.ToString());
    }

    public Task<Result<RouterReceipt>> ApplyAsync(RouterPlan plan) => _rig.RunAsync(Router.ApplyAsync(plan, default));

    public Task<Result<T>> RunAsync<T>(ValueTask<Result<T>> call) => _rig.RunAsync(call);

    public async Task<Problem?> RefusalAsync(RoutingIntent intent) => (await PlanAsync(intent)).Changes[0].Problem;

    public async Task<RouterReceipt> WriteAsync(RoutingIntent intent)
    {
        var applied = await ApplyAsync(await PlanAsync(intent));
        var receipt = applied.Value.ShouldNotBeNull(applied.Problem?.ToString());
        var (polls, confirmed) = (0, Confirmation.Pending);
        while (confirmed == Confirmation.Pending && polls++ < 10)
        {
            confirmed = await ConfirmAsync(receipt);
        }

        confirmed.ShouldBe(Confirmation.InEffect);
        Front.ResetCounts();
        return receipt;
    }

    public async Task<Confirmation> ConfirmAsync(RouterReceipt receipt)
    {
        var confirmed = await _rig.RunAsync(Router.ConfirmAsync(receipt, default));
        confirmed.Problem.ShouldBeNull();
        return confirmed.Value;
    }

    public ImmutableArray<EndpointGroup> Groups() => Front.Groups(Front.Listeners(Arn)[0].Arn!);

    /// <summary>How new connections land now.</summary>
    public string Connect(ClientLocation client, string sick = "")
    {
        var twin = new AcceleratorTwin(Groups(), endpoint => !sick.Contains(endpoint.Split('/')[2], StringComparison.Ordinal));
        return string.Join(", ", twin.Connect(region => client.Coordinate!.Value.DistanceTo(AwsRegions.Find(region)!.Location))
            .Select(static landing => FormattableString.Invariant($"{landing.Endpoint.Split('/')[2]} {Math.Round(100 * landing.Probability, 2)}")));
    }

    /// <summary>Changes a group as a person would.</summary>
    public async Task EditAsync(string region, EndpointGroupUpdate update)
    {
        (await _rig.RunAsync(_rig.Accelerator.UpdateGroupAsync(Groups().First(group => group.Region == region).Arn!, update, default))).Problem.ShouldBeNull();
        Front.ResetCounts();
    }

    public void Dispose()
    {
        Router.Dispose();
        _rig.Dispose();
    }
}
