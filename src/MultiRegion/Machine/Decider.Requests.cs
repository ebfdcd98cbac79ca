using System.Collections.Immutable;
using MultiRegion.Planning;
using MultiRegion.Policies;

namespace MultiRegion.Machine;

/// <content>What a plan is made of.</content>
internal static partial class Decider
{
    private static MoveStarted Started(DecisionInput input, MoveRequest request, Reason reason, string? by) => new(input.NextEpoch, request, reason, by);

    private static MoveRequest Approved(MoveRequest request, GuardReport report) => request with
    {
        Questions = [.. report.Answers.Where(static answer => answer.Rule == GuardRule.Ask).Select(static answer => answer.Detail)],
        LossApproved = request.LossApproved || report.Asks(Guard.DataLoss),
    };

    private static MoveRequest Base(DecisionInput input, MoveKind kind, MoveCause cause)
    {
        var (state, serving) = (input.State, input.State.Serving.RemoveAll(region => !HasServed(input.State, region)));
        return new()
        {
            Kind = kind,
            Cause = cause,
            Before = state.Shares,
            DataAt = state.DataAt,
            Serving = serving,
            Reserves = [.. serving.Where(region => input.Group.RoleIn(region) == DeploymentRole.Standby)],
            Unusable = [.. state.Regions.Where(status => IsUnusable(input, status)).Select(static status => status.Region)],
        };
    }

    // A target that failed on the way is left like any other, and was perhaps never ready: it is no region to shift to at once.
    private static bool HasServed(GroupState state, RegionId region) =>
        state.In(region) is { State: RegionState.Serving } or { Share.IsDrained: false }
        || state.Move is null
        || state.Move.Prior.Any(before => before.Region == region && before.State is not (RegionState.Standby or RegionState.Out or RegionState.Recovering));

    private static MoveRequest WithData(DecisionInput input, MoveRequest request) => DataInMove.Plan(input.Group, input.State, request);

    private static bool IsUnusable(DecisionInput input, RegionStatus status) =>
        status.State is RegionState.Out or RegionState.Recovering or RegionState.Draining or RegionState.Returning
        || input.Drained.Contains(status.Region)
        || input.Of(status.Region).Verdict == Verdict.Unhealthy;

    // Side by side, all that serve take over; otherwise the best one does, and further ones only as far as its room falls short.
    private static ImmutableArray<RegionId> Targets(DecisionInput input, PolicyDecision wanted)
    {
        var state = input.State;
        var usable = wanted.Targets.Where(region => region != wanted.Region && state.Has(region)).ToImmutableArray();
        var serving = usable.Where(region => state.In(region).State == RegionState.Serving || (state.Move is { } move && StillServes(move, region))).ToImmutableArray();
        if (!serving.IsEmpty)
        {
            return serving;
        }

        if (CapacityPlan.LoadOf(input.Group) is not { } load || state.DataAt == wanted.Region)
        {
            return [.. usable.Take(1)];
        }

        var (room, enough) = (0.0, ImmutableArray.CreateBuilder<RegionId>());
        foreach (var region in usable.TakeWhile(_ => room < load))
        {
            enough.Add(region);
            room += CapacityPlan.RoomIn(input.Group, region, scaled: true) ?? double.PositiveInfinity;
        }

        return enough.ToImmutable();
    }
}
