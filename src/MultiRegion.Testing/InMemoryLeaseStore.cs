namespace MultiRegion.Testing;

/// <summary>A lease that expires on the monotonic clock.</summary>
/// <param name="time">The clock.</param>
public sealed class InMemoryLeaseStore(TimeProvider time) : ILeaseStore
{
    private readonly Lock _gate = new();
    private readonly Faults _faults = new();
    private Lease? _lease;

    /// <summary>Who holds the lease now; null: nobody.</summary>
    public ControllerId? Holder
    {
        get
        {
            lock (_gate)
            {
                return HolderNeedsLock();
            }
        }
    }

    /// <summary>Makes the next acquisitions fail without any effect.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many; at least 1.</param>
    public void FailNext(Problem problem, int times = 1) => _faults.FailNext(problem, times);

    /// <summary>Ends the lease, whoever holds it.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            _lease = null;
        }
    }

    /// <inheritdoc />
    public ValueTask<Result<LeaseHolder>> AcquireAsync(ControllerId controller, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<Result<LeaseHolder>>(_faults.Take() is { } problem ? problem : Acquire(controller, duration));
        }
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(ControllerId controller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _lease = _lease?.Controller == controller ? null : _lease;
        }

        return ValueTask.CompletedTask;
    }

    private LeaseHolder Acquire(ControllerId controller, TimeSpan duration)
    {
        if ((HolderNeedsLock() ?? controller) == controller)
        {
            _lease = new(controller, time.GetTimestamp(), duration);
        }

        return new(_lease!.Controller);
    }

    private ControllerId? HolderNeedsLock() =>
        _lease is { } lease && time.GetElapsedTime(lease.Since) < lease.Duration ? lease.Controller : default(ControllerId?);

    private sealed record Lease(ControllerId Controller, long Since, TimeSpan Duration);
}
