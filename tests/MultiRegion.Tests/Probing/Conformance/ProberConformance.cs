using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing.Conformance;

/// <summary>
/// What every prober of HTTP makes of targets that are hostile or broken: a verdict with its reason within the time-out, and nothing
/// left behind. Descriptors and memory are counted, so whoever derives from it belongs to the collection that runs alone.
/// </summary>
public abstract partial class ProberConformance : IDisposable
{
    private static readonly HttpProbeDefinition Plain = new();
    private static readonly HttpProbeDefinition Reading = new() { BodyContains = "green" };
    private readonly ProbeContext _context = new(TimeProvider.System);

    /// <summary>Makes the prober under test.</summary>
    private protected abstract IPromptProbe Create(HttpProbeDefinition definition, ProbeContext context);

    public void Dispose()
    {
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Probes a target that brings about a verdict by itself, before any time-out.</summary>
    private Task<ProbeResult> ProbeAsync(HttpProbeDefinition definition, int port, ProbeContext? context = null) =>
        ProbeUntilAsync(new TaskCompletionSource().Task, definition, port, context);

    /// <summary>Probes, and lets the time-out come as soon as the target has done its worst.</summary>
    private async Task<ProbeResult> ProbeUntilAsync(Task worst, HttpProbeDefinition definition, int port, ProbeContext? context = null)
    {
        using var timeout = new CancellationTokenSource();
        var probing = Create(definition, context ?? _context).ProbeAsync(Some.Target("eu", port), timeout.Token).AsTask();
        await Task.WhenAny(probing, worst);
        await timeout.CancelAsync();
        return await probing;
    }

    private async Task ShouldFindAsync(ProbeReason reason, HttpProbeDefinition definition, int port)
    {
        var result = await ProbeAsync(definition, port);
        (result.Outcome, result.Reason).ShouldBe((OutcomeOf(reason), reason), result.Detail);
    }

    private static ProbeOutcome OutcomeOf(ProbeReason reason) => reason switch
    {
        ProbeReason.Ok => ProbeOutcome.Success,
        ProbeReason.NoRoute or ProbeReason.OwnFault => ProbeOutcome.Unknown,
        _ => ProbeOutcome.Failure,
    };
}
