namespace MultiRegion.Cloudflare.Twin;

/// <summary>A session: where its first request went.</summary>
/// <param name="Pool">The pool, as the balancer names it.</param>
/// <param name="Address">The endpoint.</param>
internal sealed record EdgeSession(string Pool, string Address)
{
    /// <summary>Seconds since it began; of sessions by headers, since its last request.</summary>
    public double Age { get; init; }

    /// <summary>Seconds since its pool or endpoint was disabled, where it is.</summary>
    public double DisabledFor { get; init; }

    /// <summary>Where its hash lies, from 0 to below 1: a pool that sheds sessions sheds those below its part.</summary>
    public double Hash { get; init; }
}
