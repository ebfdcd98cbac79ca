using System.Diagnostics.CodeAnalysis;

namespace MultiRegion;

/// <summary>What kind of bad news a call brings.</summary>
public enum ProblemKind
{
    /// <summary>The receiver will not do it: not expressible, not allowed, not valid. The detail says why.</summary>
    Refused,

    /// <summary>Too many requests; later it may work.</summary>
    Throttled,

    /// <summary>Somebody else changed the thing since it was read, or wrote under a higher or an equal (epoch, sequence).</summary>
    Conflict,

    /// <summary>The marker found there is newer than the writer's: the writer has been superseded and must stop.</summary>
    Fenced,

    /// <summary>The thing is not marked as ours, or a person edited it since: nothing is touched until an operator adopts it.</summary>
    NotOwned,

    /// <summary>The receiver could not be reached or did not answer in time; whether the call took effect is unknown.</summary>
    Unreachable,

    /// <summary>The receiver answered with an error of its own.</summary>
    Failed,

    /// <summary>The identity used has no right to do it.</summary>
    Denied,

    /// <summary>The thing asked for is not there.</summary>
    NotFound,
}

/// <summary>Bad news as a value: exceptions are for bugs and broken contracts.</summary>
/// <param name="Kind">What kind of bad news.</param>
/// <param name="Detail">What happened and what to do about it, in words; never holds a secret.</param>
/// <param name="Retryable">Whether the same call can succeed later without anybody changing anything.</param>
public sealed record Problem(ProblemKind Kind, string Detail, bool Retryable)
{
    /// <summary>How long the receiver asks to wait before a retry; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A refusal: final, with its reason.</summary>
    public static Problem Refused(string detail) => new(ProblemKind.Refused, detail, Retryable: false);

    /// <summary>Throttling: a retry helps, after the wait if one was given.</summary>
    public static Problem Throttled(string detail, TimeSpan? retryAfter = null) =>
        new(ProblemKind.Throttled, detail, Retryable: true) { RetryAfter = retryAfter };

    /// <summary>The live state is no longer what the plan saw: plan again.</summary>
    public static Problem Conflict(string detail) => new(ProblemKind.Conflict, detail, Retryable: true);

    /// <summary>A newer epoch has been there: stop.</summary>
    public static Problem Fenced(string detail) => new(ProblemKind.Fenced, detail, Retryable: false);

    /// <summary>Not ours, or edited by somebody since.</summary>
    public static Problem NotOwned(string detail) => new(ProblemKind.NotOwned, detail, Retryable: false);

    /// <summary>No answer: a retry of an idempotent call is in order.</summary>
    public static Problem Unreachable(string detail) => new(ProblemKind.Unreachable, detail, Retryable: true);

    /// <summary>An error of the receiver.</summary>
    public static Problem Failed(string detail, bool retryable) => new(ProblemKind.Failed, detail, retryable);

    /// <inheritdoc />
    public override string ToString() => $"{Kind}: {Detail}";
}

/// <summary>A value, or the problem that came instead.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly record struct Result<T>
{
    private Result(T? value, Problem? problem)
    {
        Value = value;
        Problem = problem;
    }

    /// <summary>The value; null when there is a <see cref="Problem"/>.</summary>
    public T? Value { get; }

    /// <summary>The problem; null when there is a value.</summary>
    public Problem? Problem { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Problem is null;

    /// <summary>Wraps a value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a problem.</summary>
    public static implicit operator Result<T>(Problem problem) => new(default, problem);
}
