using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Tests.Machine;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Planning;

/// <summary>Random groups, and moves in them that the production decision made.</summary>
internal static class Plans
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    public static Gen<GroupDefinition> Groups { get; } =
        from count in Gen.Choose(2, 4)
        from actives in Gen.Choose(1, 2)
        from kinds in Gen.Elements("hot", "warm", "cold", "hot reads", "hot work", "warm work", "cold work", "hot room=40 full=70", "warm work room=20 full=60").ArrayOf(count)
        from data in Gen.Elements(0, 0, 1, 2)
        from routers in Gen.Choose(1, 2)
        from services in Gen.Choose(1, 2)
        from load in Gen.Elements<double?>(null, 50, 100)
        from move in Gen.Elements(Enum.GetValues<DataMove>())
        from across in Gen.Elements(true, true, false)
        from retries in Gen.Choose(0, 2)
        select Make([.. kinds.Select((kind, i) => $"{Names[i]} {(i < actives ? $"active {kind.Replace("warm", "").Replace("cold", "")}" : kind)}")], data, routers, services, service => service with
        {
            Load = load,
            Failover = service.Failover with { Retries = retries },
            Failback = service.Failback with { DataMove = move, CrossRegionWrites = across },
        });

    /// <summary>A state before a move, the move as it was planned, and the group.</summary>
    public static Gen<Scene> Moving { get; } =
        from @group in Groups
        from what in Gen.Choose(0, 4)
        from lag in Gen.Elements<double?>(0, 0, 5, null)
        let scene = Begin(@group, what, lag)
        where scene.State.Move is not null
        select scene;

    private static GroupDefinition Make(string[] deployments, int data, int routers, int services, Func<ServiceDefinition, ServiceDefinition> change) =>
        GroupDefinition.Of(Kit.Estate(string.Join(", ", deployments), service => change(service) with
        {
            MoveGroup = "shop",
            Routers = routers == 1 ? ["main"] : ["main", "second"],
            Data = [.. Enumerable.Range(0, data).Select(static i => new DataReference { ReplicaSet = $"set{i}", Vault = "vault" })],
            Guards = service.Guards with { CoolDown = TimeSpan.Zero, DailyBudget = 1000 },
        }, services == 1 ? ["x"] : ["x", "y"])).Single();

    private static Scene Begin(GroupDefinition group, int what, double? lag)
    {
        var scene = new Scene(group);
        scene.Lag[Kit.B] = lag is { } seconds ? Kit.Seconds(seconds) : null;
        switch (what)
        {
            case 0:
                scene.Begin(CommandKind.SwitchOver, group.Regions[^1], "Capacity");
                break;
            case 1:
                scene.Dies(Kit.A).Round();
                break;
            case 2:
                scene.Sees(Kit.A, Verdict.Degraded).Round();
                break;
            case 3:
                scene.Drained.Add(Kit.A);
                scene.Round();
                break;
            default:
                scene.Dies(Kit.A).Round();
                Through(scene);
                scene.Recovers(Kit.A).Wait(1000).Round();
                break;
        }

        return scene;
    }

    private static void Through(Scene scene)
    {
        while (scene.State.Move is { Halted: null })
        {
            scene.Finish();
            _ = scene.State.Move is not null ? scene.Say(CommandKind.Approve) : default;
        }
    }

    public static string Describe(Scene scene) =>
        $"{string.Join(", ", scene.Group.Lead.Deployments.Select(static deployment => $"{deployment.Region} {deployment.Role} {deployment.Temperature}"))}\n{scene.State.Move?.Request}\n{(scene.State.Move is { } move ? Kit.Text(move.Steps.Select(static step => step.Step)) : "")}";
}
