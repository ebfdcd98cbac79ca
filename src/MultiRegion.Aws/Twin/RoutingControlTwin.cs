using System.Collections.Immutable;

namespace MultiRegion.Aws.Twin;

/// <summary>ARC routing controls behind their five regional endpoints. Pure: a change gives another value.</summary>
/// <param name="States">Whether each control is on.</param>
/// <param name="Rules">What must hold after each change.</param>
internal sealed record RoutingControlTwin(ImmutableDictionary<string, bool> States, ImmutableArray<AssertionRule> Rules)
{
    /// <summary>How many regional endpoints a cluster has.</summary>
    public const int Endpoints = 5;

    /// <summary>How many of them can be reached at any time.</summary>
    public const int AlwaysAvailable = 3;

    /// <summary>The region that configuration calls go to: clusters, controls, rules; never their states.</summary>
    public const string ControlRegion = "us-west-2";

    /// <summary>When the last change happened; null: never.</summary>
    public TimeSpan? ChangedAt { get; init; }

    /// <summary>The controls that the last change touched.</summary>
    public ImmutableHashSet<string> Changed { get; init; } = [];

    /// <summary>How many endpoints a client asks until one answers, when it goes on to the next after each failure.</summary>
    /// <param name="isAvailable">By the number of the endpoint.</param>
    /// <param name="first">Which one is asked first.</param>
    public static int Attempts(Func<int, bool> isAvailable, int first) =>
        Enumerable.Range(0, Endpoints).First(attempt => isAvailable((first + attempt) % Endpoints)) + 1;

    /// <summary>Changes some controls in one transaction: all, or none.</summary>
    /// <param name="changes">The new states.</param>
    /// <param name="now">On a clock of one's own.</param>
    public Result<RoutingControlTwin> Update(ImmutableDictionary<string, bool> changes, TimeSpan now)
    {
        var states = States.SetItems(changes);
        return Rules.FirstOrDefault(rule => rule.IsWaiting(this, changes.Keys, now)) is { } waiting ? Problem.Throttled($"ConflictException: within the wait period of rule {waiting.Name}.")
            : Rules.FirstOrDefault(rule => !rule.Holds(states)) is { } broken ? Problem.Refused($"ConflictException: it would break rule {broken.Name}.")
            : this with { States = states, ChangedAt = now, Changed = [.. changes.Keys] };
    }
}

/// <summary>That at least so many of some controls are on.</summary>
internal sealed record AssertionRule(string Name, ImmutableArray<string> Controls, int AtLeast)
{
    /// <summary>How long after a change further ones are refused.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(5000);

    public bool Holds(ImmutableDictionary<string, bool> states) => Controls.Count(control => states[control]) >= AtLeast;

    public bool IsWaiting(RoutingControlTwin twin, IEnumerable<string> touched, TimeSpan now) =>
        twin.ChangedAt is { } at && now - at < Wait && Controls.Any(twin.Changed.Contains) && touched.Any(control => Controls.Contains(control));
}
