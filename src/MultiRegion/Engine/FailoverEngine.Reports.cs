using System.Collections.Concurrent;
using MultiRegion.Health;

namespace MultiRegion;

/// <content>What the application and other vantage points report.</content>
public sealed partial class FailoverEngine
{
    private readonly ConcurrentQueue<TrafficSample> _reported = new();
    private readonly ConcurrentQueue<VantageObservation> _observed = new();

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
