using MultiRegion.Machine;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>The controller dies after every single entry of the journal, and another one finishes what it began.</summary>
public sealed class CrashTests
{
    public static TheoryData<string> Scenarios => new([.. Recipes.Keys]);

    private static readonly Dictionary<string, Func<World>> Recipes = new()
    {
        ["stateless and hot"] = static () => new World(),
        ["data, workloads and two routers"] = Everything,
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_crash_after_any_entry_ends_in_the_same_state_with_no_write_done_twice(string scenario)
    {
        var (entries, end, writes, operations) = await LiveAsync(Recipes[scenario](), crashAfter: null);
        entries.ShouldBeGreaterThan(20);

        for (var crash = 1; crash < entries; crash++)
        {
            var crashed = await LiveAsync(Recipes[scenario](), crash);

            crashed.End.ShouldBe(end, $"crash after entry {crash}");
            crashed.Writes.ShouldBe(writes, $"crash after entry {crash}");
            crashed.Operations.ShouldBe(operations, $"crash after entry {crash}");
        }
    }

    [Fact]
    public async Task A_replay_of_the_journal_is_the_live_state()
    {
        await using var world = Everything();
        await OutageAsync(world);
        var replayed = EstateState.Empty;
        foreach (var record in world.Journal.Records)
        {
            replayed = EstateMachine.Apply(replayed, EstateJson.Read(record.Payload.Span));
        }

        var status = world.Status;
        replayed.Epoch.ShouldBe(world.Engine!.Status.Epoch);
        replayed.Groups[World.ShopGroup].Phase.ShouldBe(status.Phase);
        replayed.Groups[World.ShopGroup].Regions.Select(static region => (region.Region, region.State, region.Share))
            .ShouldBe(status.Regions.Select(static region => (region.Region, region.State, region.Share)));
    }

    private static async Task<(int Entries, string End, string Writes, string Operations)> LiveAsync(World world, int? crashAfter)
    {
        await using var _ = world;
        if (crashAfter is { } entry)
        {
            world.Journal.CrashAfter(entry);
        }

        await OutageAsync(world);
        var status = world.Status;
        var end = $"{status.Phase}, epoch {world.Engine!.Status.Epoch}: {string.Join(", ", status.Regions.Select(static region => $"{region.Region} {region.State} {region.Share}"))}";
        var writes = string.Join('\n', world.Router.Log.Concat(world.SecondRouter?.Log ?? []).Select(static write => $"{write.Marker.Epoch}.{write.Marker.Sequence} {write.Shares}"));
        var operations = string.Join('\n', world.Data?.Log.Select(static operation => $"{operation.Kind} {operation.Region} {operation.Marker.Epoch}.{operation.Marker.Sequence} {operation.Outcome}") ?? []);
        return (world.Journal.Records.Length, end, writes, operations);
    }

    private static async Task OutageAsync(World world)
    {
        await WithRestartsAsync(world, status => status is { Phase: GroupPhase.Steady, MoveEpoch: null } && world.Engine!.Status.Epoch > 0);
        world.Kill(World.A);
        await WithRestartsAsync(world, static status => status.Phase == GroupPhase.FailedOver);
        world.Revive(World.A);
        world.Data?.Reattach(World.A);
        await WithRestartsAsync(world, static status => status.Phase == GroupPhase.FailingBack);
        await WithRestartsAsync(world, static status => status.Phase == GroupPhase.Steady);
    }

    private static async Task WithRestartsAsync(World world, Func<GroupStatus, bool> condition)
    {
        for (var lives = 0; ; lives++)
        {
            lives.ShouldBeLessThan(5);
            try
            {
                if (world.Engine is null)
                {
                    world.Start();
                }

                await world.UntilAsync(condition, TimeSpan.FromMinutes(15));
                return;
            }
            catch (SimulatedCrashException)
            {
                // The lease of the dead controller still stands, as it would.
                world.Start();
            }
        }
    }

    private static World Everything()
    {
        var world = new World(
            static service => service with
            {
                Routers = ["main", "second"],
                Data = [new() { ReplicaSet = "orders" }],
                Objectives = new() { RecoveryPoint = TimeSpan.FromSeconds(10) },
                Deployments =
                [
                    .. service.Deployments.Select(deployment => deployment with
                    {
                        Temperature = StandbyTemperature.Warm,
                        Workloads = [new() { Cluster = $"cluster-{deployment.Region}", Workload = "shop/deployment/web", StandbyReplicas = 1, ServingReplicas = 4 }],
                    }),
                ],
            },
            static estate => estate with
            {
                Clusters = [.. estate.Regions.Select(region => new ClusterDefinition { Id = $"cluster-{region.Id}", Region = region.Id, Fleet = "fleet" })],
            });
        world.SecondRouter = new InMemoryRouter(world.Clock) { Propagation = TimeSpan.FromSeconds(3) };
        world.Fleet = new InMemoryFleet(world.Clock) { StartUp = TimeSpan.FromSeconds(8) };
        world.Data = new InMemoryDataReplica();
        foreach (var region in new[] { World.A, World.B, World.C })
        {
            world.Fleet.Add($"cluster-{region}", "shop/deployment/web", region == World.A ? 4 : 1);
            world.Data.Add(region, region == World.A ? ReplicaRole.Writable : ReplicaRole.Standby, TimeSpan.FromSeconds(2));
        }

        return world;
    }
}
