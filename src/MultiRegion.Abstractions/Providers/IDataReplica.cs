using System.Collections.Immutable;

namespace MultiRegion;

/// <summary>A data set with a replica in several regions, of which one may be written to.</summary>
public interface IDataReplica
{
    /// <summary>Reads the replicas. One that cannot be read is in the answer, as unknown.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<DataObservation> ObserveAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure that nobody writes in the region any more, even when it cannot be reached. Idempotent.</summary>
    /// <param name="region">The region.</param>
    /// <param name="marker">The writer's marker.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    ValueTask<Result<FenceOutcome>> FenceAsync(RegionId region, Marker marker, CancellationToken cancellationToken);

    /// <summary>Takes the writable role from a region that can be reached, after a final synchronisation. Idempotent.</summary>
    /// <param name="region">The region.</param>
    /// <param name="marker">The writer's marker.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The token that proves the last position of the demoted side.</returns>
    ValueTask<Result<DemotionToken>> DemoteAsync(RegionId region, Marker marker, CancellationToken cancellationToken);

    /// <summary>Makes the region the writable one. Idempotent.</summary>
    /// <param name="region">The region.</param>
    /// <param name="token">The proof of the demoted side; null in an unplanned move, where data may be lost.</param>
    /// <param name="marker">The writer's marker.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    ValueTask<Result<Promotion>> PromoteAsync(RegionId region, DemotionToken? token, Marker marker, CancellationToken cancellationToken);
}

/// <summary>The replicas of a data set.</summary>
/// <param name="Replicas">One per region.</param>
public sealed record DataObservation(ImmutableArray<ReplicaObservation> Replicas)
{
    /// <summary>The replica in a region; null when there is none.</summary>
    /// <param name="region">The region.</param>
    public ReplicaObservation? In(RegionId region) => Replicas.FirstOrDefault(replica => replica.Region == region);
}

/// <summary>A replica as it is.</summary>
public sealed record ReplicaObservation
{
    /// <summary>The region.</summary>
    public required RegionId Region { get; init; }

    /// <summary>What it is there.</summary>
    public required ReplicaRole Role { get; init; }

    /// <summary>The recovery point: how far behind the writable side it is, in time; null when unknown.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>The marker found; null when there is none.</summary>
    public Marker? Marker { get; init; }
}

/// <summary>What a replica is.</summary>
public enum ReplicaRole
{
    /// <summary>It cannot be read.</summary>
    Unknown,

    /// <summary>It follows.</summary>
    Standby,

    /// <summary>It is written to.</summary>
    Writable,

    /// <summary>It was the writable one and has been fenced: to be re-attached before it is used.</summary>
    Fenced,
}

/// <summary>What came of fencing a region.</summary>
public enum FenceOutcome
{
    /// <summary>It answered, and writes no more.</summary>
    Confirmed,

    /// <summary>It did not answer, but a self-fencing lease there is provably over.</summary>
    Expired,

    /// <summary>It did not answer, and may still write.</summary>
    Unconfirmed,
}

/// <summary>Proves the last position of a demoted replica.</summary>
/// <param name="Document">The provider's own token.</param>
public sealed record DemotionToken(string Document);

/// <summary>That a region has become the writable one.</summary>
/// <param name="Lost">How much data was lost, in time; null when unknown; zero in a planned move.</param>
public sealed record Promotion(TimeSpan? Lost);

/// <summary>Keeps backups that a cold region is restored from.</summary>
public interface IBackupVault
{
    /// <summary>The backups of a service, newest first.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Result<ImmutableArray<Backup>>> ListAsync(ServiceId service, CancellationToken cancellationToken);

    /// <summary>Makes a backup. Idempotent by the marker.</summary>
    /// <param name="service">The service.</param>
    /// <param name="region">Where from.</param>
    /// <param name="marker">The writer's marker.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    ValueTask<Result<Backup>> BackUpAsync(ServiceId service, RegionId region, Marker marker, CancellationToken cancellationToken);

    /// <summary>Restores a backup. Idempotent by the marker.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="region">Where to.</param>
    /// <param name="marker">The writer's marker.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    ValueTask<Result<Backup>> RestoreAsync(Backup backup, RegionId region, Marker marker, CancellationToken cancellationToken);
}

/// <summary>A backup.</summary>
/// <param name="Id">The vault's own id.</param>
/// <param name="Service">The service.</param>
/// <param name="TakenAt">When, in UTC.</param>
public sealed record Backup(string Id, ServiceId Service, DateTimeOffset TakenAt);
