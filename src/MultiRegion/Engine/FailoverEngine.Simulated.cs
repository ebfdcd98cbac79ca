using MultiRegion.Machine;

namespace MultiRegion;

/// <content>What a simulation needs to see and do that nobody else does.</content>
public sealed partial class FailoverEngine
{
    /// <summary>The estate as of the last entry.</summary>
    internal EstateState Estate => _keeper.Estate;

    /// <summary>Whether this controller leads, as of the last round.</summary>
    internal bool Leads => _led;

    /// <summary>Whether something came that the next round is not to wait for.</summary>
    internal bool IsWoken => _signal.IsSet;

    /// <summary>Why the last decision about a group was what it was; null before the first.</summary>
    internal Reason? DecisionOf(MoveGroupId group) => _decisions.TryGetValue(group, out var decision) ? decision.Reason : null;

    /// <summary>What the engine sees in a region now.</summary>
    internal Verdict SeenIn(MoveGroupId group, RegionId region) =>
        _keeper.Estate.Definitions.TryGetValue(group, out var definition) ? _health.VerdictOf(definition, region) : Verdict.Unknown;

    /// <summary>Has a target probed at once, as its tripwire does.</summary>
    internal void Ring(ServiceId service, RegionId region) => _bell.Ring(new(service, region));

    /// <summary>Lets go of what outlives a process that died: nothing is stopped, released or awaited.</summary>
    internal void Abandon() => _telemetry.Dispose();
}
