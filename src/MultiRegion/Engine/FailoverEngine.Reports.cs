using System.Collections.Concurrent;
using MultiRegion.Engine;
using MultiRegion.Health;

namespace MultiRegion;

/// <content>What the application and other vantage points report.</content>
public sealed partial class FailoverEngine
{
    private readonly ConcurrentQueue<TrafficSample> _reported = new();
    private readonly ConcurrentQueue<VantageObservation> _observed = new();
    private readonly CallLog _calls = new();

    /// <summary>Reports what users got from a region lately. Safe from any thread.</summary>
    /// <param name="sample">The sample.</param>
    /// <exception cref="ArgumentException">A number in it cannot be: negative, or more errors than requests.</exception>
    public void Report(TrafficSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Requests < 0 || sample.Errors < 0 || sample.Errors > sample.Requests || sample.OpenConnections < 0 || sample.MeanLatency < TimeSpan.Zero)
        {
            throw new ArgumentException($"A sample has 0 or more requests, of which 0 to all failed, and no negative latency or connections: {sample}.", nameof(sample));
        }

        // Machine time goes back when the journal is read again, and would take old reports for new ones.
        _view.Traffic.Add(sample, _clock.Process);
        _reported.Enqueue(sample);
    }

    /// <summary>
    /// Reports what became of one of the application's own calls. Calls are summed up to windows of users' traffic, as by
    /// <see cref="Report"/>, so report either calls or samples of a service. Five errors within a second that are half of the calls
    /// make the region be probed at once; no number of them is a failure by itself. Calls of a service or region that is not in the
    /// topology count nowhere. Safe from any thread; takes no longer than a lock.
    /// </summary>
    /// <param name="service">The service that was called.</param>
    /// <param name="region">The region that the call was sent to.</param>
    /// <param name="failed">Whether it failed through the region's fault: no answer, a server error.</param>
    /// <param name="latency">How long the answer took; at least zero. Not used for a call that failed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="latency"/> is negative.</exception>
    public void ReportCall(ServiceId service, RegionId region, bool failed, TimeSpan latency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        if (Find(service) is { } known && known.DeploymentIn(region) is not null && _calls.Add(service, region, failed, latency, _clock.Process))
        {
            _bell.Ring(new(service, region));
        }
    }

    /// <summary>The region of a service whose endpoint an address is; null when it is nobody's.</summary>
    internal RegionId? RegionAt(ServiceId service, Uri uri)
    {
        foreach (var deployment in Find(service)?.Deployments ?? [])
        {
            var endpoint = deployment.Endpoint;
            if (string.Equals(endpoint.Host, uri.IdnHost, StringComparison.OrdinalIgnoreCase) && (endpoint.Port is null ? uri.IsDefaultPort : endpoint.Port == uri.Port))
            {
                return deployment.Region;
            }
        }

        return null;
    }

    private ServiceDefinition? Find(ServiceId service)
    {
        foreach (var known in _parts.Topology.Current.Services)
        {
            if (known.Id == service)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>
    /// Reports what another vantage point sees, so that verdicts rest on a quorum. Report each region at least as often as
    /// its service is probed: a vote older than <see cref="HealthSettings.StaleAfter"/> is Unknown. Safe from any thread.
    /// </summary>
    /// <param name="observation">What it sees.</param>
    /// <exception cref="ArgumentException">The vantage point is this process's own, or a time is negative.</exception>
    public void ReportVantage(VantageObservation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (observation.Vantage == VantageDefinition.Local.Id || observation.FailingFor < TimeSpan.Zero || observation.SinceLastSuccess < TimeSpan.Zero)
        {
            throw new ArgumentException($"Only other vantage points are reported, and no time is negative: {observation}.", nameof(observation));
        }

        _observed.Enqueue(observation);
        _signal.Set();
    }

    private void FoldReports()
    {
        foreach (var window in _calls.Take(_parts.Topology.Current, _clock.Process))
        {
            Report(window);
        }

        while (_reported.TryDequeue(out var sample))
        {
            _health.Fold(sample);
        }

        var now = _clock.Process;
        while (_observed.TryDequeue(out var seen))
        {
            _health.Fold(new VantageReport(seen.Vantage, seen.Service, seen.Region, seen.Verdict, now, now - seen.FailingFor, now - seen.SinceLastSuccess));
        }
    }
}
