using System.Collections.Immutable;
using MultiRegion.Engine;
using MultiRegion.Execution;
using MultiRegion.Machine;

namespace MultiRegion;

/// <content>The picture at the end of a round.</content>
public sealed partial class FailoverEngine
{
    // Taking the picture keeps references to immutable values only; it is drawn when somebody looks at it, on their thread.
    private Lazy<EngineStatus> TakeStatus()
    {
        var (at, elapsed, estate, decisions, troubles) = (_clock.Utc, _clock.Machine, _keeper.Estate, _decisions, Troubles());
        var (leads, sequence, isUsable, readings) = (_led, _keeper.Sequence, _keeper.Trouble is null, _planes.Latest);
        var inputs = ImmutableArray.CreateRange(Groups.ByPriority, Input);
        return new(() => EmptyStatus(at, elapsed) with
        {
            IsLeader = leads,
            Epoch = estate.Epoch,
            JournalSequence = sequence,
            Revision = estate.Topology?.Revision ?? 0,
            IsJournalUsable = isUsable,
            Troubles = troubles,
            Drained = [.. estate.Drained.Keys],
            Groups =
            [
                .. inputs.Select(input => Snapshot(input, decisions.GetValueOrDefault(input.Group.Id).Reason, readings.GetValueOrDefault(input.Group.Id))),
            ],
        });
    }

    private EngineStatus EmptyStatus(DateTimeOffset at, TimeSpan elapsed) => new()
    {
        At = at,
        Elapsed = elapsed,
        Controller = _parts.Controller,
        IsLeader = false,
        Epoch = 0,
        JournalSequence = 0,
        Revision = 0,
    };

    private ImmutableArray<string> Troubles()
    {
        var troubles = ImmutableArray.CreateBuilder<string>();
        if (_keeper.Trouble is { } journal)
        {
            troubles.Add($"journal: {journal.Detail}");
        }

        if (_desk.Trouble is { } inbox)
        {
            troubles.Add($"inbox: {inbox.Detail}");
        }

        troubles.AddRange(_parts.Topology.LastMistakes.Select(static mistake => $"the new topology was refused: {mistake}"));
        return troubles.ToImmutable();
    }

    private static GroupStatus Snapshot(DecisionInput input, Reason? decided, PlaneReading? reading)
    {
        var (group, state) = (input.Group, input.State);
        return new()
        {
            Group = group.Id,
            Services = [.. group.Services.Select(static service => service.Id)],
            Phase = state.Phase,
            Mode = group.Lead.Guards.Mode,
            Held = state.Hold?.Reason,
            Regions = [.. state.Regions.Select(region => new RegionSnapshot(region.Region, group.RoleIn(region.Region), input.Of(region.Region).Verdict, region.State, region.Share))],
            MoveEpoch = state.Move?.Epoch,
            Steps = [.. state.Move?.Steps.Select(Snapshot) ?? []],
            Reason = decided ?? new Reason(ReasonCode.Waiting, "", "nothing has been decided yet"),
            Readiness = Readiness.Judge(input, reading),
        };
    }

    private static StepSnapshot Snapshot(StepStatus step) =>
        new(step.Step.Sequence, step.Step.Words, step.State.ToString(), step.Attempt, step.Problem?.Detail ?? step.Output, step.StartedAt, step.EndedAt);
}
