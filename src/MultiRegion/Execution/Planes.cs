using System.Collections.Immutable;

namespace MultiRegion.Execution;

/// <summary>Everything that a move can touch, by the ids of the topology.</summary>
internal sealed record Planes
{
    public ImmutableDictionary<RouterId, IGlobalRouter> Routers { get; init; } = ImmutableDictionary<RouterId, IGlobalRouter>.Empty;

    public ImmutableDictionary<FleetId, IClusterFleet> Fleets { get; init; } = ImmutableDictionary<FleetId, IClusterFleet>.Empty;

    public ImmutableDictionary<ReplicaSetId, IDataReplica> Replicas { get; init; } = ImmutableDictionary<ReplicaSetId, IDataReplica>.Empty;

    public ImmutableDictionary<string, IBackupVault> Vaults { get; init; } = ImmutableDictionary<string, IBackupVault>.Empty;

    public ImmutableDictionary<string, ICustomStep> CustomSteps { get; init; } = ImmutableDictionary<string, ICustomStep>.Empty;

    public ImmutableArray<INotifier> Notifiers { get; init; } = [];
}
