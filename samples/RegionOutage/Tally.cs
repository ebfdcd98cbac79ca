using System.Collections.Immutable;
using MultiRegion;

namespace RegionOutage;

/// <summary>What clients got so far, and in the last window of each region.</summary>
internal sealed record Tally(long Requests, long Failed, ImmutableArray<TrafficSample> Window)
{
    public static Tally Empty { get; } = new(0, 0, []);

    public long InWindow => Window.Sum(static sample => sample.Requests);

    public long FailedInWindow => Window.Sum(static sample => sample.Errors);

    /// <summary>The tally with one more window.</summary>
    public Tally Add(IReadOnlyCollection<Attempt> window) => new(
        Requests + window.Count, Failed + window.Count(static attempt => !attempt.Succeeded), [.. Estate.Regions.Select(region => Sample(region, window))]);

    private static TrafficSample Sample(RegionId region, IEnumerable<Attempt> window)
    {
        var there = window.Where(attempt => attempt.Region == region).ToList();
        return new()
        {
            Service = Estate.Shop,
            Region = region,
            Requests = there.Count,
            Errors = there.Count(static attempt => !attempt.Succeeded),
            MeanLatency = there.Count == 0 ? null : TimeSpan.FromTicks((long)there.Average(static attempt => (attempt.Ended - attempt.Decided).Ticks)),
        };
    }
}
