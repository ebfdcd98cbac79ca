namespace MultiRegion.Shared.Http;

/// <summary>What one attempt of a call came to.</summary>
/// <param name="Problem">Null when it went well.</param>
/// <param name="Again">Whether another attempt is in order right away (after the back-off).</param>
/// <param name="Doubt">Whether the attempt may have taken effect although it did not go well.</param>
internal abstract record Verdict(Problem? Problem, bool Again, bool Doubt);

/// <summary>What one attempt of a call came to, with the value that it brought.</summary>
internal sealed record Verdict<T>(Result<T> Result, bool Again = false, bool Doubt = false) : Verdict(Result.Problem, Again, Doubt)
{
    /// <summary>It went well.</summary>
    public static Verdict<T> Good(T value) => new(value);

    /// <summary>It did not take effect.</summary>
    public static Verdict<T> Bad(Problem problem, bool again) => new(problem, again);

    /// <summary>Whether it took effect is unknown.</summary>
    public static Verdict<T> Doubtful(Problem problem, bool again = true) => new(problem, again, Doubt: true);
}
