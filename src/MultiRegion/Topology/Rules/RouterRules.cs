namespace MultiRegion.Topology.Rules;

/// <summary>The routers of a service: at least one, none twice.</summary>
internal static class RouterRules
{
    public static void Check(ServiceView service)
    {
        var routers = service.Service.Routers.OrEmpty();
        if (routers.IsEmpty)
        {
            service.Add("Routers", "no router serves it, so its traffic cannot be moved", "name at least one router");
        }

        foreach (var (index, router) in routers.Repeated(static router => router))
        {
            service.AddAt(service.Estate.Findings.PathOf(service.PathOf("Routers"), index), $"the router '{router}' is there twice", "name it once");
        }
    }
}
