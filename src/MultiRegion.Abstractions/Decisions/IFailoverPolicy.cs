using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion;

/// <summary>Decides which region should be left or returned to. Synchronous and pure: the same context, the same decision.</summary>
public interface IFailoverPolicy
{
    /// <summary>Decides for one move group.</summary>
    /// <param name="context">What is known.</param>
    PolicyDecision Evaluate(in PolicyContext context);
}

/// <summary>What a policy decides on.</summary>
/// <param name="Group">The move group; a service that moves alone is a group of its own name.</param>
/// <param name="Regions">Its regions in order of preference.</param>
public readonly ref struct PolicyContext(MoveGroupId Group, ReadOnlySpan<RegionView> Regions)
{
    /// <summary>The move group; a service that moves alone is a group of its own name.</summary>
    public MoveGroupId Group { get; } = Group;

    /// <summary>Its regions in order of preference.</summary>
    public ReadOnlySpan<RegionView> Regions { get; } = Regions;
}

/// <summary>A region of a move group as a policy sees it.</summary>
/// <param name="Region">The region.</param>
/// <param name="Role">Whether it serves in normal times.</param>
/// <param name="Verdict">How it is: for a group, the worst of its services.</param>
/// <param name="State">Where it stands in the life of the group.</param>
/// <param name="Drained">Whether an operator has drained it.</param>
public readonly record struct RegionView(RegionId Region, DeploymentRole Role, Verdict Verdict, RegionState State, bool Drained);

/// <summary>How a service in a region is.</summary>
public enum Verdict
{
    /// <summary>Nothing is known, or not enough: never a ground to fail over, never counted as serving.</summary>
    Unknown,

    /// <summary>Well.</summary>
    Healthy,

    /// <summary>It answers its probes while users get errors or wait: a ground for a stepped drain, never for a promotion.</summary>
    Degraded,

    /// <summary>Not well, by a quorum of vantage points.</summary>
    Unhealthy,
}

/// <summary>Where a region stands in the life of a move group.</summary>
public enum RegionState
{
    /// <summary>In reserve: it gets what the routing tree leaves it, which is nothing while the others are well.</summary>
    Standby,

    /// <summary>It serves.</summary>
    Serving,

    /// <summary>It is being taken out.</summary>
    Draining,

    /// <summary>It was left, and is fenced before anything else happens to it.</summary>
    Out,

    /// <summary>It is healthy again and waits for its stability time.</summary>
    Recovering,

    /// <summary>Traffic is coming back to it by steps.</summary>
    Returning,
}

/// <summary>Why a move is made; the guards have a rule for each.</summary>
public enum MoveCause
{
    /// <summary>A person or a schedule wants it; nothing is broken.</summary>
    Planned,

    /// <summary>A region answers its probes while users suffer.</summary>
    Grey,

    /// <summary>A region is dead.</summary>
    Dead,
}

/// <summary>What a policy wants.</summary>
public enum PolicyAction
{
    /// <summary>Nothing.</summary>
    Stay,

    /// <summary>Traffic should leave a region.</summary>
    Leave,

    /// <summary>Traffic should return to a region.</summary>
    Return,
}

/// <summary>A policy's decision with its reason.</summary>
/// <param name="Action">What should happen.</param>
/// <param name="Reason">Why.</param>
public sealed record PolicyDecision(PolicyAction Action, Reason Reason)
{
    /// <summary>Nothing is wrong: the one instance, so that a calm round allocates nothing.</summary>
    public static PolicyDecision AllWell { get; } = new(PolicyAction.Stay, new Reason(ReasonCode.AllWell, "", "every serving region is healthy"));

    /// <summary>The region to leave or to return to.</summary>
    public RegionId Region { get; init; }

    /// <summary>Why the region is left.</summary>
    public MoveCause Cause { get; init; }

    /// <summary>The regions that should take over, best first.</summary>
    public ImmutableArray<RegionId> Targets { get; init; } = [];
}
