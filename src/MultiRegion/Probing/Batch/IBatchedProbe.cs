namespace MultiRegion.Probing.Batch;

/// <summary>A probe that the batch loop carries out, without a task or a token for each.</summary>
internal interface IBatchedProbe : IPromptProbe
{
    /// <summary>What a target is probed with, one probe after the other; null: it is none for the batch.</summary>
    Exchange? Prepare(ProbeTarget target, IExchangeOwner owner);
}
