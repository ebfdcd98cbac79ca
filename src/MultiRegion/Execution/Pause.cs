namespace MultiRegion.Execution;

/// <summary>Waits without hopping threads: whoever waits goes on within the timer's call, or within the call that gives the waiting up.</summary>
internal sealed class Pause : IDisposable
{
    // Its continuations run inline on purpose: Task.Delay sends those of a cancelled delay to the thread pool.
    private readonly TaskCompletionSource _over = new();
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer _timer;

    private Pause(TimeProvider time, TimeSpan span, CancellationToken token)
    {
        _token = token;
        _timer = time.CreateTimer(static pause => ((Pause)pause!)._over.TrySetResult(), this, span, Timeout.InfiniteTimeSpan);
        _registration = token.UnsafeRegister(static pause => ((Pause)pause!).GiveUp(), this);
    }

    /// <summary>Waits for a time.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="span">How long; not negative.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static async Task ForAsync(TimeProvider time, TimeSpan span, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var pause = new Pause(time, span, cancellationToken);
        await pause._over.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
    }

    private void GiveUp() => _over.TrySetCanceled(_token);
}
