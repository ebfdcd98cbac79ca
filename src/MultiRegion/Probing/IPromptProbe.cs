namespace MultiRegion.Probing;

/// <summary>A probe of which we know that it ends as soon as it is cancelled, unless our own threads are held up.</summary>
internal interface IPromptProbe : IHealthProbe
{
    bool IsPrompt => true;

    /// <summary>Probes over connections of its own, made for it and closed after it.</summary>
    ValueTask<ProbeResult> ProbeFreshAsync(ProbeTarget target, CancellationToken cancellationToken) => ProbeAsync(target, cancellationToken);
}
