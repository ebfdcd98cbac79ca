using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace MultiRegion.Shared.Http;

/// <summary>Makes calls: each attempt with a time-out, again after a wait of full jitter, until it went well, is final, or time is up.</summary>
internal sealed class HttpCaller(HttpMessageInvoker http, RetrySettings settings, TimeProvider time, Func<double> roll, ILogger logger)
{
    private readonly HttpAttempt _attempt = new(http, settings, time);
    private readonly ResiliencePipeline? _pipeline = Pipeline(settings, time, roll, logger);

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<Result<T>> CallAsync<T>(HttpCall<T> call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var tries = new Tries<T>(call, _attempt);
        try
        {
            return tries.End(await RunAsync(tries, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return tries.TimeUp(settings.Deadline);
        }
    }

    private ValueTask<Verdict<T>> RunAsync<T>(Tries<T> tries, CancellationToken cancellationToken) => _pipeline is { } pipeline
        ? pipeline.ExecuteAsync(static (tries, token) => tries.NextAsync(token), tries, cancellationToken)
        : tries.NextAsync(cancellationToken);

    private static ResiliencePipeline? Pipeline(RetrySettings settings, TimeProvider time, Func<double> roll, ILogger logger) => settings.Attempts <= 1 ? null
        : new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = settings.Attempts - 1,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is Verdict { Again: true } verdict && !AsksTooMuch(verdict, settings)),
            OnRetry = args => Tell(logger, args.AttemptNumber + 1, args.RetryDelay, (args.Outcome.Result as Verdict)?.Problem),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Wait((args.Outcome.Result as Verdict)?.Problem?.RetryAfter, args.AttemptNumber, settings, roll())),
        }).Build();

    private static ValueTask Tell(ILogger logger, int attempt, TimeSpan wait, Problem? problem)
    {
        HttpLog.Again(logger, attempt, wait, problem?.Kind, problem?.Detail);
        return ValueTask.CompletedTask;
    }

    private static bool AsksTooMuch(Verdict verdict, RetrySettings settings) => verdict.Problem?.RetryAfter > settings.LongestWait;

    /// <summary>Full jitter: anything from nothing to the back-off. What the server asks for comes on top, so that its callers do not return together.</summary>
    private static TimeSpan Wait(TimeSpan? asked, int attempt, RetrySettings settings, double roll) =>
        (asked ?? TimeSpan.Zero) + (roll * Min(settings.LongestWait, settings.FirstWait * Math.Pow(2, Math.Min(attempt, 30))));

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    /// <summary>The attempts of one call.</summary>
    private sealed class Tries<T>(HttpCall<T> call, HttpAttempt attempt)
    {
        private Verdict<T>? _last;
        private Problem? _doubt;
        private int _count;
        private bool _flying;

        public async ValueTask<Verdict<T>> NextAsync(CancellationToken cancellationToken)
        {
            if (call.Admit is { } admit)
            {
                await admit(cancellationToken).ConfigureAwait(false);
            }

            (_count, _flying) = (_count + 1, true);
            _last = await attempt.MakeAsync(call, cancellationToken).ConfigureAwait(false);
            _flying = false;
            _doubt ??= call.Writes && _last.Doubt ? _last.Problem : null;
            return call.OnlyOnce && _last.Doubt ? _last with { Again = false } : _last;
        }

        public Result<T> End(Verdict<T> verdict) => verdict.Problem is not { } problem ? verdict.Result
            : _doubt is null ? Tried(problem)
            : verdict.Doubt ? Tried(problem, "It may have taken effect: read before writing again.")
            : call.AfterDoubt?.Invoke(problem) ?? Doubted(problem, _doubt);

        public Problem TimeUp(TimeSpan deadline)
        {
            if (_count == 0)
            {
                return Problem.Throttled($"{call.Name}: not sent within {deadline.TotalSeconds:0.#} s: our own request budget holds it back.");
            }

            var sofar = _last?.Problem is { } problem ? $" The last attempt: {problem.Detail}" : "";
            var effect = !call.Writes || (_doubt is null && !_flying) ? "" : " It may have taken effect: read before writing again.";
            return Problem.Unreachable($"{call.Name}: no success within {deadline.TotalSeconds:0.#} s and {_count} attempt(s).{sofar}{effect}");
        }

        /// <summary>A refusal after an answer that was lost may be the echo of our own success.</summary>
        private static Problem Doubted(Problem problem, Problem doubt) => problem.Kind is ProblemKind.Denied or ProblemKind.Throttled
            ? problem with { Detail = $"{problem.Detail} An earlier attempt may have taken effect ({doubt.Detail}): read before writing again." }
            : Problem.Unreachable($"An earlier attempt may have taken effect ({doubt.Detail}), and the next was refused ({problem.Detail}): read before writing again.");

        private Problem Tried(Problem problem, string? effect = null) => problem with
        {
            Detail = $"{problem.Detail}{(_count > 1 ? $" ({_count} attempts)" : "")}{(effect is null ? "" : $" {effect}")}",
        };
    }
}
