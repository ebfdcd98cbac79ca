namespace MultiRegion.Topology.Forms;

/// <summary>The least and the greatest value that a setting may have.</summary>
internal sealed record Bound<T>(T Min, T Max)
    where T : struct, IComparable<T>
{
    /// <summary>The least value itself is too small.</summary>
    public bool AboveMin { get; init; }

    /// <summary>The greatest value itself is too large.</summary>
    public bool BelowMax { get; init; }

    /// <summary>The greatest value is that of the type.</summary>
    public bool Endless { get; init; }

    public bool Holds(T value) =>
        value.CompareTo(Min) is var low && value.CompareTo(Max) is var high
        && (AboveMin ? low > 0 : low >= 0) && (BelowMax ? high < 0 : high <= 0);

    public string Text(Func<T, string> text) => (AboveMin, Endless, BelowMax) switch
    {
        (true, true, _) => $"above {text(Min)}",
        (false, true, _) => $"at least {text(Min)}",
        (true, false, _) => $"above {text(Min)}, up to {text(Max)}",
        (false, false, true) => $"{text(Min)} to below {text(Max)}",
        _ => $"{text(Min)} to {text(Max)}",
    };
}

/// <summary>The bounds of all settings.</summary>
internal static class Bounds
{
    public static readonly Bound<TimeSpan> Loop = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));

    public static readonly Bound<TimeSpan> ProbeInterval = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));

    public static readonly Bound<TimeSpan> ProbeTimeout = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

    public static readonly Bound<TimeSpan> Time = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));

    public static readonly Bound<TimeSpan> TimeOrZero = new(TimeSpan.Zero, TimeSpan.FromDays(30));

    public static readonly Bound<double> Jitter = new(0, 0.5);

    public static readonly Bound<double> ErrorRatio = new(0, 1) { AboveMin = true };

    public static readonly Bound<double> Multiple = new(1, double.MaxValue) { Endless = true };

    public static readonly Bound<double> Amount = new(0, double.MaxValue) { Endless = true };

    public static readonly Bound<double> Headroom = new(0, 1) { BelowMax = true };

    public static readonly Bound<double> StepPercent = new(0, 100) { AboveMin = true };

    public static readonly Bound<double> Weight = new(0, double.MaxValue) { AboveMin = true, Endless = true };

    public static readonly Bound<double> Latitude = new(-90, 90);

    public static readonly Bound<double> Longitude = new(-180, 180);

    public static readonly Bound<int> Count = new(1, int.MaxValue) { Endless = true };

    public static readonly Bound<int> CountOrZero = new(0, int.MaxValue) { Endless = true };

    public static readonly Bound<int> CompactAfter = new(100, int.MaxValue) { Endless = true };

    public static readonly Bound<int> ProbesPerHost = new(1, 65_536);

    public static readonly Bound<int> Seed = new(int.MinValue, int.MaxValue);

    public static readonly Bound<long> Requests = new(1, long.MaxValue) { Endless = true };

    public static readonly Bound<int> Retries = new(0, 100);

    public static readonly Bound<int> Priority = new(0, 1000);

    public static readonly Bound<int> Port = new(1, 65_535);

    public static readonly Bound<int> Body = new(1, 1_048_576);

    public static readonly Bound<int> Status = new(100, 999);

    public static readonly Bound<int> Answers = new(1, 8);
}
