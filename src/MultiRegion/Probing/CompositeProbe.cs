using System.Collections.Immutable;

namespace MultiRegion.Probing;

/// <summary>Sends several probes at once and is done as soon as enough of them have answered.</summary>
internal sealed class CompositeProbe(ImmutableArray<IHealthProbe> probes, int required, TimeProvider time) : IPromptProbe
{
    public bool IsPrompt { get; } = probes.All(static probe => probe is IPromptProbe { IsPrompt: true });

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) =>
        ProbeAsync(target, static (probe, target, token) => probe.ProbeAsync(target, token), cancellationToken);

    public ValueTask<ProbeResult> ProbeFreshAsync(ProbeTarget target, CancellationToken cancellationToken) =>
        ProbeAsync(
            target,
            static (probe, target, token) => probe is IPromptProbe prompt ? prompt.ProbeFreshAsync(target, token) : probe.ProbeAsync(target, token),
            cancellationToken);

    private async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, Send send, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var round = new Round(probes.Length, required);
        for (var at = 0; at < probes.Length && !round.Verdict.IsCompleted; at++)
        {
            _ = round.RunAsync(probes[at], target, send, rest.Token);
        }

        var finding = await round.Verdict.ConfigureAwait(false);
        rest.CancelQuietly();
        return finding.After(time.GetElapsedTime(start));
    }

    private delegate ValueTask<ProbeResult> Send(IHealthProbe probe, ProbeTarget target, CancellationToken cancellationToken);

    private sealed class Round(int children, int required)
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource<Finding> _verdict = new();
        private CompositeTally _tally = new(children, required);

        public Task<Finding> Verdict => _verdict.Task;

        public async Task RunAsync(IHealthProbe probe, ProbeTarget target, Send send, CancellationToken cancellationToken)
        {
            try
            {
                Count(await send(probe, target, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                Count(ProbeFaults.Thrown(exception, cancellationToken).After(TimeSpan.Zero));
            }
        }

        private void Count(ProbeResult result)
        {
            Finding? decided;
            lock (_lock)
            {
                _tally = _tally.With(result);
                decided = _tally.Decided();
            }

            if (decided is { } finding)
            {
                _verdict.TrySetResult(finding);
            }
        }
    }
}
