using MultiRegion.Planning;
using MultiRegion.Routing;

namespace MultiRegion.Machine;

/// <content>What is due while nothing has to be left or returned to: fencing, standbys, and routers that are behind.</content>
internal static partial class Decider
{
    // A move that waits must not keep the routers from a revision, or from what they have forgotten.
    private static Decision OrUpkeep(DecisionInput input, Decision decided) =>
        decided.Event is null && Enforces(input) && IsBehind(input) ? Establish(input, decided.Reason) : decided;

    private static Decision? Tombstone(DecisionInput input)
    {
        foreach (var status in input.State.Regions)
        {
            if (status is { Tombstone: true, State: RegionState.Out } && input.IsAlive(status.Region))
            {
                var reason = new Reason(ReasonCode.RegionHealthy, status.Region.Value, "it answers again and was left unfenced: it is fenced first");
                return Upkeep(input, Base(input, MoveKind.Tombstone, MoveCause.Planned) with { Targets = [status.Region] }, reason);
            }
        }

        return null;
    }

    // A standby that was out stands by again; traffic and data return to active regions only.
    private static Decision? Rejoin(DecisionInput input)
    {
        foreach (var status in input.State.Regions)
        {
            if (IsStandbyAgain(input, status) && Unstable(input, status) is null)
            {
                var reason = new Reason(ReasonCode.RegionHealthy, status.Region.Value, "it is healthy again and stands by");
                var share = input.Group.ServesAsItStands(status.Region) && !Outranks(input, status.Region) ? Share.Full : Share.None;
                var request = Base(input, MoveKind.Establish, MoveCause.Planned) with { Targets = [status.Region], Desired = input.State.Shares.With(status.Region, share) };
                return Upkeep(input, request, reason);
            }
        }

        return null;
    }

    // A standby that is healthy, and not for long enough yet, is looked at again when it is.
    private static Decision UntilRejoin(DecisionInput input, Decision decided)
    {
        foreach (var status in input.State.Regions)
        {
            if (decided.Event is null && IsStandbyAgain(input, status) && Unstable(input, status) is { RecheckIn: { } left } && !(decided.RecheckIn <= left))
            {
                decided = decided with { RecheckIn = left };
            }
        }

        return decided;
    }

    private static bool IsStandbyAgain(DecisionInput input, RegionStatus status) =>
        status.State == RegionState.Recovering
        && input.Group.RoleIn(status.Region) == DeploymentRole.Standby
        && input.IsHealthy(status.Region)
        && !input.Drained.Contains(status.Region)
        && !input.State.Serving.IsEmpty;

    // The routers have what holds in normal times: at the first start, after a new revision, after a standby changed.
    private static Decision Establish(DecisionInput input, Reason calm)
    {
        var (state, behind) = (input.State, IsBehind(input));
        var desired = Standbys(input);
        if (!behind && desired == state.Shares)
        {
            return new(null, calm);
        }

        var reason = new Reason(ReasonCode.Waiting, "", behind ? $"the routers do not have revision {input.Group.Revision}" : "the shares of the standbys are not those of normal times");
        return Upkeep(input, Base(input, MoveKind.Establish, MoveCause.Planned) with { Desired = desired }, reason);
    }

    private static Shares Standbys(DecisionInput input)
    {
        var shares = input.State.Shares;
        foreach (var status in input.State.Regions.Where(static status => status.State == RegionState.Standby))
        {
            var steady = input.Group.ServesAsItStands(status.Region) && input.Group.RoleIn(status.Region) == DeploymentRole.Standby;
            if (input.Drained.Contains(status.Region) || !steady)
            {
                shares = shares.With(status.Region, Share.None);
            }
            else if (input.IsHealthy(status.Region) && !Outranks(input, status.Region))
            {
                shares = shares.With(status.Region, Share.Full);
            }
        }

        return shares;
    }

    // After a switchover a standby may be preferred by the tree to the region that serves: its share would take the traffic.
    private static bool Outranks(DecisionInput input, RegionId standby) => input.State.Regions
        .Any(status => status.State == RegionState.Serving && input.Group.Regions.IndexOf(standby) < input.Group.Regions.IndexOf(status.Region));

    private static Decision Upkeep(DecisionInput input, MoveRequest request, Reason reason) =>
        Enforces(input) ? new(Started(input, request, reason, by: null), reason) : Reported(input, reason);

    private static bool IsBehind(DecisionInput input) => input.State.EstablishedRevision != input.Group.Revision || input.Forgotten;

    private static bool Enforces(DecisionInput input) => input.Group.Lead.Guards.Mode == EnforcementMode.Enforce;
}
