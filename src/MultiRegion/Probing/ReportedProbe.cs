using System.Collections.Concurrent;
using System.Globalization;

namespace MultiRegion.Probing;

/// <summary>
/// A probe whose results the application reports by itself, for example from its own canaries. A probe of it returns the
/// latest report at once. Safe to use from several threads.
/// </summary>
public sealed class ReportedProbe : IHealthProbe
{
    /// <summary>How much of a report's detail is kept, in characters.</summary>
    internal const int MaximumDetail = 256;

    private readonly ConcurrentDictionary<(ServiceId Service, RegionId Region), Entry> _reports = new();
    private readonly TimeSpan _maximumAge;
    private readonly TimeProvider _time;

    /// <summary>Makes a probe without any reports yet: until there is one, its result is <see cref="ProbeOutcome.Unknown"/>.</summary>
    /// <param name="maximumAge">How old a report may be; past that, the result is <see cref="ProbeOutcome.Unknown"/>. Above zero.</param>
    /// <param name="timeProvider">Measures the age; null: the system's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumAge"/> is not above zero.</exception>
    public ReportedProbe(TimeSpan maximumAge, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maximumAge, TimeSpan.Zero);
        _maximumAge = maximumAge;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Reports how a service is in a region; replaces the earlier report.</summary>
    /// <param name="service">The service.</param>
    /// <param name="region">The region.</param>
    /// <param name="healthy">Whether it is well.</param>
    /// <param name="detail">The particulars, without secrets: they are shown and recorded. Cut after <see cref="MaximumDetail"/> characters.</param>
    public void Report(ServiceId service, RegionId region, bool healthy, string? detail = null) =>
        _reports[(service, region)] = new(healthy, _time.GetTimestamp(), detail is { Length: > MaximumDetail } ? detail[..MaximumDetail] : detail);

    /// <inheritdoc />
    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new(Latest(target).After(TimeSpan.Zero));
    }

    private Finding Latest(ProbeTarget target)
    {
        if (!_reports.TryGetValue((target.Service, target.Region), out var report))
        {
            return Finding.Unknown(ProbeReason.Reported, "nothing has been reported yet");
        }

        var age = _time.GetElapsedTime(report.At);
        return age > _maximumAge
            ? Finding.Unknown(ProbeReason.Reported, string.Create(CultureInfo.InvariantCulture, $"the last report is {age.TotalSeconds:F0} s old"))
            : new(report.Healthy ? ProbeOutcome.Success : ProbeOutcome.Failure, ProbeReason.Reported, report.Detail);
    }

    private sealed record Entry(bool Healthy, long At, string? Detail);
}
