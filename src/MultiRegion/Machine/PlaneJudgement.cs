using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Machine;

/// <summary>What is found on the planes of one group, without their names.</summary>
internal sealed record PlanesSeen
{
    /// <summary>The highest marker; null when there is none.</summary>
    public Marker? Highest { get; init; }

    /// <summary>The shares that a router has, as far as they can be read back.</summary>
    public Shares? Shares { get; init; }

    /// <summary>Where the data is writable, as far as it can be read; null: unknown or no data.</summary>
    public RegionId? DataAt { get; init; }

    /// <summary>What is not ours, or was edited since, with its name.</summary>
    public ImmutableArray<(string Plane, string Detail)> Foreign { get; init; } = [];

    /// <summary>Routers that do not have any more what they were told: they forgot it, or a late writer of an earlier epoch has overwritten it.</summary>
    public bool Forgotten { get; init; }
}

/// <summary>Compares the planes with the journal: the highest epoch binds, and what is not ours is not touched.</summary>
internal static class PlaneJudgement
{
    public static MachineEvent? Judge(GroupDefinition group, GroupState state, long journalEpoch, PlanesSeen seen)
    {
        if (state.Hold is not null)
        {
            return null;
        }

        if (seen.Highest is { } marker && marker.Epoch > journalEpoch)
        {
            var reason = new Reason(
                ReasonCode.Superseded,
                "",
                $"the planes carry the marker {marker}, the journal knows epoch {journalEpoch}: it was lost, or another controller acts. Nothing is touched until an operator says adopt");
            return new PlanesFound(Regions(group, state, seen), seen.DataAt, reason);
        }

        // While a move writes, what is found is ours on its way.
        return state.Move is null && !seen.Foreign.IsEmpty
            ? new HoldPlaced(new Reason(ReasonCode.ForeignEdit, seen.Foreign[0].Plane, "it is not marked as ours, or was edited by somebody. Nothing is touched until an operator says adopt") with
            {
                Because = [.. seen.Foreign.Select(static entry => new Reason(ReasonCode.ForeignEdit, entry.Plane, entry.Detail))],
            })
            : null;
    }

    private static ImmutableArray<RegionStatus> Regions(GroupDefinition group, GroupState state, PlanesSeen seen)
    {
        if (seen.Shares is not { } shares)
        {
            return state.Regions;
        }

        var activeServes = group.Regions.Any(region => group.RoleIn(region) == DeploymentRole.Active && !shares[region].IsDrained);
        return
        [
            .. state.Regions.Select(status => status with
            {
                Share = shares[status.Region],
                State = (group.RoleIn(status.Region), shares[status.Region].IsDrained) switch
                {
                    (DeploymentRole.Active, false) => RegionState.Serving,
                    (DeploymentRole.Active, true) => RegionState.Out,
                    (_, false) when !activeServes => RegionState.Serving,
                    _ => RegionState.Standby,
                },
            }),
        ];
    }
}
