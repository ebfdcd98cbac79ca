namespace MultiRegion.Probing;

/// <summary>A probe that never uses a connection which was there before.</summary>
internal sealed class FreshProbe(IPromptProbe probe) : IPromptProbe
{
    public bool IsPrompt => probe.IsPrompt;

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) => probe.ProbeFreshAsync(target, cancellationToken);
}
