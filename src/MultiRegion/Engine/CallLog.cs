using System.Collections.Concurrent;
using MultiRegion.Health;

namespace MultiRegion.Engine;

/// <summary>Counts the application's own calls, on any thread, until the loop takes them as a window of users' traffic.</summary>
internal sealed class CallLog
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(ServiceId Service, RegionId Region), Counter> _counters = new();

    /// <summary>Counts a call; says whether it made a burst of errors.</summary>
    public bool Add(ServiceId service, RegionId region, bool failed, TimeSpan latency, TimeSpan now) =>
        _counters.GetOrAdd((service, region), static (_, now) => new(now), now).Add(failed, latency, now);

    /// <summary>Takes the windows that are over. A region that was not called says nothing: others may call it.</summary>
    public IEnumerable<TrafficSample> Take(EstateTopology topology, TimeSpan now) => _counters.IsEmpty ? [] : TakeOver(topology, now);

    private IEnumerable<TrafficSample> TakeOver(EstateTopology topology, TimeSpan now)
    {
        foreach (var (place, counter) in _counters)
        {
            if (topology.Services.FirstOrDefault(service => service.Id == place.Service) is { } service
                && counter.Take(now, Window(service.Health.Degraded)) is { } sum)
            {
                yield return new()
                {
                    Service = place.Service,
                    Region = place.Region,
                    Requests = sum.Calls,
                    Errors = sum.Failed,
                    MeanLatency = sum.Answered == 0 ? null : TimeSpan.FromTicks(Math.Max(1, sum.Latency.Ticks / sum.Answered)),
                };
            }
        }
    }

    // Several windows must fit into the span that counts.
    private static TimeSpan Window(DegradedSettings? settings) =>
        settings is { SustainedFor: var span } && span / 10 < Longest ? span / 10 : Longest;

    private readonly record struct Sum(long Calls, long Failed, long Answered, TimeSpan Latency);

    private sealed class Counter(TimeSpan since)
    {
        private readonly Lock _gate = new();
        private Sum _sum;
        private ErrorBurst _burst;
        private TimeSpan _since = since;

        public bool Add(bool failed, TimeSpan latency, TimeSpan now)
        {
            lock (_gate)
            {
                // How fast errors come says nothing about how fast users are served.
                _sum = failed
                    ? _sum with { Calls = _sum.Calls + 1, Failed = _sum.Failed + 1 }
                    : _sum with { Calls = _sum.Calls + 1, Answered = _sum.Answered + 1, Latency = _sum.Latency + latency };
                _burst = _burst.With(failed, now);
                return _burst.Rings;
            }
        }

        public Sum? Take(TimeSpan now, TimeSpan window)
        {
            lock (_gate)
            {
                if (now - _since < window)
                {
                    return null;
                }

                var sum = _sum;
                (_since, _sum) = (now, default);
                return sum.Calls == 0 ? null : sum;
            }
        }
    }
}
