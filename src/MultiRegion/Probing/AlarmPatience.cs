namespace MultiRegion.Probing;

/// <summary>
/// How long the alarms of one target are not heeded any more, since earlier ones came to nothing. The default value heeds the
/// next one. Regular probes go on meanwhile: whoever cries wolf is looked at as often as anybody else.
/// </summary>
internal readonly record struct AlarmPatience
{
    private const int MostDoublings = 8;

    /// <summary>After how long without an alarm all is forgiven.</summary>
    public static TimeSpan Forgiven { get; } = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    /// <summary>Alarms that were heeded since the last calm.</summary>
    public int Alarms { get; private init; }

    /// <summary>When the last alarm was heeded.</summary>
    public TimeSpan LastAt { get; private init; }

    /// <summary>Until when no other one is.</summary>
    public TimeSpan QuietUntil { get; private init; }

    public bool Heeds(TimeSpan now) => Alarms == 0 || now >= QuietUntil;

    /// <summary>The state after an alarm that is heeded: the pause doubles up to about a minute, and lots keep targets apart.</summary>
    /// <param name="now">The time.</param>
    /// <param name="draw">0 to below 1, drawn by lot.</param>
    public AlarmPatience After(TimeSpan now, double draw)
    {
        var alarms = Alarms > 0 && now - LastAt >= Forgiven ? 0 : Alarms;
        return new()
        {
            Alarms = Math.Min(alarms + 1, MostDoublings),
            LastAt = now,
            QuietUntil = now + (First * (1 << alarms) * (1 - (draw / 2))),
        };
    }
}
