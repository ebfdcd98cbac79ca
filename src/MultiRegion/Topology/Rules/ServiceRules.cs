namespace MultiRegion.Topology.Rules;

/// <summary>The rules for one service.</summary>
internal static class ServiceRules
{
    public static void Check(ServiceView service)
    {
        HostnameRules.Check(service);
        RouterRules.Check(service);
        DeploymentRules.Check(service);
        WorkloadRules.Check(service);
        TreeRules.Check(service);
        DataRules.Check(service);
        ProbeRules.Check(service);
        HealthRules.Check(service);
        GuardRules.Check(service);
        CapacityRules.Check(service);
        FailoverRules.Check(service);
        FailbackRules.Check(service);
    }
}
