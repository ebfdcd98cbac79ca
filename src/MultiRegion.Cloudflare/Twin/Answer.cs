using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>What a client is given.</summary>
/// <param name="Parts">The probability of each pool; together 1, unless there is a <paramref name="Failure"/> or a <paramref name="Fixed"/> response.</param>
/// <param name="Failure">What it gets when there is no pool.</param>
/// <param name="Fixed">What a rule answers itself.</param>
internal sealed record Answer(ImmutableArray<PoolPart> Parts, string? Failure = null, FixedResponse? Fixed = null)
{
    public double this[string pool] => Parts.Where(part => part.Pool == pool).Sum(static part => part.Probability);
}

/// <param name="Pool">The pool.</param>
/// <param name="Probability">Above 0, up to 1.</param>
/// <param name="IsFallback">Whether as the fallback pool, whatever its health.</param>
internal readonly record struct PoolPart(string Pool, double Probability, bool IsFallback);

/// <summary>What the checks say of an origin.</summary>
internal enum OriginState
{
    /// <summary>Not checked yet.</summary>
    Unknown,

    Up,

    Down,
}
