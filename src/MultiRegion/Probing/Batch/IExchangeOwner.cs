namespace MultiRegion.Probing.Batch;

/// <summary>Whoever wants to know what a probe has found.</summary>
internal interface IExchangeOwner
{
    /// <summary>It is over. Called once for each time it was begun, on the batch loop; must return at once.</summary>
    void Over(ProbeResult result);
}
