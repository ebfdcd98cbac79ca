using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace MultiRegion.Engine;

/// <summary>Where commands arrive: from this process at once, from an inbox when it is looked at. Each is answered once.</summary>
internal sealed class CommandDesk(IOperatorInbox? inbox, TimeProvider time, Action wake) : IDisposable
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<(OperatorCommand Command, TaskCompletionSource<CommandAnswer> Answer)> _submitted = new();
    private readonly Background<Result<ImmutableArray<OperatorCommand>>> _reading = new(time, wake);
    private readonly Background<bool> _answering = new(time, wake);
    private readonly Queue<CommandAnswer> _unsent = new();

    /// <summary>Why the inbox cannot be read; null when it can.</summary>
    public Problem? Trouble { get; private set; }

    public Task<CommandAnswer> SubmitAsync(OperatorCommand command)
    {
        var answer = new TaskCompletionSource<CommandAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _submitted.Enqueue((command, answer));
        wake();
        return answer.Task;
    }

    /// <summary>Whether no command and no answer is under way.</summary>
    public bool IsIdle => _submitted.IsEmpty && !_reading.IsRunning && !_answering.IsRunning && _unsent.Count == 0;

    public bool TryTakeSubmitted(out (OperatorCommand Command, TaskCompletionSource<CommandAnswer> Answer) submitted) => _submitted.TryDequeue(out submitted);

    public void LookIntoInbox()
    {
        if (inbox is not null && !_reading.IsRunning)
        {
            _reading.Start(inbox.ReadAsync, ReadTimeout);
        }
    }

    public ImmutableArray<OperatorCommand> TakeRead()
    {
        if (!_reading.TryTake(out var outcome))
        {
            return [];
        }

        Trouble = outcome.Problem ?? outcome.Value.Problem;
        return Trouble is null ? outcome.Value.Value : [];
    }

    /// <summary>Answers a command of the inbox. Until that has happened it is read again, and answered alike without being carried out.</summary>
    public void Answer(CommandAnswer answer) => _unsent.Enqueue(answer);

    public void SendAnswers()
    {
        _answering.TryTake(out _);
        if (inbox is not null && !_answering.IsRunning && _unsent.TryDequeue(out var answer))
        {
            _answering.Start(
                async token =>
                {
                    await inbox.AnswerAsync(answer, token).ConfigureAwait(false);
                    return true;
                },
                ReadTimeout);
        }
    }

    public void Close()
    {
        while (_submitted.TryDequeue(out var waiting))
        {
            waiting.Answer.TrySetResult(new(waiting.Command.Id, Accepted: false, "the engine has stopped"));
        }
    }

    public void Dispose()
    {
        _reading.Dispose();
        _answering.Dispose();
    }
}
