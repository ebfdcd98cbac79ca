namespace MultiRegion.Coordination;

/// <summary>What a controller knows of the lease. All times are monotonic timestamps of one clock.</summary>
internal readonly record struct LeaseState
{
    /// <summary>Nothing is known, nothing is held.</summary>
    public static LeaseState Unknown => default;

    /// <summary>Who held it at the last answer; null before the first.</summary>
    public ControllerId? Holder { get; private init; }

    /// <summary>When the last request that won it was sent; null when it is not held.</summary>
    public long? RenewedAt { get; private init; }

    /// <summary>The problem of the last request; null when it was answered.</summary>
    public Problem? Trouble { get; private init; }

    /// <summary>Requests sent before this count for nothing.</summary>
    private long NotBefore { get; init; }

    /// <summary>
    /// What is known after a request for the lease. It counts from the moment the request was sent, which is before the store
    /// starts to count; without an answer what was known stands, and runs out by itself.
    /// </summary>
    /// <param name="self">Who asked.</param>
    /// <param name="sentAt">When the request was sent.</param>
    /// <param name="answer">What the store said.</param>
    public LeaseState Next(ControllerId self, long sentAt, Result<LeaseHolder> answer) =>
        !answer.Succeeded ? this with { Trouble = answer.Problem }
        : answer.Value.Controller != self ? this with { Holder = answer.Value.Controller, RenewedAt = null, Trouble = null }
        : sentAt < NotBefore ? this with { Holder = self, Trouble = null }
        : this with { Holder = self, RenewedAt = Math.Max(sentAt, RenewedAt ?? sentAt), Trouble = null };

    /// <summary>Gives up what is held, until a request sent from now on wins it again.</summary>
    /// <param name="now">The present.</param>
    public LeaseState Drop(long now) => this with { RenewedAt = null, NotBefore = now };
}
