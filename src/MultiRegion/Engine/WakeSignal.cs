namespace MultiRegion.Engine;

/// <summary>Wakes the loop: set from any thread, waited for by the loop alone. Setting it while nobody waits is not lost.</summary>
internal sealed class WakeSignal(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);
    private int _set;

    public bool IsSet => Volatile.Read(ref _set) == 1;

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
        {
            _semaphore.Release();
        }
    }

    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = _semaphore.WaitAsync(limit.Token);
        if (!woken.IsCompleted)
        {
            await Task.WhenAny(woken, Task.Delay(atMost, time, limit.Token)).ConfigureAwait(false);
            await limit.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            await woken.ConfigureAwait(false);
            Volatile.Write(ref _set, 0);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time was over first.
        }
    }

    /// <summary>Forgets a signal that the round about to begin answers.</summary>
    public void Clear()
    {
        if (_semaphore.Wait(0))
        {
            Volatile.Write(ref _set, 0);
        }
    }

    public void Dispose() => _semaphore.Dispose();
}
