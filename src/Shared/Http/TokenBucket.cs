namespace MultiRegion.Shared.Http;

/// <summary>
/// Lets so many calls through at once and so many a second after that. Callers are served in the order in which they come: the level
/// goes on falling for those who wait.
/// </summary>
/// <param name="capacity">How many go through at once.</param>
/// <param name="perSecond">How many come back in a second.</param>
/// <param name="time">What time it is.</param>
internal sealed class TokenBucket(double capacity, double perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();

    // Counted from a full bucket: zero is full, and below minus the capacity callers wait.
    private double _level;
    private long _seen = time.GetTimestamp();

    /// <summary>Takes one, and waits until it is there.</summary>
    public ValueTask TakeAsync(CancellationToken cancellationToken) => TakeAsync([this], time, cancellationToken);

    /// <summary>Takes one from each, and waits until all are there.</summary>
    public static async ValueTask TakeAsync(IReadOnlyCollection<TokenBucket> buckets, TimeProvider time, CancellationToken cancellationToken)
    {
        var wait = buckets.Count == 0 ? TimeSpan.Zero : buckets.Max(static bucket => bucket.Take());
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            foreach (var bucket in buckets)
            {
                bucket.Return();
            }

            throw;
        }
    }

    private TimeSpan Take()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _level = Math.Min(0, _level + (time.GetElapsedTime(_seen, now).TotalSeconds * perSecond)) - 1;
            _seen = now;
            var missing = -_level - capacity;

            // Rounded up to a whole tick: a timer that is early by a fraction would let one through too soon.
            return missing <= 0 ? TimeSpan.Zero : new((long)Math.Ceiling(missing / perSecond * TimeSpan.TicksPerSecond));
        }
    }

    private void Return()
    {
        lock (_gate)
        {
            _level = Math.Min(0, _level + 1);
        }
    }
}
