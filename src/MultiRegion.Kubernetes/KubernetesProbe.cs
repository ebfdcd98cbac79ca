using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Kubernetes.Endpoints;
using MultiRegion.Kubernetes.Fleet;
using MultiRegion.Kubernetes.Probes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes;

/// <summary>Looks into the clusters of regions: at their API servers, at whether workloads are ready, at whether a Service or an Ingress has an address.</summary>
/// <remarks>It complements a probe of the endpoint that users take: what a cluster says of itself is not what they see.</remarks>
public sealed class KubernetesProbe : IHealthProbe, IDisposable
{
    private readonly KubernetesProbeOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, (string Object, ClusterLink Link)> _regions = new(StringComparer.Ordinal);

    /// <summary>Makes a probe. Nothing is read before it is asked to.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told of attempts that are repeated; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public KubernetesProbe(KubernetesProbeOptions options, TimeProvider time, ILogger<KubernetesProbe>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        OptionRules.ThrowIfAny(OptionRules.Mistakes(options));
        (_options, _time) = (options, time);
        var retry = new RetrySettings { Attempts = 1, AttemptTimeout = options.Timeout, Deadline = options.Timeout };
        foreach (var region in options.Regions)
        {
            _regions.Add(region.Region, (region.Object ?? options.Object ?? "", new($"region {region.Region}", region.Connection, retry, time, (ILogger?)logger ?? NullLogger.Instance)));
        }
    }

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var start = _time.GetTimestamp();
        var (outcome, reason, detail) = await LookAsync(target, cancellationToken).ConfigureAwait(false);
        return new(outcome, reason, _time.GetElapsedTime(start), detail);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, link) in _regions.Values)
        {
            link.Dispose();
        }
    }

    private async ValueTask<(ProbeOutcome, ProbeReason, string?)> LookAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        if (!_regions.TryGetValue(target.Region.Value, out var region))
        {
            return (ProbeOutcome.Unknown, ProbeReason.OwnFault, $"the region '{target.Region}' is not among the probe's Regions");
        }

        var opened = region.Link.Open();
        try
        {
            return !opened.Succeeded ? (ProbeOutcome.Unknown, ProbeReason.OwnFault, opened.Problem.Detail)
                : _options.Look == KubernetesLook.ApiServer ? ProbeRules.ApiServer((await opened.Value.IsReadyAsync(cancellationToken).ConfigureAwait(false)).Problem)
                : _options.Look == KubernetesLook.Address ? await AddressAsync(opened.Value, region.Object, target.Endpoint, cancellationToken).ConfigureAwait(false)
                : await WorkloadAsync(opened.Value, region.Object, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Of the API server itself silence says something; of what runs in its cluster it says nothing.
            return (_options.Look == KubernetesLook.ApiServer ? ProbeOutcome.Failure : ProbeOutcome.Unknown, ProbeReason.TimedOut, "no answer in time");
        }
    }

    private async ValueTask<(ProbeOutcome, ProbeReason, string?)> WorkloadAsync(KubeClient client, string at, CancellationToken cancellationToken)
    {
        var (ns, word, name) = (at.Split('/')[0], at.Split('/')[1], at.Split('/')[2]);
        var kind = ScaledKind.BuiltIn.First(known => known.Word == word);
        var read = await client.GetAsync(kind.Resource, ns, name, cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? ProbeRules.Ready(read.Value, kind, _options.MinimumReady) : ProbeRules.Unread(read.Problem);
    }

    private static async ValueTask<(ProbeOutcome, ProbeReason, string?)> AddressAsync(KubeClient client, string at, EndpointAddress sent, CancellationToken cancellationToken)
    {
        var source = EndpointSource.TryParse(at, out var known) ? known : throw new ArgumentException($"'{at}' is no source of an address.", nameof(at));
        var read = await source.ReadAsync(client, cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? ProbeRules.Address(read.Value, sent) : ProbeRules.Unread(read.Problem);
    }
}
