using System.Collections.Immutable;
using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Written;

/// <summary>How a service's settings are written.</summary>
internal static class SettingsForms
{
    public static readonly SectionForm<ProbeSchedule> Schedule = new(static () => new(), static () =>
    [
        Key<ProbeSchedule>.Of(
            "Interval", Scalars.Duration(Bounds.ProbeInterval), static it => it.Interval, static (it, value) => it with { Interval = value }),
        Key<ProbeSchedule>.Of(
            "ConfirmInterval", Scalars.Duration(Bounds.ProbeInterval), static it => it.ConfirmInterval, static (it, value) => it with { ConfirmInterval = value }),
        Key<ProbeSchedule>.Of(
            "AlarmInterval", Scalars.Duration(Bounds.ProbeInterval), static it => it.AlarmInterval, static (it, value) => it with { AlarmInterval = value }),
        Key<ProbeSchedule>.Of(
            "Timeout", Scalars.Duration(Bounds.ProbeTimeout), static it => it.Timeout, static (it, value) => it with { Timeout = value }),
        Key<ProbeSchedule>.Of("Suspicion", Scalars.Flag, static it => it.Suspicion, static (it, value) => it with { Suspicion = value }),
        Key<ProbeSchedule>.Of("Jitter", Scalars.Ratio(Bounds.Jitter), static it => it.Jitter, static (it, value) => it with { Jitter = value }),
    ]);

    public static readonly SectionForm<DegradedSettings> Degraded = new(static () => new(), static () =>
    [
        Key<DegradedSettings>.Of(
            "ErrorRatio", Scalars.Ratio(Bounds.ErrorRatio), static it => it.ErrorRatio, static (it, value) => it with { ErrorRatio = value }),
        Key<DegradedSettings>.Of(
            "ErrorRatioAgainstBest", Scalars.Number(Bounds.Multiple),
            static it => it.ErrorRatioAgainstBest, static (it, value) => it with { ErrorRatioAgainstBest = value }),
        Key<DegradedSettings>.Of(
            "LatencyAgainstBest", Scalars.Optional(Scalars.Number(Bounds.Multiple)),
            static it => it.LatencyAgainstBest, static (it, value) => it with { LatencyAgainstBest = value }),
        Key<DegradedSettings>.Of("SustainedFor", Scalars.Time, static it => it.SustainedFor, static (it, value) => it with { SustainedFor = value }),
        Key<DegradedSettings>.Of(
            "MinimumRequests", new IntegerForm<long>(Bounds.Requests), static it => it.MinimumRequests, static (it, value) => it with { MinimumRequests = value }),
    ]);

    public static readonly SectionForm<HealthSettings> Health = new(static () => new(), static () =>
    [
        Key<HealthSettings>.Of("DownThreshold", Scalars.Count, static it => it.DownThreshold, static (it, value) => it with { DownThreshold = value }),
        Key<HealthSettings>.Of("UpThreshold", Scalars.Count, static it => it.UpThreshold, static (it, value) => it with { UpThreshold = value }),
        Key<HealthSettings>.Of("StaleAfter", Scalars.Time, static it => it.StaleAfter, static (it, value) => it with { StaleAfter = value }),
        Key<HealthSettings>.Of("Quorum", Scalars.Optional(Scalars.Count), static it => it.Quorum, static (it, value) => it with { Quorum = value }),
        Key<HealthSettings>.Of(
            "Degraded", new OptionalSectionForm<DegradedSettings>(Degraded), static it => it.Degraded, static (it, value) => it with { Degraded = value }),
    ]);

    public static readonly SectionForm<FailoverSettings> Failover = new(static () => new(), static () =>
    [
        Key<FailoverSettings>.Of("Approval", new ChoiceForm<MoveApproval>(), static it => it.Approval, static (it, value) => it with { Approval = value }),
        Key<FailoverSettings>.Of("StepTimeout", Scalars.Time, static it => it.StepTimeout, static (it, value) => it with { StepTimeout = value }),
        Key<FailoverSettings>.Of("Retries", Scalars.Integer(Bounds.Retries), static it => it.Retries, static (it, value) => it with { Retries = value }),
        Key<FailoverSettings>.Of("RetryDelay", Scalars.Time, static it => it.RetryDelay, static (it, value) => it with { RetryDelay = value }),
        Key<FailoverSettings>.Of("QuietDeadline", Scalars.TimeOrZero, static it => it.QuietDeadline, static (it, value) => it with { QuietDeadline = value }),
        Key<FailoverSettings>.Of("DrainsGently", Scalars.Flag, static it => it.DrainsGently, static (it, value) => it with { DrainsGently = value }),
        Key<FailoverSettings>.Of("VerifyFor", Scalars.TimeOrZero, static it => it.VerifyFor, static (it, value) => it with { VerifyFor = value }),
        Key<FailoverSettings>.Of("ApprovalDeadline", Scalars.Time, static it => it.ApprovalDeadline, static (it, value) => it with { ApprovalDeadline = value }),
        Key<FailoverSettings>.Of("BeforeTraffic", Scalars.Texts, static it => it.BeforeTraffic, static (it, value) => it with { BeforeTraffic = value }),
        Key<FailoverSettings>.Of("AfterTraffic", Scalars.Texts, static it => it.AfterTraffic, static (it, value) => it with { AfterTraffic = value }),
    ]);

    public static readonly SectionForm<FailbackSettings> Failback = new(static () => new(), static () =>
    [
        Key<FailbackSettings>.Of("Approval", new ChoiceForm<MoveApproval>(), static it => it.Approval, static (it, value) => it with { Approval = value }),
        Key<FailbackSettings>.Of("Stability", Scalars.TimeOrZero, static it => it.Stability, static (it, value) => it with { Stability = value }),
        Key<FailbackSettings>.Of(
            "Steps", new ListForm<double>(static () => Scalars.Percent(Bounds.StepPercent), static () => 100),
            static it => it.Steps, static (it, value) => it with { Steps = value }),
        Key<FailbackSettings>.Of("Soak", Scalars.TimeOrZero, static it => it.Soak, static (it, value) => it with { Soak = value }),
        Key<FailbackSettings>.Of("InconclusiveFor", Scalars.TimeOrZero, static it => it.InconclusiveFor, static (it, value) => it with { InconclusiveFor = value }),
        Key<FailbackSettings>.Of("DataMove", new ChoiceForm<DataMove>(), static it => it.DataMove, static (it, value) => it with { DataMove = value }),
        Key<FailbackSettings>.Of("CrossRegionWrites", Scalars.Flag, static it => it.CrossRegionWrites, static (it, value) => it with { CrossRegionWrites = value }),
    ]);
}
