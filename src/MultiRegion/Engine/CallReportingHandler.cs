using System.Net;

namespace MultiRegion;

/// <summary>
/// Reports to an engine what became of an application's own calls through an <see cref="HttpClient"/>: see
/// <see cref="FailoverEngine.ReportCall"/>. The region is that whose endpoint of the service the request goes to; calls to any other
/// place are not reported. Adds nothing to a request and changes no answer.
/// </summary>
/// <remarks>
/// An answer below 500 is a success, whatever it says; 500 and above, no connection and a broken answer are failures. A call that the
/// caller gives up is a failure when it has waited for at least <see cref="FailedAfter"/>, and is not counted otherwise.
/// </remarks>
public sealed class CallReportingHandler : DelegatingHandler
{
    private readonly Func<FailoverEngine> _engine;
    private readonly ServiceId _service;
    private readonly TimeProvider _time;

    /// <summary>Makes a handler for the calls to one service.</summary>
    /// <param name="engine">The engine; it stays the caller's.</param>
    /// <param name="service">The service.</param>
    /// <param name="timeProvider">Measures the calls; null: the system's clock.</param>
    public CallReportingHandler(FailoverEngine engine, ServiceId service, TimeProvider? timeProvider = null)
        : this(() => engine, service, timeProvider) => ArgumentNullException.ThrowIfNull(engine);

    // An engine may itself be made of parts that call out: it is looked for at the first call, not before.
    internal CallReportingHandler(Func<FailoverEngine> engine, ServiceId service, TimeProvider? timeProvider) =>
        (_engine, _service, _time) = (engine, service, timeProvider ?? TimeProvider.System);

    /// <summary>After how long a call that its caller gives up counts as failed, the client's own time-out among them. Default 500 ms.</summary>
    public TimeSpan FailedAfter { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not { IsAbsoluteUri: true } uri || _engine().RegionAt(_service, uri) is not { } region)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var start = _time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Report(region, response.StatusCode >= HttpStatusCode.InternalServerError, start);
            return response;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested || _time.GetElapsedTime(start) >= FailedAfter)
        {
            Report(region, failed: true, start);
            throw;
        }
    }

    private void Report(RegionId region, bool failed, long start) => _engine().ReportCall(_service, region, failed, _time.GetElapsedTime(start));
}
