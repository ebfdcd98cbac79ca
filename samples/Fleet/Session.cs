using System.Collections.Immutable;
using MultiRegion;
using MultiRegion.Kubernetes;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Federation;

namespace Fleet;

/// <summary>One run. Ends with 0 when all is as it was asked for, 1 when something is not, 2 when it cannot be meant.</summary>
internal sealed class Session : IDisposable
{
    private readonly Request _request;
    private readonly ImmutableArray<FederatedWorkload> _workloads;
    private readonly ImmutableSortedDictionary<ClusterId, (string Name, string Context)> _clusters;
    private readonly KubernetesFederation _federation;
    private readonly Outcome _outcome = new();

    private Session(Request request)
    {
        var imported = Inputs.Workloads(request);
        (_request, _workloads, _clusters) = (request, imported.Workloads, Inputs.Clusters(request));
        _outcome.Lines.AddRange(imported.Notes.Select(static note => $"note: {note}"));
        try
        {
            _federation = new(Inputs.Options(request, _clusters, imported), TimeProvider.System);
        }
        catch (ArgumentException error)
        {
            throw new BadInputException(error.Message);
        }
    }

    public static async Task<int> RunAsync(Request request, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            using var session = new Session(request);
            await session.RunAsync(cancellationToken).ConfigureAwait(false);
            return session.Print(TimeProvider.System.GetElapsedTime(start));
        }
        catch (BadInputException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return 2;
        }
    }

    public void Dispose() => _federation.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var facts = await _federation.ObserveAsync(cancellationToken).ConfigureAwait(false);
        var distributed = Distributor.Distribute(_workloads, facts);
        if (!distributed.Succeeded)
        {
            throw new BadInputException(distributed.Problem.Detail);
        }

        foreach (var away in facts.Where(one => !distributed.Value.Objects.ContainsKey(one.Cluster)))
        {
            _outcome.Away(Name(away.Cluster), away.Problem);
            _outcome.Lines.Add($"{Name(away.Cluster)}: {away.Problem}");
        }

        _outcome.Lines.AddRange(distributed.Value.Notes.Select(static note => $"note: {note}"));
        await RunAsync(distributed.Value, cancellationToken).ConfigureAwait(false);
    }

    private Task RunAsync(Distribution distribution, CancellationToken cancellationToken) => _request.Verb switch
    {
        Verb.Plan => PlanAsync(distribution, Options, cancellationToken),
        Verb.Apply => ApplyAsync(distribution, Options, cancellationToken),
        Verb.Scale => ApplyAsync(Inputs.Scaled(distribution, _request), Options with { Delete = false }, cancellationToken),
        Verb.Status => StatusAsync(distribution, cancellationToken),
        _ => DeleteAsync(distribution, cancellationToken),
    };

    private PlanOptions Options => new() { Adopt = _request.Adopt, TakeOver = _request.TakeOver, Delete = !_request.Keep };

    private async Task<FederationPlan> PlanAsync(Distribution distribution, PlanOptions options, CancellationToken cancellationToken)
    {
        var plan = await _federation.PlanAsync(distribution with { Notes = [] }, options, cancellationToken).ConfigureAwait(false);
        _outcome.Lines.Add(plan.ToString());
        foreach (var cluster in plan.Clusters)
        {
            _outcome.Add(Name(cluster.Cluster), cluster);
        }

        return plan;
    }

    private async Task ApplyAsync(Distribution distribution, PlanOptions options, CancellationToken cancellationToken)
    {
        var report = await _federation.ApplyAsync(distribution, options, cancellationToken).ConfigureAwait(false);
        _outcome.Lines.Add(report.ToString());
        foreach (var cluster in report.Clusters)
        {
            _outcome.Add(Name(cluster.Cluster), cluster);
        }
    }

    private async Task StatusAsync(Distribution distribution, CancellationToken cancellationToken)
    {
        await PlanAsync(distribution, Options, cancellationToken).ConfigureAwait(false);
        var rollouts = await _federation.StatusAsync(distribution, cancellationToken).ConfigureAwait(false);
        var drift = await _federation.DriftAsync(distribution, cancellationToken).ConfigureAwait(false);
        _outcome.Lines.AddRange(rollouts.Select(static one => one.ToString()).Where(static line => line.Length > 0));
        _outcome.Lines.Add($"drift:\n{drift}");
        if (!drift.IsEmpty || !rollouts.All(static one => one.IsDone))
        {
            _outcome.Bad();
        }
    }

    /// <summary>What of the manifest is there tells what may go, and nothing else of ours does.</summary>
    private async Task DeleteAsync(Distribution distribution, CancellationToken cancellationToken)
    {
        var there = await _federation.PlanAsync(distribution, new() { Delete = false }, cancellationToken).ConfigureAwait(false);
        var nothing = new Distribution { Objects = distribution.Objects.ToImmutableSortedDictionary(static pair => pair.Key, static _ => ImmutableArray<KubernetesObject>.Empty) };
        await ApplyAsync(nothing, new() { DeleteHolders = true, DeleteOnly = [.. there.Clusters.SelectMany(static cluster => cluster.Objects).Select(static one => one.Object)] }, cancellationToken).ConfigureAwait(false);
    }

    private int Print(TimeSpan took)
    {
        var writer = _request.Json ? Console.Error : Console.Out;
        _outcome.Lines.ForEach(writer.WriteLine);
        if (_request.Json)
        {
            Console.Out.WriteLine(_outcome.ToJson(_federation.Traffic, took));
        }

        return _outcome.IsGood ? 0 : 1;
    }

    private string Name(ClusterId cluster) => _clusters[cluster].Name;
}
