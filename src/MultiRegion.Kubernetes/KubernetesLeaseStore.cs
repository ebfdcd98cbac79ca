using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Kubernetes.Lease;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes;

/// <summary>Elects a controller by a <c>coordination.k8s.io/v1</c> Lease in one cluster.</summary>
/// <remarks>
/// Each write carries the resourceVersion that was read, so that of two that try at once one is refused. No clock of another machine is ever read: another's lease is over when its record has not
/// changed for its whole duration by our own monotonic clock. A controller that has just started therefore waits one whole duration before it takes over.
/// </remarks>
public sealed class KubernetesLeaseStore : ILeaseStore, IDisposable
{
    private readonly KubernetesLeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ClusterLink _link;
    private readonly Lock _gate = new();
    private (string Print, long Since)? _seen;

    /// <summary>Makes a store. Nothing is read before it is asked to.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told of attempts that are repeated; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public KubernetesLeaseStore(KubernetesLeaseOptions options, TimeProvider time, ILogger<KubernetesLeaseStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        OptionRules.ThrowIfAny(OptionRules.Mistakes(options));
        (_options, _time) = (options, time);
        var retry = new RetrySettings { Attempts = 2, FirstWait = TimeSpan.FromMilliseconds(50), AttemptTimeout = options.RequestTimeout, Deadline = options.RequestTimeout };
        _link = new($"lease {options.Namespace}/{options.Name}", options.Connection, retry, time, (ILogger?)logger ?? NullLogger.Instance);
    }

    /// <inheritdoc />
    public async ValueTask<Result<LeaseHolder>> AcquireAsync(ControllerId controller, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        if (2 * _options.RequestTimeout >= duration)
        {
            return Problem.Refused($"A lease of {duration.TotalSeconds:0.###} s is too short for requests of {_options.RequestTimeout.TotalSeconds:0.###} s: a renewal is two of them, and must end while the lease lasts. Shorten RequestTimeout or lengthen the lease.");
        }

        if (_link.Open() is var opened && !opened.Succeeded)
        {
            return opened.Problem;
        }

        var read = await GetAsync(opened.Value!, cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? await TakeAsync(opened.Value!, read.Value, controller, duration, cancellationToken).ConfigureAwait(false)
            : read.Problem.Kind == ProblemKind.NotFound ? await CreateAsync(opened.Value!, controller, duration, cancellationToken).ConfigureAwait(false)
            : read.Problem;
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(ControllerId controller, CancellationToken cancellationToken)
    {
        if (_link.Open() is { Succeeded: true } opened && await GetAsync(opened.Value, cancellationToken).ConfigureAwait(false) is { Succeeded: true } read && LeaseRules.Holder(read.Value) == controller.Value)
        {
            await ReplaceAsync(opened.Value, LeaseRules.Released(read.Value, _time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _link.Dispose();

    private async ValueTask<Result<LeaseHolder>> TakeAsync(KubeClient client, JsonObject found, ControllerId controller, TimeSpan duration, CancellationToken cancellationToken)
    {
        var holder = LeaseRules.Holder(found);
        if (holder.Length > 0 && holder != controller.Value && !IsOver(found, duration))
        {
            return Held(holder);
        }

        var written = await ReplaceAsync(client, LeaseRules.Taken(found, controller, duration, _time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return written.Succeeded ? new LeaseHolder(controller) : written.Status?.Code == 409 ? await LostAsync(client, controller, cancellationToken).ConfigureAwait(false) : written.Problem;
    }

    private async ValueTask<Result<LeaseHolder>> CreateAsync(KubeClient client, ControllerId controller, TimeSpan duration, CancellationToken cancellationToken)
    {
        var lease = LeaseRules.New(_options.Name, _options.Namespace, controller, duration, _time.GetUtcNow());
        var made = await client.CreateAsync(KubeResource.Leases, _options.Namespace, lease, new(), cancellationToken).ConfigureAwait(false);
        return made.Succeeded ? new LeaseHolder(controller)
            : made.Status?.Code == 409 ? await LostAsync(client, controller, cancellationToken).ConfigureAwait(false)
            : made.Problem;
    }

    /// <summary>Somebody else was faster. Should the record bear our own name, it is an earlier request of ours: it counts from the next one.</summary>
    private async ValueTask<Result<LeaseHolder>> LostAsync(KubeClient client, ControllerId controller, CancellationToken cancellationToken)
    {
        var read = await GetAsync(client, cancellationToken).ConfigureAwait(false);
        return !read.Succeeded ? read.Problem
            : LeaseRules.Holder(read.Value) is { Length: > 0 } holder && holder != controller.Value ? Seen(read.Value, holder)
            : Problem.Conflict($"lease {_options.Namespace}/{_options.Name}: it changed hands while it was asked for; ask again.");
    }

    private Result<LeaseHolder> Seen(JsonObject lease, string holder)
    {
        IsOver(lease, TimeSpan.MaxValue);
        return Held(holder);
    }

    private Result<LeaseHolder> Held(string holder) => IdText.IsValid(holder, out _) ? new LeaseHolder(holder)
        : Problem.Refused($"lease {_options.Namespace}/{_options.Name}: its holder is none of our controllers: choose another name, or delete the lease.");

    /// <summary>Whether the record has stood unchanged for as long as its holder may act.</summary>
    private bool IsOver(JsonObject lease, TimeSpan otherwise)
    {
        var print = LeaseRules.Print(lease);
        lock (_gate)
        {
            if (_seen?.Print != print)
            {
                _seen = (print, _time.GetTimestamp());
            }

            return _time.GetElapsedTime(_seen!.Value.Since) >= LeaseRules.Lasts(lease, otherwise);
        }
    }

    private async ValueTask<KubeResult<JsonObject>> GetAsync(KubeClient client, CancellationToken cancellationToken) =>
        await client.GetAsync(KubeResource.Leases, _options.Namespace, _options.Name, cancellationToken).ConfigureAwait(false);

    private ValueTask<KubeResult<JsonObject>> ReplaceAsync(KubeClient client, JsonObject lease, CancellationToken cancellationToken) =>
        client.ReplaceAsync(KubeResource.Leases, _options.Namespace, _options.Name, lease, new(), cancellationToken);
}
