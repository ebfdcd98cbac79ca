using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Tests.Planning;
using MultiRegion.Topology;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

/// <summary>Random histories: regions fail and recover, steps end well or badly or late, operators interfere.</summary>
public sealed class MachineProperties
{
    private const int Length = 60;
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(200);

    private static readonly Arbitrary<(GroupDefinition Group, int[] Choices)> Histories =
        (from @group in Plans.Groups
         from choices in Gen.Choose(0, 999).ArrayOf(Length)
         select (@group, choices)).ToArbitrary();

    private static void Holds(Func<Scene, bool> afterEach) => HoldsOver(() => afterEach);

    private static void HoldsOver(Func<Func<Scene, bool>> begin) => Prop.ForAll(Histories, history =>
    {
        var (scene, afterEach) = (new Scene(history.Group), begin());
        return history.Choices.All(choice =>
        {
            Act(scene, choice);
            return afterEach(scene);
        }).Label(Story(scene));
    }).Check(Many);

    private static string Story(Scene scene) =>
        $"{Plans.Describe(scene)}\n{string.Join('\n', scene.Log.Select(static entry => $"{entry.Now} {entry.Event}"))}\n{EstateJson.Describe(scene.State)}";

    private static void Act(Scene scene, int choice)
    {
        var regions = scene.Group.Regions;
        var region = regions[choice / 100 % regions.Length];
        switch (choice % 100)
        {
            case < 14:
                scene.Sees(region, (Verdict)(choice / 7 % 4));
                break;
            case < 20:
                scene.Recovers(region);
                break;
            case < 38:
                scene.Round();
                break;
            case < 76:
                Answer(scene, choice);
                break;
            case < 86:
                scene.Wait(choice % 7 * 20);
                break;
            case < 96:
                scene.Say((CommandKind)(choice / 3 % Enum.GetValues<CommandKind>().Length));
                break;
            case < 98:
                _ = scene.Drained.Remove(region) || scene.Drained.Add(region);
                break;
            default:
                scene.Begin((CommandKind)(choice / 3 % 3), region, "Capacity", "DataLoss");
                break;
        }
    }

    private static void Answer(Scene scene, int choice)
    {
        var running = scene.Running.Where(static status => status.Step is not ApproveStep).ToList();
        if (running.Count == 0)
        {
            return;
        }

        var step = running[choice / 100 % running.Count];
        var lag = choice % 11 == 0 ? 1 : 0;
        scene.Happen(new StepEnded(step.Step.Sequence - lag, step.Attempt, Outcome(step.Step, choice)));
    }

    private static StepOutcome Outcome(MoveStep step, int choice) => (choice / 10 % 10) switch
    {
        0 => Problem.Unreachable("busy"),
        1 => Problem.Refused("no"),
        2 => Problem.Throttled("slow down", TimeSpan.FromSeconds(choice % 50)),
        3 when choice % 7 == 0 => Problem.NotOwned("not ours"),
        4 when choice % 7 == 0 => Problem.Fenced("superseded"),
        _ => StepOutcome.Done(step is FenceStep ? ((FenceOutcome)(choice % 3)).ToString() : "done"),
    };

    [Fact]
    public void A_run_that_is_answered_ends() => Prop.ForAll(Histories, history =>
    {
        var scene = new Scene(history.Group);
        foreach (var choice in history.Choices)
        {
            Act(scene, choice);
        }

        var steps = 0;
        for (; scene.State.Move is { Halted: null } && scene.State.Hold is null && steps < 500; steps++)
        {
            if (scene.Running.Any(static status => status.Step is ApproveStep))
            {
                scene.Say(CommandKind.Approve);
            }

            Answer(scene, history.Choices[steps % Length]);
            scene.Wait(40);
        }

        return (steps < 500).Label(Story(scene));
    }).Check(Many);

    [Fact]
    public void Shares_are_those_of_the_last_shift_that_began()
    {
        Holds(static scene => scene.State.Move?.Steps.LastOrDefault(static step => step.Step is ShiftStep && step.WasTried)?.Step is not ShiftStep shift
            || scene.State.Move.Steps.Any(step => step.Step is ShiftStep later && later.Stage > shift.Stage && step.WasTried)
            || scene.State.Shares == shift.Shares);
    }

    [Fact]
    public void Sequences_of_a_move_rise_and_no_attempt_is_made_twice() => HoldsOver(static () =>
    {
        var (seen, before) = (new HashSet<(long, int, int)>(), new HashSet<(long, int, int)>());
        return scene =>
        {
            var steps = scene.State.Move?.Steps ?? [];
            var running = scene.Running.Select(step => (scene.Move.Epoch, step.Step.Sequence, step.Attempt)).ToHashSet();
            var isNew = running.Except(before).All(seen.Add);
            before = running;
            return isNew && steps.Zip(steps.Skip(1)).All(static pair => pair.First.Step.Sequence < pair.Second.Step.Sequence && pair.First.Step.Stage <= pair.Second.Step.Stage);
        };
    });

