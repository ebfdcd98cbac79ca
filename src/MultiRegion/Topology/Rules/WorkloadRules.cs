namespace MultiRegion.Topology.Rules;

/// <summary>The workloads behind a deployment: in known clusters of the same region, none twice.</summary>
internal static class WorkloadRules
{
    public static void Check(ServiceView service)
    {
        foreach (var (index, deployment) in service.Deployments.Index())
        {
            Check(service, deployment, $"{service.DeploymentPath(index)}:Workloads");
        }
    }

    private static void Check(ServiceView service, DeploymentDefinition deployment, string path)
    {
        var workloads = deployment.Workloads.OrEmpty();
        foreach (var (index, workload) in workloads.Index())
        {
            var at = service.Estate.Findings.PathOf(path, index);
            CheckCluster(service, deployment, workload.Cluster, $"{at}:Cluster");
            if (workload.ServingReplicas >= 1 && workload.StandbyReplicas > workload.ServingReplicas)
            {
                service.AddAt($"{at}:StandbyReplicas", $"{workload.StandbyReplicas} is more than the {workload.ServingReplicas} while it serves", "a failover would scale down: swap the two");
            }
        }

        foreach (var (index, (cluster, workload)) in workloads.Repeated(static workload => (workload.Cluster, workload.Workload)).Where(static twice => twice.Key.Workload != default))
        {
            service.AddAt($"{service.Estate.Findings.PathOf(path, index)}:Workload", $"the workload '{workload}' of '{cluster}' is there twice", "name it once");
        }
    }

    private static void CheckCluster(ServiceView service, DeploymentDefinition deployment, ClusterId cluster, string path)
    {
        var clusters = service.Estate.Clusters;
        if (cluster == default || clusters.ContainsKey(default))
        {
            return;
        }

        if (!clusters.TryGetValue(cluster, out var definition))
        {
            service.AddAt(path, $"there is no cluster '{cluster}'", NearName.Mend(cluster.Value, clusters.Keys.Select(static id => id.Value)));
        }
        else if (definition.Region != deployment.Region && definition.Region != default && deployment.Region != default)
        {
            service.AddAt(path, $"the cluster '{cluster}' is in '{definition.Region}', the deployment in '{deployment.Region}'", $"name a cluster of '{deployment.Region}'");
        }
    }
}
