namespace MultiRegion.Probing.Batch;

/// <summary>A probe of the batch loop that somebody awaits and can cancel.</summary>
internal sealed class AwaitedExchange : IExchangeOwner
{
    private readonly TaskCompletionSource<ProbeResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Exchange _exchange;

    public AwaitedExchange(BatchLoop loop, Question question, bool isFresh) => _exchange = new(loop, question, this, isFresh);

    public async ValueTask<ProbeResult> RunAsync(CancellationToken cancellationToken)
    {
        _exchange.Begin();
        _exchange.Announce();
        await using (cancellationToken.UnsafeRegister(static about => ((Exchange)about!).Cancel(), _exchange).ConfigureAwait(false))
        {
            return await _result.Task.ConfigureAwait(false);
        }
    }

    public void Over(ProbeResult result) => _result.TrySetResult(result);
}
