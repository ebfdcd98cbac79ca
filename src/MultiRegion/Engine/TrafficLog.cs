using MultiRegion.Execution;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>What was reported of users' traffic lately. Written and read from any thread.</summary>
internal sealed class TrafficLog
{
    private const int Kept = 512;
    private readonly Lock _gate = new();
    private readonly Dictionary<(ServiceId, RegionId), Queue<(TimeSpan At, TrafficSample Sample)>> _samples = [];

    public void Add(TrafficSample sample, TimeSpan at)
    {
        lock (_gate)
        {
            if (!_samples.TryGetValue((sample.Service, sample.Region), out var queue))
            {
                _samples.Add((sample.Service, sample.Region), queue = new());
            }

            queue.Enqueue((at, sample));
            if (queue.Count > Kept)
            {
                queue.Dequeue();
            }
        }
    }

    /// <summary>The sum over a group's services since a time; null when nothing was reported since.</summary>
    public TrafficView? Sum(GroupDefinition group, RegionId region, TimeSpan since)
    {
        lock (_gate)
        {
            var samples = group.Services
                .Where(service => _samples.ContainsKey((service.Id, region)))
                .SelectMany(service => _samples[(service.Id, region)])
                .Where(entry => entry.At > since)
                .Select(static entry => entry.Sample)
                .ToList();
            return samples.Count == 0 ? null : Sum(samples);
        }
    }

    /// <summary>
    /// Whether the latest report of every service that reports came after a time and says that nothing is served. Only the
    /// latest counts: the one before it may tell of a window that began before the drain.
    /// </summary>
    public bool IsQuiet(GroupDefinition group, RegionId region, TimeSpan since)
    {
        lock (_gate)
        {
            var latest = group.Services
                .Where(service => _samples.ContainsKey((service.Id, region)))
                .Select(service => _samples[(service.Id, region)].Last())
                .ToList();
            return latest.Count > 0 && latest.TrueForAll(entry => entry.At > since && entry.Sample is { Requests: 0, OpenConnections: null or 0 });
        }
    }

    private static TrafficView Sum(List<TrafficSample> samples)
    {
        var timed = samples.Where(static sample => sample.MeanLatency is not null && sample.Requests > 0).ToList();
        var (ticks, requests) = (timed.Sum(static sample => sample.MeanLatency!.Value.Ticks * (double)sample.Requests), timed.Sum(static sample => sample.Requests));
        return new(
            samples.Sum(static sample => sample.Requests),
            samples.Sum(static sample => sample.Errors),
            requests == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)(ticks / requests)),
            samples[^1].OpenConnections);
    }
}
