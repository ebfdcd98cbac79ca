namespace MultiRegion.Coordination;

/// <summary>Keeps a controller's lease, and says how long it may still act on it. Used by one loop.</summary>
internal sealed class LeaseKeeper(ILeaseStore store, ControllerId self, TimeSpan duration, TimeProvider time)
{
    /// <summary>What is known.</summary>
    public LeaseState State { get; private set; }

    /// <summary>How long the lease is still ours for certain; zero when it is not.</summary>
    public TimeSpan Remaining => State.RenewedAt is { } at && duration - time.GetElapsedTime(at) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Whether the lease is ours.</summary>
    public bool Holds => Remaining > TimeSpan.Zero;

    /// <summary>Whether a write that may take so long will have ended while the lease is still ours.</summary>
    /// <param name="writeTimeout">After how long the write is given up.</param>
    public bool MaySend(TimeSpan writeTimeout) => Remaining > writeTimeout;

    /// <summary>Takes or renews the lease.</summary>
    public async ValueTask<LeaseState> RenewAsync(CancellationToken cancellationToken)
    {
        var sentAt = time.GetTimestamp();
        var answer = await store.AcquireAsync(self, duration, cancellationToken).ConfigureAwait(false);
        return State = State.Next(self, sentAt, answer);
    }

    /// <summary>Stops to act at once, for example because the clocks disagree: only a new request brings the lease back.</summary>
    public void Drop() => State = State.Drop(time.GetTimestamp());

    /// <summary>Stops to act, and lets another controller have the lease.</summary>
    public ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        Drop();
        return store.ReleaseAsync(self, cancellationToken);
    }
}
