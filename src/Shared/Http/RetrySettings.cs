namespace MultiRegion.Shared.Http;

/// <summary>How calls are repeated.</summary>
internal sealed record RetrySettings
{
    /// <summary>How often in all, the first time included; 1 to 100.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>The longest first wait; it doubles with each attempt.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No wait is longer. A server that asks for more is not asked again: its wait is handed to the caller.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one attempt may take, its answer's body included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may take with all its attempts and waits.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How much of an answer is read, in bytes.</summary>
    public int LargestBody { get; init; } = 8 * 1024 * 1024;
}
