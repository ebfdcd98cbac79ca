using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Clusters;
using MultiRegion.Kubernetes.Drift;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Rollout;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes;

/// <summary>Many clusters, and the objects that are distributed over them: observes, plans, applies.</summary>
/// <remarks>
/// What is ours is what bears our label and was applied by our field manager; nothing else is changed or deleted. A cluster that cannot be read is unknown: what it has stays as it is, and it delays no other.
/// All members may be used from several threads.
/// </remarks>
public sealed class KubernetesFederation : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Gate _inAll;
    private readonly KubernetesFederationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ImmutableSortedDictionary<ClusterId, MemberCluster> _members = ImmutableSortedDictionary<ClusterId, MemberCluster>.Empty;
    private (long Requests, long Writes) _left;

    /// <summary>Makes a federation. Nothing is read before it is asked to.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told of attempts that are repeated and of the API servers' warnings; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public KubernetesFederation(KubernetesFederationOptions options, TimeProvider time, ILogger<KubernetesFederation>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        OptionRules.ThrowIfAny(OptionRules.Mistakes(options));
        (_options, _time, _logger) = (options, time, (ILogger?)logger ?? NullLogger.Instance);
        _inAll = new(options.Parallelism, TimeSpan.FromSeconds(1), time);
        Settings = new(options.Owner, options.DefaultNamespace, [.. options.Kinds], options.EstablishTimeout, time);
        foreach (var cluster in options.Clusters)
        {
            Join(cluster);
        }
    }

    /// <summary>The members, by name.</summary>
    public ImmutableArray<ClusterId> Clusters => [.. Members.Keys];

    /// <summary>How many requests have gone to all clusters, and how many of them could change something.</summary>
    public FederationTraffic Traffic
    {
        get
        {
            lock (_gate)
            {
                return new(_left.Requests + _members.Values.Sum(static member => member.Traffic.Requests), _left.Writes + _members.Values.Sum(static member => member.Traffic.Writes));
            }
        }
    }

    internal ApplySettings Settings { get; }

    internal TimeProvider Time => _time;

    internal ImmutableSortedDictionary<ClusterId, MemberCluster> Members => Volatile.Read(ref _members);

    /// <summary>Takes a cluster in. Nothing is read or written by that.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <returns>Its id, or a refusal when there is one of that name.</returns>
    /// <exception cref="ArgumentException">What is said about it is wrong; all mistakes are named.</exception>
    public Result<ClusterId> Join(MemberClusterOptions cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        OptionRules.ThrowIfAny(OptionRules.Mistakes(cluster, "Cluster"));
        lock (_gate)
        {
            if (_members.ContainsKey(cluster.Cluster))
            {
                return Problem.Refused($"Cluster {cluster.Cluster} is a member already: let it leave first, or choose another name.");
            }

            var retry = new RetrySettings { Attempts = 3, FirstWait = TimeSpan.FromMilliseconds(100), AttemptTimeout = _options.Timeout, Deadline = _options.Timeout, LargestBody = 32 * 1024 * 1024 };
            var link = new ClusterLink($"cluster {cluster.Cluster}", cluster.Connection, retry, _time, _logger);
            var member = new MemberCluster(cluster, link, _inAll, _options.ParallelismPerCluster, _options.Timeout, _time);
            _members = _members.Add(member.Id, member);
            return member.Id;
        }
    }

    /// <summary>Lets a cluster go. What is in it stays there; to take it away, apply a distribution that places nothing there first.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <returns>Whether it was a member.</returns>
    public bool Leave(ClusterId cluster)
    {
        lock (_gate)
        {
            if (!_members.TryGetValue(cluster, out var member))
            {
                return false;
            }

            (_members, _left) = (_members.Remove(cluster), (_left.Requests + member.Traffic.Requests, _left.Writes + member.Traffic.Writes));
            member.Dispose();
            return true;
        }
    }

    /// <summary>Reads every member: version, readiness, nodes, latency. All at once, each for at most the time-out.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The members by name; one that could not be read is unknown, with the reason.</returns>
    public async ValueTask<ImmutableArray<ClusterFacts>> ObserveAsync(CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(Members.Values.Select(member => member.ObserveAsync(cancellationToken).AsTask())).ConfigureAwait(false)];

    /// <summary>Says what would be written so that a distribution is there. Writes nothing.</summary>
    /// <param name="distribution">Which objects belong into which cluster. Clusters that it does not name stay as they are.</param>
    /// <param name="options">What the plan may do; null: as <see cref="PlanOptions"/> says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<FederationPlan> PlanAsync(Distribution distribution, PlanOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        var planned = await Task.WhenAll(distribution.Objects.Select(async pair => await PlanAsync(pair.Key, pair.Value, options ?? new(), cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        return new() { Clusters = [.. planned.Select(static one => one.Plan)], Notes = [.. NotesOf(distribution), .. planned.SelectMany(static one => one.Notes)] };
    }

    /// <summary>Carries out a plan. An object that is no longer what the plan saw is refused, and the rest goes on.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends it; what was sent by then may have taken effect.</param>
    public async ValueTask<ApplyReport> ApplyAsync(FederationPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var start = _time.GetTimestamp();
        var reports = await Task.WhenAll(plan.Clusters.Select(async cluster => await ApplyAsync(cluster, start, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        return Report(plan, [.. reports]);
    }

    /// <summary>Plans and applies each cluster on its own: one that does not answer delays no other, not even until its time-out.</summary>
    /// <param name="distribution">Which objects belong into which cluster. Clusters that it does not name stay as they are.</param>
    /// <param name="options">What may be done; null: as <see cref="PlanOptions"/> says.</param>
    /// <param name="cancellationToken">Ends it; what was sent by then may have taken effect.</param>
    public async ValueTask<ApplyReport> ApplyAsync(Distribution distribution, PlanOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        var start = _time.GetTimestamp();
        var done = await Task.WhenAll(distribution.Objects.Select(async pair =>
        {
            var (plan, notes) = await PlanAsync(pair.Key, pair.Value, options ?? new(), cancellationToken).ConfigureAwait(false);
            return (Plan: plan, Notes: notes, Report: await ApplyAsync(plan, start, cancellationToken).ConfigureAwait(false));
        })).ConfigureAwait(false);
        return Report(new() { Clusters = [.. done.Select(static one => one.Plan)], Notes = [.. NotesOf(distribution), .. done.SelectMany(static one => one.Notes)] }, [.. done.Select(static one => one.Report)]);
    }

    /// <summary>Says how far the rollouts of a distribution's workloads are, as <c>kubectl rollout status</c> judges them.</summary>
    /// <param name="distribution">Which objects belong into which cluster.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<ImmutableArray<ClusterRollout>> StatusAsync(Distribution distribution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return [.. await Task.WhenAll(distribution.Objects.Select(async pair => Members.TryGetValue(pair.Key, out var member)
            ? await RolloutReader.ReadAsync(member, Settings, pair.Value, cancellationToken).ConfigureAwait(false)
            : new() { Cluster = pair.Key, Problem = Stranger(pair.Key) })).ConfigureAwait(false)];
    }

    /// <summary>Applies a distribution to one group of clusters after the other, each only when the one before is out and well; goes back when one fails.</summary>
    /// <param name="rollout">The stages, and what they wait for.</param>
    /// <param name="cancellationToken">Ends it where it is; nothing goes back by that.</param>
    /// <returns>What became of each stage, or a refusal when the stages do not fit the distribution.</returns>
    public async ValueTask<Result<StagedRolloutReport>> RollOutAsync(StagedRollout rollout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return string.Join("; ", StageRules.Mistakes(rollout)) is { Length: > 0 } mistakes
            ? Problem.Refused($"The stages do not fit: {mistakes}.")
            : await new RolloutRunner(this, rollout).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says what is no longer as it was applied, and by whom. Changes nothing: applying <see cref="DriftReport.Healing"/> does.</summary>
    /// <param name="distribution">Which objects belong into which cluster.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<DriftReport> DriftAsync(Distribution distribution, CancellationToken cancellationToken) =>
        DriftRules.Of(await PlanAsync(distribution, new() { Delete = false }, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var member in Members.Values)
        {
            member.Dispose();
        }

        _inAll.Dispose();
    }

    private async ValueTask<(ClusterPlan Plan, IEnumerable<string> Notes)> PlanAsync(ClusterId cluster, ImmutableArray<KubernetesObject> objects, PlanOptions options, CancellationToken cancellationToken) =>
        Members.TryGetValue(cluster, out var member)
            ? await new ClusterPlanner(member, Settings, options).PlanAsync(objects, cancellationToken).ConfigureAwait(false)
            : (new() { Cluster = cluster, Problem = Stranger(cluster) }, []);

    private async ValueTask<ClusterReport> ApplyAsync(ClusterPlan plan, long start, CancellationToken cancellationToken)
    {
        var report = Members.TryGetValue(plan.Cluster, out var member)
            ? await new ClusterApplier(member, Settings, plan).RunAsync(cancellationToken).ConfigureAwait(false)
            : new() { Cluster = plan.Cluster, Problem = Stranger(plan.Cluster) };
        return report with { Took = _time.GetElapsedTime(start) };
    }

    private static ApplyReport Report(FederationPlan plan, ImmutableArray<ClusterReport> reports) => new()
    {
        Clusters = reports,
        Rest = plan with { Clusters = [.. plan.Clusters.Zip(reports, Rest).Where(static cluster => cluster.Problem is not null || !cluster.Objects.IsEmpty)] },
    };

    private static ClusterPlan Rest(ClusterPlan plan, ClusterReport report)
    {
        var open = report.Objects.Where(static one => one.Outcome is ObjectOutcome.Failed or ObjectOutcome.NotTried or ObjectOutcome.Unknown).Select(static one => one.Object).ToHashSet();
        return plan with { Objects = [.. plan.Objects.Where(one => one.Writes && (open.Contains(one.Object) || report.Objects.IsEmpty))] };
    }

    private static IEnumerable<string> NotesOf(Distribution distribution) =>
        [.. distribution.Notes, .. distribution.Undecided.Select(static cluster => $"{cluster}: not decided on, since nothing is known about it: what it has stays as it is")];

    private static Problem Stranger(ClusterId cluster) => new(ProblemKind.NotFound, $"There is no cluster {cluster} in the federation.", Retryable: false);
}

/// <summary>How much a federation has asked of its clusters.</summary>
/// <param name="Requests">How many requests went out, repetitions included.</param>
/// <param name="Writes">How many of them could change something.</param>
public readonly record struct FederationTraffic(long Requests, long Writes);
