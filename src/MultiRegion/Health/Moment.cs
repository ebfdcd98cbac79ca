namespace MultiRegion.Health;

/// <summary>A monotonic time or none, in 8 bytes; the default value is none, and the earliest of all times cannot be held.</summary>
internal readonly record struct Moment
{
    private readonly long _ticks;

    private Moment(long ticks) => _ticks = ticks ^ long.MinValue;

    public bool IsSet => _ticks != 0;

    /// <summary>The time; the earliest of all when there is none.</summary>
    public TimeSpan Time => new(_ticks ^ long.MinValue);

    public TimeSpan? Optional => IsSet ? Time : null;

    public static Moment Of(TimeSpan? time) => time is { } known ? new Moment(known.Ticks) : default;
}
