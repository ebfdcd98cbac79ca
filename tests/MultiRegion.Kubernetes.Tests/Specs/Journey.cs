using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Clusters;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;
using MultiRegion.Kubernetes.Tests.Apply;
using MultiRegion.Kubernetes.Tests.Clusters;
using MultiRegion.Kubernetes.Tests.Fakes;

namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>The whole way of manifests: imported, distributed over the clusters that they name, planned, applied, and planned and applied again.</summary>
internal sealed class Journey : IDisposable
{
    private readonly Estate _estate;
    private readonly ImmutableArray<ImportFile> _files;
    private readonly Func<string, IEnumerable<JsonObject>> _definitions;

    /// <param name="files">The manifests. They can be read.</param>
    /// <param name="definitions">The definitions of a group of kinds, which the clusters have before.</param>
    public Journey(ImmutableArray<ImportFile> files, Func<string, IEnumerable<JsonObject>> definitions)
    {
        (_files, _definitions) = (files, definitions);
        var items = files.SelectMany(static file => Manifests.Read(file.Text, file.Name).Value).ToList();
        var labels = NamedClusters.Labels(items);
        _estate = new(options => Configure(options, labels), [.. NamedClusters.Of(items)]);
    }

    public Dictionary<string, FakeCluster> Fakes => _estate.Fakes;

    /// <summary>What was placed, cluster by cluster.</summary>
    public Distribution Distribution { get; private set; } = Estate.Everywhere([]);

    /// <summary>What no cluster could take, and why.</summary>
    public ImmutableArray<ObjectPlan> Impossible { get; private set; } = [];

    public async Task RunAsync(ImportOptions? options)
    {
        Check(await ApplyAsync(options), ObjectOutcome.Created);
        Everything().ShouldAllBe(pair => (pair.Fake.Find(pair.Item) != null) == Taken(pair.Item));
        await AgainAsync();
    }

    /// <summary>Once, come what may.</summary>
    public async Task<ApplyReport> ApplyAsync(ImportOptions? options)
    {
        _estate.Fakes.Values.ToList().ForEach(static fake => fake.Put(ObserveTests.Node("a", "64", "256Gi")));
        var clusters = await Rig.RunAsync(_estate.Clock, _estate.Federation.ObserveAsync(default).AsTask());
        Distribution = Right(Distributor.Distribute(Right(Importer.Read(_files, options)).Workloads, clusters));
        Prepare();

        var plan = await _estate.PlanAsync(Distribution);
        Impossible = [.. plan.Clusters.SelectMany(static cluster => cluster.Objects).Where(static one => one.Change == ObjectChange.Impossible)];
        plan.Clusters.ShouldAllBe(static cluster => cluster.Problem == null && cluster.Objects.All(static one => one.Change == ObjectChange.Create || one.Change == ObjectChange.Impossible), $"{plan}");
        return await _estate.ApplyAsync(plan);
    }

    public void Dispose() => _estate.Dispose();

    private async Task AgainAsync()
    {
        _estate.Forget();
        var plan = await _estate.PlanAsync(Distribution);
        plan.IsEmpty.ShouldBeTrue($"{plan}");
        Check(await _estate.ApplyAsync(plan), ObjectOutcome.Unchanged);
        Check(await _estate.ApplyAsync(Distribution), ObjectOutcome.Unchanged);
        _estate.Fakes.Values.SelectMany(static fake => fake.Writes).ShouldBeEmpty();
    }

    private void Check(ApplyReport report, ObjectOutcome outcome)
    {
        report.Clusters.SelectMany(static cluster => cluster.Objects).ShouldAllBe(one => one.Outcome == outcome || Impossible.Any(other => other.Object == one.Object && one.Outcome == ObjectOutcome.Failed), $"{report}");
        report.Clusters.Sum(static cluster => cluster.Objects.Length).ShouldBe(Everything().Count());
        report.Succeeded.ShouldBe(Impossible.IsEmpty, $"{report}");
    }

    /// <summary>Namespaces and kinds that the manifests take for granted.</summary>
    private void Prepare()
    {
        foreach (var (cluster, items) in Distribution.Objects)
        {
            var fake = _estate.Fakes[cluster.Value];
            var own = items.Where(static item => item.Kind == "Namespace").Select(static item => item.Name);
            items.Select(static item => item.Namespace ?? "default").Distinct().Except(own).ToList().ForEach(ns => fake.Put(Rig.Namespace(ns)));
            items.Where(static item => item.ApiVersion.Contains('/', StringComparison.Ordinal)).Select(static item => item.ApiVersion.Split('/')[0]).Distinct().SelectMany(_definitions).ToList().ForEach(definition => fake.Put(definition.ToJsonString()));
            fake.EstablishesAtOnce = false;
        }
    }

    private IEnumerable<(FakeCluster Fake, KubernetesObject Item)> Everything() => Distribution.Objects.SelectMany(pair => pair.Value.Select(item => (_estate.Fakes[pair.Key.Value], item)));

    private bool Taken(KubernetesObject item) => !Impossible.Any(one => one.Object.Kind == item.Kind && one.Object.ApiVersion == item.ApiVersion);

    private static void Configure(KubernetesFederationOptions options, ImmutableArray<JsonObject> labels)
    {
        foreach (var (i, cluster) in options.Clusters.Index())
        {
            cluster.Region = NamedClusters.RegionOf(cluster.Cluster);
            foreach (var (key, value) in labels.IsEmpty ? [] : labels[i % labels.Length])
            {
                cluster.Labels[key] = (string)value!;
            }
        }
    }

    private static T Right<T>(Result<T> result)
    {
        result.Problem.ShouldBeNull();
        return result.Value!;
    }
}
