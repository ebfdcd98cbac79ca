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
            var sum = default(TrafficSum);
            foreach (var service in group.Services)
            {
                foreach (var (at, sample) in _samples.GetValueOrDefault((service.Id, region)) ?? [])
                {
                    sum = at > since ? sum.With(sample) : sum;
                }
            }

            return sum.View;
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

    private readonly record struct TrafficSum(long Samples, long Requests, long Errors, double LatencyTicks, long Timed, long? OpenConnections)
    {
        public TrafficView? View => Samples == 0 ? null : new(Requests, Errors, Timed == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)(LatencyTicks / Timed)), OpenConnections);

        public TrafficSum With(TrafficSample sample)
        {
            var timed = sample.MeanLatency is not null && sample.Requests > 0;
            return new(
                Samples + 1,
                Requests + sample.Requests,
                Errors + sample.Errors,
                timed ? LatencyTicks + (sample.MeanLatency!.Value.Ticks * (double)sample.Requests) : LatencyTicks,
                timed ? Timed + sample.Requests : Timed,
                sample.OpenConnections);
        }
    }
}