    [Fact]
    public void A_late_outcome_changes_nothing() => Holds(static scene =>
    {
        foreach (var step in scene.State.Move?.Steps.Where(static step => step.State != StepState.Running) ?? [])
        {
            var late = FailoverMachine.Step(scene.State, new StepEnded(step.Step.Sequence, step.Attempt, StepOutcome.Done()), new MachineContext(scene.Group, scene.Now, scene.Utc));
            if (!ReferenceEquals(late.State, scene.State))
            {
                return false;
            }
        }

        return scene.Running.All(step => ReferenceEquals(
            FailoverMachine.Step(scene.State, new StepEnded(step.Step.Sequence, step.Attempt - 1, StepOutcome.Done()), new MachineContext(scene.Group, scene.Now, scene.Utc)).State, scene.State));
    });

    [Fact]
    public void Nothing_starts_while_a_group_is_held_or_halted() => HoldsOver(static () =>
    {
        var (rested, before) = (false, 0);
        return scene =>
        {
            var attempts = scene.State.Move?.Steps.Sum(static step => step.Attempt) ?? 0;
            var rests = scene.State.Hold is not null || scene.State.Move is { Halted: not null };
            var started = rested && rests && attempts > before;
            (rested, before) = (rests, attempts);
            return !started;
        };
    });

    [Fact]
    public void A_step_of_the_machine_is_pure() => Prop.ForAll(Histories, static history =>
    {
        var (one, other) = (new Scene(history.Group), new Scene(history.Group));
        return history.Choices.All(choice =>
        {
            Act(one, choice);
            Act(other, choice);
            return EstateJson.Describe(one.State) == EstateJson.Describe(other.State);
        });
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Folding_what_the_journal_holds_gives_the_live_state() => Prop.ForAll(Histories, static history =>
    {
        var scene = new Scene(history.Group);
        var initial = JsonSerializer.Deserialize(EstateJson.Describe(scene.State), EstateJsonContext.Default.GroupState)!;
        foreach (var choice in history.Choices)
        {
            Act(scene, choice);
        }

        var replayed = scene.Log.Aggregate(initial, (state, entry) =>
        {
            var written = EstateJson.Write(new GroupEntry("shop", entry.Event) { Now = entry.Now, Utc = Day + entry.Now });
            var read = (GroupEntry)EstateJson.Read(written);
            return FailoverMachine.Step(state, read.Event, new MachineContext(scene.Group, read.Now, read.Utc)).State;
        });
        return EstateJson.Describe(replayed) == EstateJson.Describe(scene.State);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Every_state_has_a_phase_and_a_time_to_look_again_while_a_step_runs_or_waits() => Holds(static scene =>
        Enum.IsDefined(scene.State.Phase)
        && (scene.State.Move?.Steps.Any(static step => step.State is StepState.Running or StepState.Waiting) == true) == FailoverMachine.WakeAt(scene.State).HasValue
        && (scene.State.Phase == GroupPhase.Halted) == scene.State.Move is { Halted: not null });

    [Fact]
    public void A_move_that_neither_rests_nor_is_over_always_has_something_under_way() => Holds(static scene =>
        scene.State.Move is not { Halted: null } move || scene.State.Hold is not null || move.Steps.Any(static step => step.State is StepState.Running or StepState.Waiting));

    [Fact]
    public void Retries_are_bounded() => Holds(static scene =>
        scene.State.Move?.Steps.All(static step => step.Attempt - step.Forgiven <= step.Step.Retries + 1 && (step.RetryAt is null || step.State == StepState.Waiting)) != false);

    [Fact]
    public void Everybody_is_somewhere_and_the_data_has_one_home() => Holds(static scene =>
        scene.State.Regions.Select(static status => status.Region).SequenceEqual(scene.Group.Regions)
        && scene.State.DataAt.HasValue == scene.Group.HasSingleWriterData
        && (scene.State.Move is not null || scene.State.Regions.All(static status => status.State is not (RegionState.Draining or RegionState.Returning))));

    [Fact]
    public void A_router_is_never_told_to_send_nobody_anywhere() => Holds(static scene =>
        scene.State.Move?.Steps.Select(static step => step.Step).OfType<ShiftStep>().All(static shift => shift.Shares.ByRegion.Values.Any(static share => share > Share.None)) != false);

    [Fact]
    public void Nothing_is_promoted_in_an_unplanned_move_while_its_former_home_may_still_write() => Holds(static scene =>
        scene.State.Move is not { Request: { Kind: MoveKind.Failover, Cause: MoveCause.Dead } } move
        || !scene.Running.Any(static step => step.Step is PromoteStep)
        || move.Steps.Where(static step => step.Step is FenceStep && step.State != StepState.Dropped).All(static step => step.State == StepState.Succeeded));

    [Fact]
    public void Traffic_is_not_moved_by_an_unplanned_move_while_the_home_of_the_data_is_left() => Holds(static scene =>
        scene.State.Move is not { Request: { Kind: MoveKind.Failover, Cause: MoveCause.Dead } } move
        || scene.State.DataAt is not { } at
        || !scene.Running.Any(static step => step.Step is ShiftStep)
        || (at != move.Request.From && (scene.State.In(at).State != RegionState.Draining || at == move.Request.Target)));
}
