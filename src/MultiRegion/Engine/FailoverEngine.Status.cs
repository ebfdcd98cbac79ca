using System.Collections.Immutable;
using MultiRegion.Engine;
using MultiRegion.Machine;
using MultiRegion.Topology;

namespace MultiRegion;

/// <content>The picture at the end of a round.</content>
public sealed partial class FailoverEngine
{
    private EngineStatus TakeStatus()
    {
        var estate = _keeper.Estate;
        var status = EmptyStatus() with
        {
            IsLeader = _led,
            Epoch = estate.Epoch,
            JournalSequence = _keeper.Sequence,
            Revision = estate.Topology?.Revision ?? 0,
            IsJournalUsable = _keeper.Trouble is null,
            Troubles = Troubles(),
            Drained = [.. estate.Drained.Keys],
            Groups = [.. estate.Definitions.Values.OrderBy(static group => group.Lead.Priority).ThenBy(static group => group.Id).Select(Snapshot)],
        };
        _telemetry.Took(status);
        return status;
    }

    private EngineStatus EmptyStatus() => new()
    {
        At = _clock.Utc,
        Elapsed = _clock.Machine,
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

    private GroupStatus Snapshot(GroupDefinition group)
    {
        var state = _keeper.Estate.Groups[group.Id];
        var input = Input(group);
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
            Reason = _decisions.TryGetValue(group.Id, out var decision) ? decision.Reason : new Reason(ReasonCode.Waiting, "", "nothing has been decided yet"),
            Readiness = Readiness.Judge(input, _planes.Of(group.Id)),
        };
    }

    private static StepSnapshot Snapshot(StepStatus step) =>
        new(step.Step.Sequence, step.Step.Words, step.State.ToString(), step.Attempt, step.Problem?.Detail ?? step.Output, step.StartedAt, step.EndedAt);
}
