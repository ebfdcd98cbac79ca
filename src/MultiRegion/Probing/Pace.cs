namespace MultiRegion.Probing;

/// <summary>When a target is probed next, and when our own process was too slow to judge it. All times are monotonic.</summary>
internal static class Pace
{
    /// <summary>How long a cancelled probe has to give its own result, before it is taken to ignore its token.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What is late by less than this may just be how computers are.</summary>
    public static TimeSpan LeastTolerance { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The first probe: anywhere in the first interval.</summary>
    /// <param name="now">The time.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="draw">0 to below 1, drawn by lot.</param>
    public static TimeSpan First(TimeSpan now, ProbeSchedule schedule, double draw) => now + (schedule.Interval * draw);

    /// <summary>
    /// The next regular probe: one interval after this one was due, less the jitter. A probe that comes in between does not
    /// move it, else all targets would fall into step after one alarm; missed rounds are left out.
    /// </summary>
    public static TimeSpan Regular(TimeSpan due, TimeSpan started, ProbeSchedule schedule, double draw)
    {
        if (due > started)
        {
            return due;
        }

        var next = due + (schedule.Interval * (1 - (schedule.Jitter * draw)));
        return next > started ? next : next + (schedule.Interval * (((started - next).Ticks / schedule.Interval.Ticks) + 1));
    }

    /// <summary>Whether a probe starts so late that our own process must have been busy or suspended.</summary>
    public static bool IsLate(TimeSpan due, TimeSpan started, ProbeSchedule schedule) =>
        started - due > Larger(schedule.Interval / 2, LeastTolerance);

    /// <summary>Whether a probe took so much longer than it may that our own process must have been busy or suspended meanwhile.</summary>
    public static bool WasSuspended(TimeSpan started, TimeSpan ended, ProbeSchedule schedule) =>
        ended - started > schedule.Timeout + Grace + Larger(schedule.Timeout / 2, LeastTolerance);

    public static TimeSpan Smaller(TimeSpan one, TimeSpan other) => one < other ? one : other;

    public static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
