namespace MultiRegion.Probing;

/// <summary>Cancels probes.</summary>
internal static class Cancellation
{
    /// <summary>Cancels. Callbacks run here; one that throws is its probe's own bug, and must not harm the others.</summary>
    public static void CancelQuietly(this CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException)
        {
        }
    }
}
