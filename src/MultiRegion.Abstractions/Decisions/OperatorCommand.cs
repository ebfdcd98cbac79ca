using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MultiRegion;

/// <summary>What an operator wants, with who and why. Each command is carried out once, by its id.</summary>
public sealed record OperatorCommand
{
    /// <summary>Identifies the command: a second one with the same id is answered like the first and does nothing. 1 to 64 characters, not empty.</summary>
    public required string Id { get; init; }

    /// <summary>What to do.</summary>
    public required CommandKind Kind { get; init; }

    /// <summary>Who says so.</summary>
    public required string Actor { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The move group, or the service of its own name; null for what concerns all (<see cref="CommandKind.Drain"/>, <see cref="CommandKind.Undrain"/>, and Hold, Resume and Adopt of everything).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MoveGroupId? Group { get; init; }

    /// <summary>The region: where to (switch over, fail over), which one to bring back, to drain or to open again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RegionId? Region { get; init; }

    /// <summary>The epoch of the move that an approval, rejection or abort is for; null: the current one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Epoch { get; init; }

    /// <summary>
    /// The sequence of the step that an approval or rejection answers, as the status shows it; null: whichever waits. A move that is planned anew on its way keeps its epoch and may ask
    /// something else: whoever answers a question that was read some time ago names it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Sequence { get; init; }

    /// <summary>Guards that the operator overrides, by name; the journal keeps it. Default none.</summary>
    public ImmutableArray<string> Override { get; init; } = [];
}

/// <summary>What an operator can want.</summary>
public enum CommandKind
{
    /// <summary>Move to a region while all is well: graceful, without loss.</summary>
    SwitchOver,

    /// <summary>Move to a region because the serving one is lost, whatever the probes say.</summary>
    FailOver,

    /// <summary>Bring traffic back to a region by steps.</summary>
    FailBack,

    /// <summary>Take a region out of service for every service in it, and keep it out.</summary>
    Drain,

    /// <summary>Let a drained region be used again.</summary>
    Undrain,

    /// <summary>Let the step that waits for approval go on.</summary>
    Approve,

    /// <summary>Give the move up whose step waits for approval.</summary>
    Reject,

    /// <summary>Give the current move up and take back what it has done.</summary>
    Abort,

    /// <summary>Touch nothing until resumed.</summary>
    Hold,

    /// <summary>End a hold, or let a halted move try again.</summary>
    Resume,

    /// <summary>Accept what is found on the planes (markers, edits) as ours.</summary>
    Adopt,
}

/// <summary>What became of a command.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Accepted">Whether it is carried out.</param>
/// <param name="Text">What was done, or why not and what to do.</param>
public sealed record CommandAnswer(string Id, bool Accepted, string Text);

/// <summary>Commands from outside the process.</summary>
public interface IOperatorInbox
{
    /// <summary>The commands that have no answer yet, oldest first. What cannot be read as a command is answered by the inbox itself.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Result<ImmutableArray<OperatorCommand>>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Answers a command, so that it is not read again.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    ValueTask AnswerAsync(CommandAnswer answer, CancellationToken cancellationToken);
}
