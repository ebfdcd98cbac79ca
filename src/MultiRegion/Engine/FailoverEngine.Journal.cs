using System.Collections.Immutable;
using MultiRegion.Engine;
using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion;

/// <content>No state without its record, no effect before it, no event without its reason.</content>
public sealed partial class FailoverEngine
{
    private ImmutableHashSet<MoveGroupId> _forgotten = [];

    /// <summary>Lets something happen to a group. False when it could not be recorded: nothing happened then, and the round ends.</summary>
    private async ValueTask<bool> HappenAsync(
        MoveGroupId group, MachineEvent happened, EngineEventKind kind, CancellationToken cancellationToken, CommandAnswer? answer = null)
    {
        var (estate, now, utc) = (_keeper.Estate, _clock.Machine, _clock.Utc);
        var step = EstateMachine.Step(estate, group, happened, now, utc);
        if (ReferenceEquals(step.State, estate.Groups[group]) && answer is null)
        {
            return true;
        }

        var entry = new GroupEntry(group, happened) { Now = now, Utc = utc, Reason = step.Reason, Answer = answer };
        if (!await AppendAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var state = _keeper.Estate.Groups.GetValueOrDefault(group);
        Publish(kind, step.Reason, group, state, step.State.Move?.Epoch ?? step.State.Last?.Epoch ?? 0, (happened as StepEnded)?.Sequence ?? 0);
        _telemetry.Happened(group, happened, estate.Groups[group], step);
        TellOfStop(estate.Groups[group], step.State);
        return true;
    }

    // What cannot go on without a person. A stop that an operator asked for is no news to anybody.
    private void TellOfStop(GroupState before, GroupState after)
    {
        var held = before.Hold is null && after.Hold is { By: null } hold ? $"is held: {hold.Reason.ToTree()}" : null;
        var halted = before.Move?.Halted is null && after.Move?.Halted is { } halt ? $"is halted: {halt.ToTree()}" : null;
        var asks = Question(after) is { } question && Question(before) != question ? $"waits for approval at step {question.Sequence}: {question.Question}" : null;
        if ((held ?? halted ?? asks) is { } text)
        {
            _notices.Tell(new() { Group = after.Group, Epoch = after.Move?.Epoch ?? 0, Severity = NotificationSeverity.ActionNeeded, Text = $"{after.Group} {text}", At = _clock.Utc });
        }
    }

    private static ApproveStep? Question(GroupState state) =>
        state.Move?.Steps.Where(static step => step.State == StepState.Running).Select(static step => step.Step).OfType<ApproveStep>().FirstOrDefault();

    private async ValueTask<bool> AppendAsync(EstateEntry entry, CancellationToken cancellationToken)
    {
        var troubled = _keeper.Trouble is not null;
        if (await _keeper.AppendAsync(entry, cancellationToken).ConfigureAwait(false) is not { } problem)
        {
            return true;
        }

        if (!troubled)
        {
            _telemetry.JournalUnwritable(problem);
            Publish(EngineEventKind.Trouble, new Reason(ReasonCode.JournalUnwritable, "", $"nothing new is begun: {problem.Detail}"));
        }

        return false;
    }

    private async ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        if (_keeper.Trouble is null && _effects.IsIdle && _keeper.Estate.IsAtRest)
        {
            await _keeper.CompactAsync(_options.CompactAfter, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Publish(EngineEventKind kind, Reason reason, MoveGroupId? group = null, GroupState? state = null, long epoch = 0, int step = 0)
    {
        var happened = new EngineEvent
        {
            Kind = kind,
            At = _clock.Utc,
            Elapsed = _clock.Machine,
            Group = group,
            Phase = state?.Phase,
            Epoch = epoch,
            Step = step,
            Sequence = group is null ? 0 : _keeper.Sequence,
            Reason = reason,
        };
        _telemetry.Published(happened);
        _events.Publish(happened);
    }
}
