namespace MultiRegion.Shared.Http;

/// <summary>Makes one attempt of a call. Whatever happens to it is a verdict; only the caller's own cancellation is thrown.</summary>
internal sealed class HttpAttempt(HttpMessageInvoker http, RetrySettings settings, TimeProvider time)
{
    public async ValueTask<Verdict<T>> MakeAsync<T>(HttpCall<T> call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var reply = await ExchangeAsync(call, either.Token).ConfigureAwait(false);
            return reply is not null ? call.Read(reply) : TooLong<T>(call.Name);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Verdict<T>.Doubtful(Problem.Unreachable($"{call.Name}: no answer within {settings.AttemptTimeout.TotalSeconds:0.#} s."));
        }
        catch (HttpRequestException error)
        {
            return Broken<T>(call.Name, error);
        }
        catch (IOException)
        {
            return Verdict<T>.Doubtful(Problem.Unreachable($"{call.Name}: the answer was cut off."));
        }
        catch (Exception error) when (call.Explain?.Invoke(error) is { } problem)
        {
            return Verdict<T>.Bad(problem, problem.Retryable);
        }
    }

    private async ValueTask<HttpReply?> ExchangeAsync<T>(HttpCall<T> call, CancellationToken cancellationToken)
    {
        using var request = call.Request();
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await BoundedBody.ReadAsync(response.Content, settings.LargestBody, cancellationToken).ConfigureAwait(false);
        return body is null ? null : new(response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", body)
        {
            Date = response.Headers.Date,
            RetryAfter = RetryAfter(response),
            Header = name => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null,
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private Verdict<T> TooLong<T>(string name) => Verdict<T>.Doubtful(
        Problem.Failed($"{name}: the answer is longer than {settings.LargestBody} bytes and was not read to its end.", retryable: true), again: false);

    /// <summary>Without a connection nothing was sent. The exception's own text may hold anything: it is not repeated.</summary>
    private static Verdict<T> Broken<T>(string name, HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => NotSent<T>($"{name}: the host name of the endpoint could not be resolved."),
        HttpRequestError.ConnectionError => NotSent<T>($"{name}: no connection to the endpoint."),
        HttpRequestError.SecureConnectionError => NotSent<T>($"{name}: no secure connection to the endpoint (TLS failed)."),
        HttpRequestError.ProxyTunnelError => NotSent<T>($"{name}: the proxy made no tunnel to the endpoint."),
        _ => Verdict<T>.Doubtful(Problem.Unreachable($"{name}: the connection broke before the answer was whole ({error.HttpRequestError}).")),
    };

    private static Verdict<T> NotSent<T>(string detail) => Verdict<T>.Bad(Problem.Unreachable(detail), again: true);
}
