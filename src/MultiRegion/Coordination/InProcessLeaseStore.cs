namespace MultiRegion.Coordination;

/// <summary>A lease among the engines of one process: the embedded default, where the journal's folder keeps other processes out. Thread-safe.</summary>
/// <param name="time">The clock; durations are measured monotonically.</param>
internal sealed class InProcessLeaseStore(TimeProvider time) : ILeaseStore
{
    private readonly Lock _gate = new();
    private ControllerId? _holder;
    private long _takenAt;
    private TimeSpan _duration;

    /// <inheritdoc />
    public ValueTask<Result<LeaseHolder>> AcquireAsync(ControllerId controller, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_holder is null || _holder == controller || time.GetElapsedTime(_takenAt) >= _duration)
            {
                (_holder, _takenAt, _duration) = (controller, time.GetTimestamp(), duration);
            }

            return ValueTask.FromResult<Result<LeaseHolder>>(new LeaseHolder(_holder.Value));
        }
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(ControllerId controller, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _holder = _holder == controller ? null : _holder;
        }

        return ValueTask.CompletedTask;
    }
}
