using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;

namespace MultiRegion.Kubernetes.Tests.Documentation;

/// <summary>The code of the documents, compiled. A test holds them to it, line by line.</summary>
internal static class DocumentedCode
{
    public static void Kubernetes(IMultiRegionBuilder builder, HttpClient client)
    {
        // begin Kubernetes
        builder
            .AddKubernetesFleet("k8s", options =>
            {
                options.Clusters.Add(new() { Cluster = "eu-1", Namespaces = { "shop" }, Connection = { Context = "eu-admin" } });
                options.AddCluster("us-1", new("https://us.example.com:6443"), client).Namespaces.Add("shop");
            })
            .UseKubernetesLease(options => options.Connection.InCluster = true);

        // end
    }

    public static async Task FederationApply(HttpClient client, Distribution distribution, TextWriter output, CancellationToken cancellationToken)
    {
        // begin FederationApply
        var options = new KubernetesFederationOptions { Owner = "shop" };
        options.Clusters.Add(new() { Cluster = "eu-1", Region = "eu", Labels = { ["tier"] = "gold" }, Connection = { Context = "eu-admin" } });
        options.AddCluster("us-1", new("https://us.example.com:6443"), client).Region = "us";
        using var federation = new KubernetesFederation(options, TimeProvider.System);

        var plan = await federation.PlanAsync(distribution, options: null, cancellationToken);
        await output.WriteLineAsync(plan.ToString());
        var report = await federation.ApplyAsync(plan, cancellationToken);
        if (!report.Succeeded)
        {
            report = await federation.ApplyAsync(report.Rest, cancellationToken);
        }

        // end
    }

    public static void KubernetesHome(IMultiRegionBuilder builder)
    {
        // begin KubernetesHome
        builder
            .UseKubernetesLease(options => options.Connection.InCluster = true)
            .UseKubernetesJournal(options => options.Connection.InCluster = true)
            .UseKubernetesInbox(options => options.Connection.InCluster = true);

        // end
    }

    public static async Task KubernetesProbes(IMultiRegionBuilder builder, KubernetesFleet fleet, CancellationToken cancellationToken)
    {
        // begin KubernetesProbes
        builder.AddKubernetesProbe("web-ready", options =>
        {
            (options.Object, options.MinimumReady) = ("shop/deployment/web", 3);
            options.Regions.Add(new() { Region = "eu", Connection = { Context = "eu-admin" } });
            options.Regions.Add(new() { Region = "us", Connection = { Context = "us-admin" } });
        });

        var endpoint = await fleet.DiscoverAsync("eu-1", "shop/ingress/web", cancellationToken);

        // end
        endpoint.Problem.ShouldBeNull();
    }

    public static Result<Distribution> Federation(
        string shop, string web, KubernetesObject deployment, ImmutableSortedDictionary<string, string> region, IReadOnlyList<ClusterFacts> clusters, Distribution? previous)
    {
        // begin Federation
        var imported = Importer.Read([new("shop.yaml", shop), new("web.yaml", web)]);
        if (!imported.Succeeded)
        {
            return imported.Problem;
        }

        var workloads = imported.Value.Workloads.Add(new()
        {
            Name = "api",
            Objects = [deployment],
            Placement = new() { Clusters = new() { Regions = ["eu", "us"] } },
            Division = new() { Mode = DivisionMode.Capacity, Total = 12 },
            Overrides =
            [
                new()
                {
                    Clusters = new() { Regions = ["us"] },
                    Changes = [new ImageChange { Part = ImagePart.Registry, Value = "mirror.example.org" }, new EnvironmentChange { Set = region }],
                },
            ],
        });
        return Distributor.Distribute(workloads, clusters, previous?.Replicas);

        // end
    }
}
