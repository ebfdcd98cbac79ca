using MultiRegion.Coordination;

namespace MultiRegion.Engine;

/// <summary>
/// Notices that the process was suspended or that its clocks disagree: what was seen and held before then says nothing
/// about now.
/// </summary>
internal sealed class ClockGuard(EngineClock clock, TimeSpan tolerance)
{
    private TimeSpan _expected;
    private TimeSpan _last;
    private TimeSpan _divergence;

    public TimeSpan SinceLast => clock.Process - _last;

    /// <summary>Checks at the beginning of a round; says what is wrong, or null.</summary>
    public string? Check()
    {
        var (now, divergence) = (clock.Process, clock.Divergence);
        var (late, apart) = (now - _expected, (divergence - _divergence).Duration());
        (_last, _expected, _divergence) = (now, now, divergence);
        return late > tolerance ? $"this round came {late.TotalSeconds:0.#} s late: the process was suspended or starved"
            : apart > tolerance ? $"UTC and the monotonic clock moved {apart.TotalSeconds:0.#} s apart"
            : null;
    }

    /// <summary>Says when the next round is expected at the latest.</summary>
    public void Expect(TimeSpan within) => _expected = clock.Process + within;
}
