using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Documents;

/// <summary>
/// What the router needs of Cloudflare. The only thing behind it is the wire; an official client could take its place. Pages are
/// followed to the end inside. Bodies are JSON objects; a patch holds only what changes.
/// </summary>
internal interface ICloudflare
{
    /// <summary>The zones of exactly this name that the token can see.</summary>
    ValueTask<Result<ImmutableArray<Zone>>> FindZonesAsync(string name, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<LoadBalancer>>> ListBalancersAsync(string zone, CancellationToken cancellationToken);

    ValueTask<Result<LoadBalancer>> GetBalancerAsync(string zone, string id, CancellationToken cancellationToken);

    ValueTask<Result<LoadBalancer>> CreateBalancerAsync(string zone, string body, CancellationToken cancellationToken);

    ValueTask<Result<LoadBalancer>> PatchBalancerAsync(string zone, string id, string body, CancellationToken cancellationToken);

    ValueTask<Result<bool>> DeleteBalancerAsync(string zone, string id, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<Pool>>> ListPoolsAsync(string account, CancellationToken cancellationToken);

    ValueTask<Result<Pool>> CreatePoolAsync(string account, string body, CancellationToken cancellationToken);

    ValueTask<Result<Pool>> PatchPoolAsync(string account, string id, string body, CancellationToken cancellationToken);

    ValueTask<Result<bool>> DeletePoolAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>What uses a pool on its whole account, and what it uses.</summary>
    ValueTask<Result<ImmutableArray<ResourceReference>>> ListPoolReferencesAsync(string account, string id, CancellationToken cancellationToken);

    ValueTask<Result<PoolHealth>> GetPoolHealthAsync(string account, string id, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<HealthMonitor>>> ListMonitorsAsync(string account, CancellationToken cancellationToken);

    ValueTask<Result<HealthMonitor>> CreateMonitorAsync(string account, string body, CancellationToken cancellationToken);

    ValueTask<Result<bool>> DeleteMonitorAsync(string account, string id, CancellationToken cancellationToken);
}
