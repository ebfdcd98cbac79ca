namespace MultiRegion.Topology.Rules;

/// <summary>The deployments of a service: known regions, none twice, one of them active, and somewhere to go.</summary>
internal static class DeploymentRules
{
    public static void Check(ServiceView service)
    {
        CheckRegions(service);
        var deployments = service.Deployments;
        if (service.Service.Deployments.IsDefault)
        {
            return;
        }

        if (deployments.IsEmpty)
        {
            service.Add("Deployments", "it is deployed nowhere", "add a deployment for each region");
        }
        else if (deployments.All(static deployment => deployment.Role != DeploymentRole.Active))
        {
            service.Add("Deployments", "no deployment is active, so nothing serves in normal times", "give at least one the role 'active'");
        }
        else if (deployments.Length == 1 && service.Service.Policy != PolicyIds.Manual && service.Service.Policy != default)
        {
            service.Add("Deployments", $"the policy '{service.Service.Policy}' has no other region to move to", "add a region, or set Policy to 'manual'");
        }
    }

    private static void CheckRegions(ServiceView service)
    {
        foreach (var (index, deployment) in service.Deployments.Index())
        {
            service.Estate.CheckRegion(deployment.Region, $"{service.DeploymentPath(index)}:Region");
        }

        foreach (var (index, region) in service.Deployments.Repeated(static deployment => deployment.Region).Where(static twice => twice.Key != default))
        {
            service.AddAt($"{service.DeploymentPath(index)}:Region", $"the region '{region}' is there twice", "merge the two deployments");
        }
    }
}
