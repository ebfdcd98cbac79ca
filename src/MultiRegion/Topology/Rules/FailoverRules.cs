using System.Collections.Immutable;

namespace MultiRegion.Topology.Rules;

/// <summary>The application's own steps have names, each once.</summary>
internal static class FailoverRules
{
    public static void Check(ServiceView service)
    {
        Check(service, service.Service.Failover.BeforeTraffic.OrEmpty(), service.PathOf("Failover:BeforeTraffic"));
        Check(service, service.Service.Failover.AfterTraffic.OrEmpty(), service.PathOf("Failover:AfterTraffic"));
    }

    private static void Check(ServiceView service, ImmutableArray<string> steps, string path)
    {
        foreach (var (index, _) in steps.Index().Where(static step => string.IsNullOrWhiteSpace(step.Item)))
        {
            service.AddAt(service.Estate.Findings.PathOf(path, index), "is empty", "write the name under which the step was registered");
        }

        foreach (var (index, step) in steps.Repeated(static step => step).Where(static twice => !string.IsNullOrWhiteSpace(twice.Key)))
        {
            service.AddAt(service.Estate.Findings.PathOf(path, index), $"the step '{step}' is there twice", "name it once");
        }
    }
}
