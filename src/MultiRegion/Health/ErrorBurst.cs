namespace MultiRegion.Health;

/// <summary>Finds a burst among the outcomes of the application's own calls to one region. The default value has seen nothing.</summary>
internal readonly record struct ErrorBurst
{
    /// <summary>So many errors within the window are a burst, when they are at least half of the calls.</summary>
    public const int Errors = 5;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private TimeSpan Since { get; init; }

    private int Calls { get; init; }

    private int Failed { get; init; }

    /// <summary>Whether the last outcome made it a burst; only one does in a window.</summary>
    public bool Rings => Failed >= Errors && Failed * 2 >= Calls && LastFailed && !Rung;

    private bool LastFailed { get; init; }

    private bool Rung { get; init; }

    /// <summary>The state after one more call.</summary>
    public ErrorBurst With(bool failed, TimeSpan now)
    {
        var current = Calls > 0 && now - Since < Window ? this : new() { Since = now };
        return current with
        {
            Calls = current.Calls + 1,
            Failed = current.Failed + (failed ? 1 : 0),
            LastFailed = failed,
            Rung = current.Rung || current.Rings,
        };
    }
}
