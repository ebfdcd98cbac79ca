using Microsoft.Extensions.Configuration;
using static MultiRegion.Shared.DependencyInjection.StrictSection;

namespace MultiRegion.Kubernetes.DependencyInjection;

/// <summary>Reads options from configuration, strictly: every mistake is named with its path.</summary>
internal static class FleetSection
{
    public static void Read(IConfigurationSection section, KubernetesFleetOptions options) => ReadKeys(typeof(KubernetesFleetOptions), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["Timeout"] = at => options.Timeout = Time(at),
        ["CheckCapacity"] = at => options.CheckCapacity = Flag(at),
        ["Clusters"] = at => Each(at, cluster => options.Clusters.Add(ClusterOf(cluster))),
    });

    public static void Read(IConfigurationSection section, KubernetesLeaseOptions options) => ReadKeys(typeof(KubernetesLeaseOptions), section, new()
    {
        ["Namespace"] = at => options.Namespace = Text(at),
        ["Name"] = at => options.Name = Text(at),
        ["RequestTimeout"] = at => options.RequestTimeout = Time(at),
        ["Connection"] = at => Read(at, options.Connection),
    });

    public static void Read(IConfigurationSection section, KubernetesFederationOptions options) => ReadKeys(typeof(KubernetesFederationOptions), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["DefaultNamespace"] = at => options.DefaultNamespace = Text(at),
        ["Parallelism"] = at => options.Parallelism = Number(at),
        ["ParallelismPerCluster"] = at => options.ParallelismPerCluster = Number(at),
        ["Timeout"] = at => options.Timeout = Time(at),
        ["EstablishTimeout"] = at => options.EstablishTimeout = Time(at),
        ["Kinds"] = at => Each(at, item => options.Kinds.Add(Text(item))),
        ["Clusters"] = at => Each(at, cluster => options.Clusters.Add(MemberOf(cluster))),
    });

    private static MemberClusterOptions MemberOf(IConfigurationSection section)
    {
        var cluster = new MemberClusterOptions();
        ReadKeys(typeof(KubernetesFederationOptions), section, new()
        {
            ["Cluster"] = at => cluster.Cluster = Text(at),
            ["Region"] = at => cluster.Region = Text(at),
            ["Provider"] = at => cluster.Provider = Text(at),
            ["Labels"] = at => Each(at, item => cluster.Labels[item.Key] = Text(item)),
            ["Connection"] = at => Read(at, cluster.Connection),
        });
        return cluster;
    }

    private static KubernetesClusterOptions ClusterOf(IConfigurationSection section)
    {
        var cluster = new KubernetesClusterOptions();
        ReadKeys(typeof(KubernetesFleetOptions), section, new()
        {
            ["Cluster"] = at => cluster.Cluster = Text(at),
            ["Namespaces"] = at => Each(at, item => cluster.Namespaces.Add(Text(item))),
            ["Kinds"] = at => Each(at, item => cluster.Kinds.Add(Text(item))),
            ["LabelSelector"] = at => cluster.LabelSelector = Text(at),
            ["Connection"] = at => Read(at, cluster.Connection),
        });
        return cluster;
    }

    internal static void Read(IConfigurationSection section, KubernetesConnectionOptions options) => ReadKeys(typeof(KubernetesConnectionOptions), section, new()
    {
        ["KubeConfig"] = at => options.KubeConfig = Text(at),
        ["Context"] = at => options.Context = Text(at),
        ["InCluster"] = at => options.InCluster = Flag(at),
    });
}
