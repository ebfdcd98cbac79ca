using System.Collections.Immutable;
using MultiRegion.Engine;
using MultiRegion.Execution;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion;

/// <content>Operators' commands: from this process, and from an inbox.</content>
public sealed partial class FailoverEngine
{
    /// <summary>
    /// Says what a command would do now: the steps, and what each router would change. Touches nothing, and records nothing.
    /// Uses what the last round saw.
    /// </summary>
    /// <param name="command">A switch over, fail over or fail back.</param>
    /// <param name="cancellationToken">Cancels the reading of the routers.</param>
    public async Task<MovePreview> PlanAsync(OperatorCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var estate = _keeper.Estate;
        if (CommandChecks.Objection(command) is { } objection)
        {
            return MovePreview.Refused(objection);
        }

        if (command.Group is not { } id || !estate.Definitions.TryGetValue(id, out var group))
        {
            return MovePreview.Refused($"no move group '{command.Group}': there are {string.Join(", ", estate.Definitions.Keys)}");
        }

        var (happened, text) = Decider.ForCommand(Input(group), command);
        return happened is not MoveStarted started
            ? MovePreview.Refused(text)
            : await Previews.OfAsync(_parts.Planes, group, MovePlanner.Plan(group, started.Request), text, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> CommandsAsync(CancellationToken cancellationToken)
    {
        if (!_planes.HasRead)
        {
            return true;
        }

        if (_clock.Process >= _nextInbox)
        {
            _nextInbox = _clock.Process + _options.InboxInterval;
            _desk.LookIntoInbox();
        }

        foreach (var command in _desk.TakeRead())
        {
            if (await CarryOutAsync(command, cancellationToken).ConfigureAwait(false) is not { } answer)
            {
                return false;
            }

            _desk.Answer(answer);
        }

        while (_desk.TryTakeSubmitted(out var submitted))
        {
            var answer = await CarryOutAsync(submitted.Command, cancellationToken).ConfigureAwait(false);
            submitted.Answer.TrySetResult(answer ?? new(submitted.Command.Id, Accepted: false, Unrecorded()));
            if (answer is null)
            {
                return false;
            }
        }

        return true;
    }

    private string Unrecorded() => _keeper.Trouble is { Kind: ProblemKind.Unreachable } lost
        ? $"whether it was recorded is not known, look at the status before asking again: {lost.Detail}"
        : $"it could not be recorded, so it was not carried out: {_keeper.Trouble?.Detail}";

    /// <summary>Carries a command out; null when it could not be recorded.</summary>
    private async ValueTask<CommandAnswer?> CarryOutAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        if (_keeper.Estate.Answers.FirstOrDefault(answer => answer.Id == command.Id) is { } earlier)
        {
            return earlier;
        }

        if (CommandChecks.Objection(command) is { } objection)
        {
            return new(command.Id, Accepted: false, objection);
        }

        return command.Kind switch
        {
            CommandKind.Drain or CommandKind.Undrain => await DrainAsync(command, cancellationToken).ConfigureAwait(false),
            _ when command.Group is { } group => await CarryOutAsync(command, group, cancellationToken).ConfigureAwait(false),
            _ => await ForAllAsync(command, cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<CommandAnswer?> DrainAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        var (estate, region, drain) = (_keeper.Estate, command.Region!.Value, command.Kind == CommandKind.Drain);
        if (estate.Topology?.Regions.Any(definition => definition.Id == region) != true)
        {
            return new(command.Id, Accepted: false, $"the topology has no region '{region}'");
        }

        if (estate.Drained.ContainsKey(region) == drain)
        {
            return new(command.Id, Accepted: false, drain ? $"{region} is drained already" : $"{region} is not drained");
        }

        var reason = new Reason(ReasonCode.Operator, region.Value, $"{command.Actor}: {command.Reason}");
        var answer = new CommandAnswer(command.Id, Accepted: true, drain ? $"{region} is being drained" : $"{region} may be used again");
        var entry = new DrainEntry(region, drain, reason, answer) { Now = _clock.Machine, Utc = _clock.Utc };
        if (!await AppendAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        Publish(EngineEventKind.EstateChanged, reason);
        return answer;
    }

    private async ValueTask<CommandAnswer?> ForAllAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        var answers = new List<CommandAnswer>();
        foreach (var group in _keeper.Estate.Definitions.Keys)
        {
            if (await CarryOutAsync(command, group, cancellationToken).ConfigureAwait(false) is not { } answer)
            {
                return null;
            }

            answers.Add(answer with { Text = $"{group}: {answer.Text}" });
        }

        return new(command.Id, answers.Exists(static answer => answer.Accepted), string.Join("; ", answers.Select(static answer => answer.Text)));
    }

    private async ValueTask<CommandAnswer?> CarryOutAsync(OperatorCommand command, MoveGroupId id, CancellationToken cancellationToken)
    {
        if (!_keeper.Estate.Definitions.TryGetValue(id, out var group))
        {
            return new(command.Id, Accepted: false, $"no move group '{id}': there are {string.Join(", ", _keeper.Estate.Definitions.Keys)}");
        }

        var (happened, text) = Answer(command, group);
        var answer = new CommandAnswer(command.Id, happened is not null, text);
        return happened is null || await HappenAsync(id, happened, KindOf(command), cancellationToken, command.Group is null ? null : answer).ConfigureAwait(false) ? answer : null;
    }

    private (MachineEvent? Event, string Text) Answer(OperatorCommand command, GroupDefinition group) => command.Kind switch
    {
        CommandKind.SwitchOver or CommandKind.FailOver or CommandKind.FailBack => Decider.ForCommand(Input(group), command),
        _ => OperatorCommands.Objection(_keeper.Estate.Groups[group.Id], command) is { } objection
            ? (null, objection)
            : (new OperatorSaid(command), $"{command.Kind}: done"),
    };

    private static EngineEventKind KindOf(OperatorCommand command) => command.Kind switch
    {
        CommandKind.SwitchOver or CommandKind.FailOver or CommandKind.FailBack => EngineEventKind.MoveStarted,
        CommandKind.Hold => EngineEventKind.Held,
        _ => EngineEventKind.CommandApplied,
    };
}
