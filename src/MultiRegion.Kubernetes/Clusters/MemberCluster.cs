using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Clusters;

/// <summary>One cluster of a federation: what was configured of it, and the way there.</summary>
internal sealed class MemberCluster(MemberClusterOptions options, ClusterLink link, Gate inAll, int parallelism, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private static readonly KubeResource Nodes = new("", "v1", "nodes", "Node", false);

    private readonly SemaphoreSlim _own = new(parallelism);
    private readonly SemaphoreSlim _first = new(1);
    private volatile bool _answers;
    private volatile Problem? _lost;
    private int _losses;

    public ClusterId Id { get; } = options.Cluster;

    /// <summary>How often it was lost. What was read of it before the last loss is no ground to remove anything.</summary>
    public int Losses => Volatile.Read(ref _losses);

    public (long Requests, long Writes) Traffic => link.Traffic;

    private ClusterFacts Configured { get; } = new()
    {
        Cluster = options.Cluster,
        Labels = options.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Region = options.Region is { } region ? new RegionId(region) : (RegionId?)null,
        Provider = options.Provider,
    };

    /// <summary>Makes a call when there is room for it, and takes note when the cluster does not answer. As long as it has not answered once, it is asked one thing at a time, outside the room of all.</summary>
    public async ValueTask<KubeResult<T>> CallAsync<T>(Func<KubeClient, ValueTask<KubeResult<T>>> call, CancellationToken cancellationToken)
    {
        var opened = link.Open();
        if (!opened.Succeeded)
        {
            return new(opened.Problem, null, []);
        }

        var losses = Losses;
        if (!_answers)
        {
            await _first.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (losses != Losses)
                {
                    // Whoever was asked before us, got no answer.
                    return new(_lost!, null, []);
                }

                if (!_answers)
                {
                    return Noted(await call(opened.Value).ConfigureAwait(false));
                }
            }
            finally
            {
                _first.Release();
            }
        }

        await _own.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Noted(await inAll.RunAsync(() => call(opened.Value).AsTask(), cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _own.Release();
        }
    }

    /// <summary>How a kind is served there; discovery is cached.</summary>
    public async ValueTask<Result<KubeResource>> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        (await CallAsync(async client => new KubeResult<KubeResource>(await client.Discovery.FindAsync(apiVersion, kind, cancellationToken).ConfigureAwait(false), null, []), cancellationToken).ConfigureAwait(false)).Result;

    /// <summary>Reads what is known about it; one that cannot be read whole is unknown.</summary>
    public async ValueTask<ClusterFacts> ObserveAsync(CancellationToken cancellationToken)
    {
        var facts = await WithinAsync<ClusterFacts>(async token => await ReadAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return facts.Succeeded ? facts.Value : Configured with { Problem = facts.Problem };
    }

    /// <summary>Reads something within the time that reading a cluster may take.</summary>
    public async ValueTask<Result<T>> WithinAsync<T>(Func<CancellationToken, ValueTask<Result<T>>> read, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(2 * timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await read(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Lose(Problem.Unreachable($"cluster {Id}: it could not be read within {2 * timeout.TotalSeconds:0.###} s."));
        }
    }

    public void Dispose()
    {
        link.Dispose();
        _own.Dispose();
        _first.Dispose();
    }

    private async ValueTask<Result<ClusterFacts>> ReadAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var version = await CallAsync(client => client.GetRawAsync("ask for the version", "/version", cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!version.Succeeded)
        {
            return version.Problem;
        }

        var latency = time.GetElapsedTime(start);
        var asked = CallAsync(client => client.IsReadyAsync(cancellationToken), cancellationToken).AsTask();
        var listed = CallAsync(client => client.ListAsync(Nodes, null, new(), cancellationToken), cancellationToken).AsTask();
        var (ready, nodes) = (await asked.ConfigureAwait(false), await listed.ConfigureAwait(false));

        // An answer of 5xx says that it is not ready; anything else but 200 says nothing.
        return !ready.Succeeded && ready.Code < 500 ? ready.Problem
            : !nodes.Succeeded ? nodes.Problem
            : Facts(version.Value, latency, ready.Succeeded, nodes.Value.Items);
    }

    private ClusterFacts Facts(JsonObject version, TimeSpan latency, bool isReady, ImmutableArray<JsonObject> nodes)
    {
        var capacity = NodeCapacity.Of(nodes);
        return Configured with
        {
            Version = version.Text("gitVersion") ?? "",
            IsReady = isReady,
            Latency = latency,
            Nodes = capacity.Nodes,
            AllocatableMilliCpu = capacity.MilliCpu,
            AllocatableMemory = capacity.Memory,
            AllocatablePods = capacity.Pods,
        };
    }

    private KubeResult<T> Noted<T>(KubeResult<T> result)
    {
        if (result.Problem is { Kind: ProblemKind.Unreachable } && result.Code == 0)
        {
            Lose(result.Problem);
        }
        else if (result.Code > 0)
        {
            _answers = true;
        }

        return result;
    }

    private Problem Lose(Problem problem)
    {
        (_lost, _answers) = (problem, false);
        Interlocked.Increment(ref _losses);
        return problem;
    }
}
