namespace MultiRegion.Kubernetes.Clusters;

/// <summary>Lets so many calls run at once. One that lasts longer than its patience goes on, and gives its place to others: what hangs does not hold up what works.</summary>
internal sealed class Gate(int most, TimeSpan patience, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _free = new(most);

    public async ValueTask<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<T> running;
        try
        {
            running = call();
            await ((Task)running).WaitAsync(patience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _free.Release();
        }

        return await running.ConfigureAwait(false);
    }

    public void Dispose() => _free.Dispose();
}
