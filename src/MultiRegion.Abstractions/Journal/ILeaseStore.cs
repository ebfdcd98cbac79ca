namespace MultiRegion;

/// <summary>Elects which controller acts. A lease says who tries; only the journal's compare-and-set says who did.</summary>
public interface ILeaseStore
{
    /// <summary>Takes or renews the lease.</summary>
    /// <param name="controller">Who wants it.</param>
    /// <param name="duration">For how long, from when the store received it.</param>
    /// <param name="cancellationToken">Cancels the waiting; the lease may have been taken.</param>
    /// <returns>Who holds the lease now, which may be another controller.</returns>
    ValueTask<Result<LeaseHolder>> AcquireAsync(ControllerId controller, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives the lease up, if it is held by this controller.</summary>
    /// <param name="controller">Who held it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    ValueTask ReleaseAsync(ControllerId controller, CancellationToken cancellationToken);
}

/// <summary>Who holds the lease.</summary>
/// <param name="Controller">The holder.</param>
public sealed record LeaseHolder(ControllerId Controller);
