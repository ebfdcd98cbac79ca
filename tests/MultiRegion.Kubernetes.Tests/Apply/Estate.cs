using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Apply;

/// <summary>Clusters in virtual time, and a federation of them.</summary>
internal sealed class Estate : IDisposable
{
    private readonly List<HttpClient> _clients = [];

    public Estate(params string[] names)
        : this(static _ => { }, names)
    {
    }

    public Estate(Action<KubernetesFederationOptions> configure, params string[] names)
    {
        var options = new KubernetesFederationOptions();
        foreach (var name in names)
        {
            var fake = new FakeCluster(Clock);
            Fakes.Add(name, fake);
            _clients.Add(new(fake.Handler) { Timeout = Timeout.InfiniteTimeSpan });
            options.AddCluster(name, new($"https://{name}.example.com"), _clients[^1]).Region = $"{name}-1";
        }

        configure(options);
        Federation = new(options, Clock);
    }

    public VirtualClock Clock { get; } = new();

    public Dictionary<string, FakeCluster> Fakes { get; } = [];

    public FakeCluster Eu => Fakes["eu"];

    public KubernetesFederation Federation { get; }

    public static KubernetesObject Item(string json) => KubernetesObject.Of(JsonNode.Parse(json)!.AsObject()).Value!;

    public static Distribution Everywhere(IEnumerable<string> clusters, params string[] objects) => new()
    {
        Objects = clusters.ToImmutableSortedDictionary(static name => new ClusterId(name), _ => objects.Select(Item).ToImmutableArray()),
    };

    public static Distribution InEu(params string[] objects) => Everywhere(["eu"], objects);

    public Task<FederationPlan> PlanAsync(Distribution distribution, PlanOptions? options = null) => Rig.RunAsync(Clock, Federation.PlanAsync(distribution, options, default).AsTask());

    public Task<ApplyReport> ApplyAsync(FederationPlan plan) => Rig.RunAsync(Clock, Federation.ApplyAsync(plan, default).AsTask());

    public Task<ApplyReport> ApplyAsync(Distribution distribution, PlanOptions? options = null) => Rig.RunAsync(Clock, Federation.ApplyAsync(distribution, options, default).AsTask());

    /// <summary>Applies, and says so loudly when it does not go well.</summary>
    public async Task<ApplyReport> AppliedAsync(Distribution distribution)
    {
        var report = await ApplyAsync(distribution);
        report.Succeeded.ShouldBeTrue(report.ToString());
        Forget();
        return report;
    }

    public void Forget()
    {
        foreach (var fake in Fakes.Values)
        {
            fake.Forget();
        }
    }

    public void Dispose()
    {
        Federation.Dispose();
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }
}
