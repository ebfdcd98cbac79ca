using System.Collections.Immutable;
using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Written;

/// <summary>How guards are written.</summary>
internal static class GuardForms
{
    public static readonly SectionForm<FreezeWindow> Freeze = new(static () => new(default, default, ""), static () =>
    [
        Key<FreezeWindow>.Required("From", new TimestampForm(), static it => it.From, static (it, value) => it with { From = value }),
        Key<FreezeWindow>.Required("Until", new TimestampForm(), static it => it.Until, static (it, value) => it with { Until = value }),
        Key<FreezeWindow>.Required("Reason", Scalars.Text, static it => it.Reason, static (it, value) => it with { Reason = value }),
    ]);

    public static readonly SectionForm<RiskAcceptance> Acceptance = new(static () => new("", ""), static () =>
    [
        Key<RiskAcceptance>.Required("By", Scalars.Text, static it => it.By, static (it, value) => it with { By = value }),
        Key<RiskAcceptance>.Required("Reason", Scalars.Text, static it => it.Reason, static (it, value) => it with { Reason = value }),
    ]);

    public static readonly SectionForm<GuardSettings> Guards = new(static () => new(), static () =>
    [
        Key<GuardSettings>.Of("Mode", new ChoiceForm<EnforcementMode>(), static it => it.Mode, static (it, value) => it with { Mode = value }),
        Key<GuardSettings>.Of("CoolDown", Scalars.TimeOrZero, static it => it.CoolDown, static (it, value) => it with { CoolDown = value }),
        Key<GuardSettings>.Of(
            "MinimumFailureSpan", Scalars.Optional(Scalars.TimeOrZero),
            static it => it.MinimumFailureSpan, static (it, value) => it with { MinimumFailureSpan = value }),
        Key<GuardSettings>.Of("DailyBudget", Scalars.Count, static it => it.DailyBudget, static (it, value) => it with { DailyBudget = value }),
        Key<GuardSettings>.Of(
            "CapacityHeadroom", Scalars.Ratio(Bounds.Headroom), static it => it.CapacityHeadroom, static (it, value) => it with { CapacityHeadroom = value }),
        Key<GuardSettings>.Of(
            "FreezeWindows", new ListForm<FreezeWindow>(static () => Freeze, static () => Freeze.Seed()),
            static it => it.FreezeWindows, static (it, value) => it with { FreezeWindows = value }),
        Key<GuardSettings>.Of(
            "AcceptUnconfirmedFence", new OptionalSectionForm<RiskAcceptance>(Acceptance),
            static it => it.AcceptUnconfirmedFence, static (it, value) => it with { AcceptUnconfirmedFence = value }),
    ]);
}
