using System.Globalization;

namespace MultiRegion.Probing;

/// <summary>Counts the children of a composite: Unknown ones count neither way.</summary>
internal readonly record struct CompositeTally(int Children, int Required)
{
    public int Successes { get; private init; }

    public int Failures { get; private init; }

    public int Unknowns { get; private init; }

    public Finding? FirstUnknown { get; private init; }

    public Finding? FirstFailure { get; private init; }

    public CompositeTally With(ProbeResult result)
    {
        var finding = new Finding(result.Outcome, result.Reason, result.Detail);
        return result.Outcome switch
        {
            ProbeOutcome.Success => this with { Successes = Successes + 1 },
            ProbeOutcome.Failure => this with { Failures = Failures + 1, FirstFailure = FirstFailure ?? finding },
            _ => this with { Unknowns = Unknowns + 1, FirstUnknown = FirstUnknown ?? finding },
        };
    }

    /// <summary>The verdict, as soon as the missing children cannot change it; null before.</summary>
    public Finding? Decided()
    {
        if (Successes >= Required)
        {
            return Finding.Ok;
        }

        if (Failures > Children - Required)
        {
            return Finding.Failure(ProbeReason.TooFew, Words(FirstFailure));
        }

        return Successes + Failures + Unknowns == Children ? Finding.Unknown(FirstUnknown!.Value.Reason, Words(FirstUnknown)) : null;
    }

    private string Words(Finding? first) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Successes} of {Children} succeeded, {Required} needed; first: {first?.Reason}{(first?.Detail is { } detail ? $" ({detail})" : "")}");
}
