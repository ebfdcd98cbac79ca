using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Tests.Machine;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Planning;

public sealed class PlannerProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    // Each plan is checked step by step; the first violation is named.
    private static void Holds(Func<Scene, ImmutableArray<MoveStep>, bool> property) => Prop.ForAll(
        Plans.Moving.ToArbitrary(),
        scene => property(scene, [.. scene.Move.Steps.Select(static step => step.Step)]).Label(Plans.Describe(scene))).Check(Many);

    [Fact]
    public void Whoever_is_fenced_or_demoted_is_so_before_another_is_promoted_and_promotion_comes_before_traffic_that_needs_it() => Holds(static (scene, steps) =>
    {
        var promoted = steps.Select(static (step, at) => (step, at)).Where(static pair => pair.step is PromoteStep).ToList();
        return promoted.TrueForAll(pair => steps.Take(pair.at).OfType<FenceStep>().Select(static step => step.ReplicaSet)
                .Concat(steps.Take(pair.at).OfType<DemoteStep>().Select(static step => step.ReplicaSet)).Contains(((PromoteStep)pair.step).ReplicaSet))
            && !steps.SkipWhile(static step => step is not PromoteStep).Any(static step => step is FenceStep or DemoteStep);
    });

    [Fact]
    public void Nothing_gets_traffic_before_it_can_serve_it() => Holds(static (scene, steps) =>
    {
        var group = scene.Group;
        var (writable, across) = (scene.Move.Request.DataAt, group.Lead.Failback.CrossRegionWrites);
        var before = scene.Move.Request.Before;
        var serving = scene.Move.Request.Serving;
        foreach (var step in steps)
        {
            writable = step is PromoteStep promote ? promote.Region : writable;
            if (step is ShiftStep shift && scene.Move.Kind != MoveKind.Failback)
            {
                foreach (var region in group.Regions.Where(region => !shift.Shares[region].IsDrained && before[region].IsDrained))
                {
                    if (writable is { } at && at != region && !group.ServesAsItStands(region) && !serving.Contains(region))
                    {
                        return false;
                    }
                }
            }
            else if (step is ShiftStep back && writable is { } home && home != scene.Move.Request.Target && !across && !back.Shares[scene.Move.Request.Target].IsDrained)
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void A_region_that_is_not_hot_is_scaled_and_ready_before_traffic() => Holds(static (scene, steps) =>
        scene.Move.Request.Targets.All(target => scene.Group.TemperatureIn(target) == StandbyTemperature.Hot || scene.Move.Request.Serving.Contains(target)
            || Workless(scene.Group, target)
            || steps.TakeWhile(step => step is not ShiftStep shift || shift.Shares[target].IsDrained).Any(step => step is WaitReadyStep ready && ready.Region == target)));

    [Fact]
    public void Nothing_is_torn_down_before_the_shift_that_empties_it() => Holds(static (scene, steps) =>
        steps.Select(static (step, at) => (step, at)).Where(static pair => pair.step is CordonStep { Cordoned: true } or ScaleStep { ToServing: false })
            .All(pair => scene.Group.Routers.All(router => steps.Take(pair.at).OfType<ShiftStep>().Any(shift => shift.Router == router))
                && !steps.Skip(pair.at).Any(static step => step is ShiftStep)));

    [Fact]
    public void Every_router_gets_the_same_shares_in_the_same_order() => Holds(static (scene, steps) =>
        scene.Group.Routers.Select(router => string.Join('\n', steps.OfType<ShiftStep>().Where(step => step.Router == router).Select(static step => step.Shares))).Distinct().Count() == 1);

    [Fact]
    public void Sequences_rise_and_stages_never_fall() => Holds(static (_, steps) =>
        steps.Select(static step => step.Sequence).SequenceEqual(Enumerable.Range(1, steps.Length))
        && steps.Zip(steps.Skip(1)).All(static pair => pair.Second.Stage - pair.First.Stage is 0 or 1)
        && steps.GroupBy(static step => step.Stage).All(static stage => stage.Select(static step => step.GetType()).Distinct().Count() == 1));

    [Fact]
    public void Some_region_always_keeps_a_share() => Holds(static (scene, steps) =>
        steps.OfType<ShiftStep>().All(shift => scene.Group.Regions.Any(region => !shift.Shares[region].IsDrained)));

    [Fact]
    public void What_is_left_ends_with_nothing_but_what_nobody_else_has_room_for() => Holds(static (scene, steps) =>
        scene.Move.Request.From is not { } from
        || steps.OfType<ShiftStep>().Last().Shares[from] is var share && (share.IsDrained || scene.Move.Request.Cause == MoveCause.Grey));

    [Fact]
    public void The_source_never_gains_and_the_targets_never_lose_while_a_region_is_left() => Holds(static (scene, steps) =>
        scene.Move.Request.From is not { } from
        || steps.OfType<ShiftStep>().Select(static step => step.Shares).Prepend(scene.Move.Request.Before) is var shares && shares.Zip(shares.Skip(1)).All(pair => pair.Second[from] <= pair.First[from]));

    [Fact]
    public void Shares_of_a_failback_rise_and_end_at_100() => Holds(static (scene, steps) =>
        scene.Move.Kind != MoveKind.Failback
        || steps.OfType<ShiftStep>().Select(step => step.Shares[scene.Move.Request.Target]).ToList() is var shares
            && shares[^1].IsFull && shares.Zip(shares.Skip(1)).All(static pair => pair.First <= pair.Second)
            && steps.OfType<SoakStep>().Last().Share.IsFull);

    [Fact]
    public void Standbys_keep_their_size_until_the_last_soak_is_over() => Holds(static (scene, steps) =>
        scene.Move.Kind != MoveKind.Failback || !steps.TakeWhile(static step => step is not SoakStep { Share.IsFull: true }).Any(static step => step is ScaleStep { ToServing: false }));

    [Fact]
    public void A_group_without_data_has_no_step_for_it() => Holds(static (scene, steps) =>
        scene.Group.HasSingleWriterData || !steps.Any(static step => step is FenceStep or DemoteStep or PromoteStep or CatchUpStep or BackUpStep));

    [Fact]
    public void The_same_request_is_planned_the_same_and_survives_the_journal() => Holds(static (scene, steps) =>
    {
        var entry = new GroupEntry("shop", new MoveStarted(7, scene.Move.Request, Kit.Because, "anna")) { Now = scene.Now, Utc = scene.Utc };
        var read = (MoveStarted)((GroupEntry)EstateJson.Read(EstateJson.Write(entry))).Event;
        var state = EstateJson.Describe(scene.State);
        return MovePlanner.Plan(scene.Group, read.Request).SequenceEqual(MovePlanner.Plan(scene.Group, scene.Move.Request))
            && EstateJson.Describe(System.Text.Json.JsonSerializer.Deserialize(state, EstateJsonContext.Default.GroupState)!) == state;
    });

    [Fact]
    public void Establishing_twice_writes_the_same_and_asks_for_no_third_time() => Prop.ForAll(Plans.Groups.ToArbitrary(), static group =>
    {
        var scene = new Scene(group) { Forgotten = true };
        scene.Round();
        scene.Finish();
        var once = scene.State.Shares;
        scene.Forgotten = false;
        var calm = scene.Decide().Event is null;
        scene.Forgotten = true;
        scene.Round();
        return calm && ((ShiftStep)scene.Running.First().Step).Shares == once && once == SharePlan.Steady(group, []);
    }).Check(Many);

    [Fact]
    public void Compensating_a_planned_move_ends_with_the_shares_before_it() => Holds(static (scene, _) =>
    {
        if (scene.Move.Request.Cause == MoveCause.Dead)
        {
            return true;
        }

        var before = scene.Move.Request.Before;
        var states = scene.Move.Prior;
        while (scene.State.Move is { } move && move.Steps.Count(static step => step.IsOver) < move.Steps.Length / 2 && scene.Running.First() is { Step: not ApproveStep } step)
        {
            scene.Happen(new StepEnded(step.Step.Sequence, step.Attempt, StepOutcome.Done("done")));
        }

        scene.Say(CommandKind.Abort);
        scene.Finish();
        return scene.State.Move is null && scene.State.Shares == before && scene.State.DataAt == (states.Length > 0 ? scene.State.DataAt : null);
    });

    private static bool Workless(GroupDefinition group, RegionId region) => group.Services.All(service => service.DeploymentIn(region)!.Workloads.IsEmpty);
}
