using System.Collections.Immutable;

namespace MultiRegion.Testing;

/// <summary>An inbox that commands are posted to in process. Each id is read until it is answered, and answered once.</summary>
public sealed class InMemoryInbox : IOperatorInbox
{
    private readonly Lock _gate = new();
    private readonly Faults _faults = new();
    private ImmutableArray<OperatorCommand> _waiting = [];
    private ImmutableArray<CommandAnswer> _answers = [];

    /// <summary>The answers, oldest first.</summary>
    public ImmutableArray<CommandAnswer> Answers
    {
        get
        {
            lock (_gate)
            {
                return _answers;
            }
        }
    }

    /// <summary>Posts a command. A second one with the id of an earlier one is dropped: that one's answer is its answer.</summary>
    /// <param name="command">The command.</param>
    public void Post(OperatorCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        lock (_gate)
        {
            var isKnown = _waiting.Any(waiting => waiting.Id == command.Id) || _answers.Any(answer => answer.Id == command.Id);
            _waiting = isKnown ? _waiting : _waiting.Add(command);
        }
    }

    /// <summary>Makes the next readings fail.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many; at least 1.</param>
    public void FailNext(Problem problem, int times = 1) => _faults.FailNext(problem, times);

    /// <inheritdoc />
    public ValueTask<Result<ImmutableArray<OperatorCommand>>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<Result<ImmutableArray<OperatorCommand>>>(_faults.Take() is { } problem ? problem : _waiting);
        }
    }

    /// <inheritdoc />
    public ValueTask AnswerAsync(CommandAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _waiting = _waiting.RemoveAll(command => command.Id == answer.Id);
            _answers = _answers.Any(earlier => earlier.Id == answer.Id) ? _answers : _answers.Add(answer);
        }

        return ValueTask.CompletedTask;
    }
}
