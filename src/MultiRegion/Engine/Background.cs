namespace MultiRegion.Engine;

/// <summary>
/// One read or request at a time beside the loop. Its outcome is taken by a later round; it is given up at its time-out, so
/// that a peer which never answers holds up nothing.
/// </summary>
internal sealed class Background<T>(TimeProvider time, Action wake) : IDisposable
{
    private Attempt? _attempt;

    public bool IsRunning => _attempt is not null;

    public void Start(Func<CancellationToken, ValueTask<T>> run, TimeSpan timeout)
    {
        _attempt = new Attempt(new CancellationTokenSource(timeout, time));
        _ = _attempt.RunAsync(run, wake);
    }

    /// <summary>Takes the outcome: the value, or null and the problem; false while there is none.</summary>
    public bool TryTake(out Result<T> outcome)
    {
        if (_attempt is not { IsOver: true } over)
        {
            outcome = default;
            return false;
        }

        (outcome, _attempt) = (over.Outcome, null);
        over.Dispose();
        return true;
    }

    /// <summary>Gives up what is under way; what it still brings is nobody's.</summary>
    public void Cancel()
    {
        _attempt?.Cancel();
        _attempt?.Dispose();
        _attempt = null;
    }

    public void Dispose() => Cancel();

    private sealed class Attempt(CancellationTokenSource cancellation) : IDisposable
    {
        private volatile bool _over;

        public bool IsOver => _over;

        public Result<T> Outcome { get; private set; } = Problem.Unreachable("no answer in time");

        public void Cancel() => cancellation.Cancel();

        public void Dispose() => cancellation.Dispose();

        public async Task RunAsync(Func<CancellationToken, ValueTask<T>> run, Action wake)
        {
            // Whatever ignores its token is left behind at the time-out, and what it brings later is nobody's.
            using var registration = cancellation.Token.Register(() => End(wake));
            try
            {
                var value = await run(cancellation.Token).ConfigureAwait(false);
                Outcome = _over ? Outcome : value;
            }
            catch (OperationCanceledException)
            {
                // The outcome says so already.
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Outcome = _over ? Outcome : Problem.Failed($"it threw {error.GetType().Name}", retryable: true);
            }

            End(wake);
        }

        private void End(Action wake)
        {
            _over = true;
            wake();
        }
    }
}
