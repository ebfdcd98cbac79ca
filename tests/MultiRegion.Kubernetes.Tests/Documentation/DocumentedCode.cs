using Microsoft.Extensions.DependencyInjection;

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

    public static void KubernetesHome(IMultiRegionBuilder builder)
    {
        // begin KubernetesHome
        builder
            .UseKubernetesLease(options => options.Connection.InCluster = true)
            .UseKubernetesJournal(options => options.Connection.InCluster = true)
            .UseKubernetesInbox(options => options.Connection.InCluster = true);

        // end
    }
}
