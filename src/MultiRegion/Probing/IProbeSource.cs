namespace MultiRegion.Probing;

/// <summary>Where the engine's observations come from: probes on a schedule, or a record of probes that were made.</summary>
internal interface IProbeSource
{
    /// <summary>How long it is from now until something is due; null when nothing is.</summary>
    TimeSpan? NextDue { get; }

    /// <summary>Says what is to be observed from now on.</summary>
    void SetTargets(IReadOnlyList<ScheduledTarget> targets);

    /// <summary>Begins what is due.</summary>
    void StartDue();

    /// <summary>Takes an observation; false when there is none.</summary>
    bool TryTake(out ProbeObservation observation);

    /// <summary>Observes a target at its confirmation interval.</summary>
    void Hasten(ProbeKey key);

    /// <summary>Observes a target at its regular interval again.</summary>
    void Relax(ProbeKey key);

    /// <summary>Observes a target at once.</summary>
    void ProbeNow(ProbeKey key);

    /// <summary>Observes a target soon, because there is a reason to suspect it, and confirms a failure at the alarm interval for a while.</summary>
    void Alarm(ProbeKey key) => ProbeNow(key);
}
