namespace MultiRegion.Routing;

/// <summary>How an <see cref="EmbeddedRouter"/> keeps its routes, and how an <see cref="EmbeddedRouteFollower"/> reads them.</summary>
public sealed class EmbeddedRouterOptions
{
    /// <summary>
    /// The file that holds the routes, on a local disk; null: memory only, which a follower cannot read. Beside it lie
    /// <c>.lock</c> and, during a write, <c>.tmp</c>. Default null.
    /// </summary>
    public string? StatePath { get; set; }

    /// <summary>How old routes may be until a call looks at the file again. Zero: each call looks. Default 20 ms.</summary>
    public TimeSpan FollowInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a write waits for another process that is writing. Default 5 s.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The seed of the rolls that the router draws itself; null: from the clock. Default null.</summary>
    public long? Seed { get; set; }

    internal EmbeddedRouterOptions Checked()
    {
        if (StatePath is not null && string.IsNullOrWhiteSpace(StatePath))
        {
            throw new ArgumentException($"{nameof(StatePath)} is blank: name a file, or leave it null to keep the routes in memory.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(FollowInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.Zero);
        return this;
    }
}
