using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;

namespace MultiRegion;

/// <summary>Why something was decided, as a tree: the rule, what it looked at, and what that rests on.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Subject">What it is about: a region, a router, a step, a guard; empty for the group itself.</param>
/// <param name="Detail">The particulars in words; never holds a secret.</param>
public sealed record Reason(ReasonCode Code, string Subject, string Detail)
{
    /// <summary>What it rests on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Reason> Because { get; init; } = [];

    /// <summary>The same reason resting on others.</summary>
    /// <param name="because">The others.</param>
    public Reason With(params ReadOnlySpan<Reason> because) => this with { Because = [.. because] };

    /// <summary>The tree in words, a line each, indented by two spaces a level.</summary>
    public string ToTree()
    {
        var text = new StringBuilder();
        Write(text, 0);
        return text.ToString();
    }

    /// <inheritdoc />
    public bool Equals(Reason? other) =>
        other is not null && Code == other.Code && Subject == other.Subject && Detail == other.Detail && Below.SequenceEqual(other.Below);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Code, Subject, Detail, Below.Length);

    /// <inheritdoc />
    public override string ToString() => Subject.Length == 0 ? $"{Code}: {Detail}" : $"{Code} ({Subject}): {Detail}";

    private ImmutableArray<Reason> Below => Because.IsDefault ? [] : Because;

    private void Write(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append(this).Append('\n');
        foreach (var below in Below)
        {
            below.Write(text, depth + 1);
        }
    }
}

/// <summary>The rules that decide.</summary>
public enum ReasonCode
{
    /// <summary>Everything is as it should be.</summary>
    AllWell,

    /// <summary>A region is unhealthy by quorum.</summary>
    RegionUnhealthy,

    /// <summary>A region answers its probes while users suffer.</summary>
    RegionDegraded,

    /// <summary>A region cannot be judged; nobody moves on that.</summary>
    RegionUnknown,

    /// <summary>A region is healthy again.</summary>
    RegionHealthy,

    /// <summary>All regions are bad at once: most likely it is us. Nothing moves.</summary>
    AllRegionsBad,

    /// <summary>No region can take over.</summary>
    NoCandidate,

    /// <summary>The policy leaves every decision to a person.</summary>
    ManualOnly,

    /// <summary>A vantage point's vote, or a vantage point that is blind.</summary>
    VantageVote,

    /// <summary>A guard's answer.</summary>
    Guard,

    /// <summary>An operator's command.</summary>
    Operator,

    /// <summary>The service is held.</summary>
    Held,

    /// <summary>The service only watches.</summary>
    MonitorOnly,

    /// <summary>A move has begun.</summary>
    MoveStarted,

    /// <summary>A move has ended as planned.</summary>
    MoveCompleted,

    /// <summary>A move was given up, and what it had done taken back.</summary>
    MoveAborted,

    /// <summary>A move cannot go on by itself.</summary>
    Halted,

    /// <summary>A step has begun.</summary>
    StepStarted,

    /// <summary>A step has ended well.</summary>
    StepSucceeded,

    /// <summary>A step failed and is tried again.</summary>
    StepRetried,

    /// <summary>A step failed for good.</summary>
    StepFailed,

    /// <summary>A step failed and the plan goes on without it.</summary>
    StepSkipped,

    /// <summary>A step's or soak's time is not over.</summary>
    Waiting,

    /// <summary>A step of a failback was judged.</summary>
    Analysis,

    /// <summary>A recovered region is waiting for its stability time.</summary>
    Recovering,

    /// <summary>A marker or journal says that somebody else has acted.</summary>
    Superseded,

    /// <summary>Somebody edited what is ours, or it is not ours.</summary>
    ForeignEdit,

    /// <summary>The journal cannot be written.</summary>
    JournalUnwritable,

    /// <summary>The process was suspended, or its clocks disagree: everything is read again.</summary>
    ClockJump,
}
