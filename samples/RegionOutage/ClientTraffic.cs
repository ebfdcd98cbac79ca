using System.Collections.Concurrent;
using System.Globalization;
using MultiRegion;
using MultiRegion.Routing;

namespace RegionOutage;

/// <summary>One request of a client: one try, as a user sees it.</summary>
/// <param name="Id">Unique within the run; the region's access log has it too.</param>
/// <param name="Client">Which client.</param>
/// <param name="Decided">Just before the client asked the router where to go.</param>
/// <param name="Routed">Just after the router had answered.</param>
/// <param name="Ended">When it had its answer or its failure.</param>
/// <param name="Region">Where the router sent it.</param>
/// <param name="Failure">What went wrong; null when it succeeded.</param>
internal sealed record Attempt(long Id, int Client, TimeSpan Decided, TimeSpan Routed, TimeSpan Ended, RegionId Region, string? Failure)
{
    public bool Succeeded => Failure is null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Id} {Client} {Decided.TotalMilliseconds:F3} {Routed.TotalMilliseconds:F3} {Ended.TotalMilliseconds:F3} {Region} {Failure ?? "ok"}");

    public static Attempt Parse(string line)
    {
        var parts = line.Split(' ', 7);
        var (id, client) = (long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return new(id, client, At(parts[2]), At(parts[3]), At(parts[4]), parts[5], parts[6] == "ok" ? null : parts[6]);
    }

    private static TimeSpan At(string milliseconds) => TimeSpan.FromMilliseconds(double.Parse(milliseconds, CultureInfo.InvariantCulture));
}

/// <summary>Clients at a steady rate, each with one request at a time, several under way at once.</summary>
internal sealed class ClientTraffic : IDisposable
{
    private readonly EmbeddedRouteFollower _routes;
    private readonly Settings _settings;
    private readonly SharedClock _clock;
    private readonly Dictionary<EndpointAddress, RegionId> _regions;
    private readonly StreamWriter _log;
    private readonly HttpClient _http;

    public ClientTraffic(EmbeddedRouteFollower routes, ServiceDefinition service, Settings settings, SharedClock clock, string logPath)
    {
        (_routes, _settings, _clock) = (routes, settings, clock);
        _regions = service.Deployments.ToDictionary(static deployment => deployment.Endpoint, static deployment => deployment.Region);
        _log = new(logPath) { AutoFlush = true };
        _http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { Timeout = settings.RequestTimeout };
    }

    public ConcurrentQueue<Attempt> Attempts { get; } = new();

    /// <summary>Sends until told to stop, and then waits for the answers that are still due.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, _settings.Clients).Select(client => BeClientAsync(client, stop)));

    public void Dispose()
    {
        _http.Dispose();
        _log.Dispose();
    }

    private async Task BeClientAsync(int client, CancellationToken stop)
    {
        var (start, spacing) = (_clock.Now, TimeSpan.FromSeconds(1) / _settings.RequestsPerSecond);
        for (long turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var number = (turn * _settings.Clients) + client;
            var wait = start + (number * spacing) - _clock.Now;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!stop.IsCancellationRequested)
            {
                await SendAsync(number, client);
            }
        }
    }

    private async Task SendAsync(long id, int client)
    {
        var decided = _clock.Now;
        var endpoint = _routes.Route(Estate.Shop, ClientLocation.Unknown, Roll(id));
        var routed = _clock.Now;
        var failure = await AskAsync(endpoint, id);
        var attempt = new Attempt(id, client, decided, routed, _clock.Now, _regions[endpoint], failure);
        Attempts.Enqueue(attempt);
        lock (_log)
        {
            _log.WriteLine(attempt);
        }
    }

    private async Task<string?> AskAsync(EndpointAddress endpoint, long id)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://{endpoint}{LogReader.ClientPath}{id}"));
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
        }
        catch (OperationCanceledException)
        {
            return "timed out";
        }
        catch (HttpRequestException problem)
        {
            return problem.HttpRequestError.ToString();
        }
    }

    // Multiples of the golden ratio fall evenly on every share, however small, and alike in every run.
    private static double Roll(long id) => id * 0.6180339887498949 % 1;
}
