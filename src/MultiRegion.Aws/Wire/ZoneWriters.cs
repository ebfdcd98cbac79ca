using System.Collections.Concurrent;

namespace MultiRegion.Aws.Wire;

/// <summary>Route 53 takes one change of a zone at a time: writers of a zone wait for each other.</summary>
internal sealed class ZoneWriters
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _zones = new(StringComparer.Ordinal);

    public async ValueTask<T> AloneAsync<T>(string zone, Func<ValueTask<T>> write, CancellationToken cancellationToken)
    {
        var gate = _zones.GetOrAdd(zone, static _ => new(1, 1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await write().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
