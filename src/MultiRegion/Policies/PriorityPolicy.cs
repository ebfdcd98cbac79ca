using System.Collections.Immutable;

namespace MultiRegion.Policies;

/// <summary>
/// Leaves a serving region that is dead or degraded, for the most preferred healthy one; returns to a recovered one.
/// With <paramref name="servingFirst"/> (active-active) regions that serve already take over before any standby.
/// </summary>
internal sealed class PriorityPolicy(bool servingFirst) : IFailoverPolicy
{
    public PolicyDecision Evaluate(in PolicyContext context)
    {
        PolicyDecision? grey = null;
        foreach (ref readonly var view in context.Regions)
        {
            if (view.State is not (RegionState.Serving or RegionState.Returning))
            {
                continue;
            }

            if (view.Verdict == Verdict.Unhealthy)
            {
                return Leave(context, view, MoveCause.Dead);
            }

            if (view.Verdict == Verdict.Degraded && grey is null)
            {
                grey = Leave(context, view, MoveCause.Grey);
            }
        }

        return grey ?? Return(context);
    }

    private PolicyDecision Leave(in PolicyContext context, in RegionView sick, MoveCause cause)
    {
        var reason = cause == MoveCause.Dead
            ? new Reason(ReasonCode.RegionUnhealthy, sick.Region.Value, "it serves and is unhealthy")
            : new Reason(ReasonCode.RegionDegraded, sick.Region.Value, "it answers its probes while users suffer");
        var targets = Candidates(context.Regions, sick.Region, servingFirst);
        return !targets.IsEmpty
            ? new PolicyDecision(PolicyAction.Leave, reason) { Region = sick.Region, Cause = cause, Targets = targets }
            : new PolicyDecision(PolicyAction.Stay, NothingHealthy(context.Regions).With(reason)) { Region = sick.Region, Cause = cause };
    }

    private static PolicyDecision Return(in PolicyContext context)
    {
        foreach (ref readonly var view in context.Regions)
        {
            if (view is { State: RegionState.Recovering, Verdict: Verdict.Healthy, Drained: false })
            {
                return new PolicyDecision(PolicyAction.Return, new Reason(ReasonCode.Recovering, view.Region.Value, "it is healthy again")) { Region = view.Region };
            }
        }

        return PolicyDecision.AllWell;
    }

    internal static ImmutableArray<RegionId> Candidates(ReadOnlySpan<RegionView> regions, RegionId without, bool servingFirst)
    {
        var serving = ImmutableArray.CreateBuilder<RegionId>();
        var others = ImmutableArray.CreateBuilder<RegionId>();
        foreach (ref readonly var view in regions)
        {
            if (view.Region == without || view.Verdict != Verdict.Healthy || view.Drained)
            {
                continue;
            }

            if (view.State is RegionState.Standby or RegionState.Serving or RegionState.Returning)
            {
                (servingFirst && view.State == RegionState.Serving ? serving : others).Add(view.Region);
            }
        }

        // A region that is only just recovering is still better than none.
        foreach (ref readonly var view in regions)
        {
            if (view.State == RegionState.Recovering && view.Region != without && view.Verdict == Verdict.Healthy && !view.Drained)
            {
                others.Add(view.Region);
            }
        }

        return [.. serving, .. others];
    }

    private static Reason NothingHealthy(ReadOnlySpan<RegionView> regions)
    {
        var anyAlive = false;
        foreach (ref readonly var view in regions)
        {
            anyAlive |= view.Verdict is Verdict.Healthy or Verdict.Degraded;
        }

        return anyAlive
            ? new Reason(ReasonCode.NoCandidate, "", "no healthy region can take over")
            : new Reason(ReasonCode.AllRegionsBad, "", "all regions are bad at once, which most likely means that we cannot see: nothing is moved");
    }
}

/// <summary>Leaves every decision to a person.</summary>
internal sealed class ManualPolicy : IFailoverPolicy
{
    private static readonly PolicyDecision Stay = new(PolicyAction.Stay, new Reason(ReasonCode.ManualOnly, "", "the policy leaves every move to a person"));

    public PolicyDecision Evaluate(in PolicyContext context) => Stay;
}

/// <summary>The first policy that wants something decides; but nothing goes before leaving a dead region.</summary>
internal sealed class PolicyChain(params ImmutableArray<IFailoverPolicy> links) : IFailoverPolicy
{
    public PolicyDecision Evaluate(in PolicyContext context)
    {
        var first = PolicyDecision.AllWell;
        foreach (var link in links)
        {
            var wanted = link.Evaluate(context);
            if (wanted is { Action: PolicyAction.Leave, Cause: MoveCause.Dead })
            {
                return wanted;
            }

            first = first.Action == PolicyAction.Stay ? wanted : first;
        }

        return first;
    }
}

/// <summary>Empties regions that an operator has drained; first in every chain, whatever the policy.</summary>
internal sealed class DrainPolicy : IFailoverPolicy
{
    public PolicyDecision Evaluate(in PolicyContext context)
    {
        foreach (ref readonly var view in context.Regions)
        {
            if (view is not { Drained: true, State: RegionState.Serving or RegionState.Returning })
            {
                continue;
            }

            var targets = PriorityPolicy.Candidates(context.Regions, view.Region, servingFirst: true);
            var reason = new Reason(ReasonCode.Operator, view.Region.Value, "an operator has drained it");
            return targets.IsEmpty
                ? new PolicyDecision(PolicyAction.Stay, new Reason(ReasonCode.NoCandidate, "", "no healthy region can take over from the drained one").With(reason)) { Region = view.Region }
                : new PolicyDecision(PolicyAction.Leave, reason) { Region = view.Region, Cause = MoveCause.Planned, Targets = targets };
        }

        return PolicyDecision.AllWell;
    }
}
