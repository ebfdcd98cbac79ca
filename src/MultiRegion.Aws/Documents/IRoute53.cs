using System.Collections.Immutable;

namespace MultiRegion.Aws.Documents;

/// <summary>
/// What the router needs of Route 53. The only thing behind it is the wire; an official client could take its place. Pages
/// are followed to the end inside.
/// </summary>
internal interface IRoute53
{
    ValueTask<Result<HostedZone>> GetZoneAsync(string id, CancellationToken cancellationToken);

    /// <summary>All zones whose name is the given one, public and private.</summary>
    ValueTask<Result<ImmutableArray<HostedZone>>> FindZonesAsync(string name, CancellationToken cancellationToken);

    /// <summary>The record sets of a zone, from a name on; to the end, or as long as the name is that one or lies below it.</summary>
    ValueTask<Result<ImmutableArray<ResourceRecordSet>>> ListRecordsAsync(string zone, string? from, bool onlyBelow, CancellationToken cancellationToken);

    /// <summary>One atomic batch.</summary>
    ValueTask<Result<ChangeInfo>> ChangeAsync(string zone, ImmutableArray<RecordChange> changes, string comment, CancellationToken cancellationToken);

    ValueTask<Result<ChangeInfo>> GetChangeAsync(string id, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<HealthCheck>>> ListHealthChecksAsync(CancellationToken cancellationToken);

    /// <summary>Idempotent by its reference: the same reference and configuration give the check that is there.</summary>
    ValueTask<Result<HealthCheck>> CreateHealthCheckAsync(string reference, HealthCheckConfig config, CancellationToken cancellationToken);

    ValueTask<Result<bool>> DeleteHealthCheckAsync(string id, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<HealthObservation>>> GetHealthCheckStatusAsync(string id, CancellationToken cancellationToken);

    /// <summary>The tags of up to any number of checks, by id.</summary>
    ValueTask<Result<ImmutableDictionary<string, ImmutableDictionary<string, string>>>> ListHealthCheckTagsAsync(ImmutableArray<string> ids, CancellationToken cancellationToken);

    ValueTask<Result<bool>> TagHealthCheckAsync(string id, ImmutableDictionary<string, string> set, CancellationToken cancellationToken);

    ValueTask<Result<bool>> UntagHealthCheckAsync(string id, ImmutableArray<string> keys, CancellationToken cancellationToken);
}
