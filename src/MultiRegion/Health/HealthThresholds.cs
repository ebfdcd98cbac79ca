namespace MultiRegion.Health;

/// <summary>The numbers of <see cref="HealthSettings"/> that the fold needs, side by side.</summary>
internal readonly record struct HealthThresholds(int Down, int Up, TimeSpan StaleAfter)
{
    /// <summary>The thresholds of a service with default settings; reference targets are judged by them.</summary>
    public static HealthThresholds Default { get; } = Of(new HealthSettings());

    public static HealthThresholds Of(HealthSettings settings) => new(settings.DownThreshold, settings.UpThreshold, settings.StaleAfter);
}
