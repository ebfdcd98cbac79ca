namespace MultiRegion.Testing.Simulation;

/// <summary>What a fault needs, and may not have.</summary>
internal static class FaultRules
{
    public static IEnumerable<string> Of(Fault fault, EstateTopology topology) => Numbers(fault).Concat(Missing(fault)).Concat(Names(fault, topology));

    public static IEnumerable<string> Numbers(Fault fault)
    {
        if (fault.At < TimeSpan.Zero)
        {
            yield return $"at: {fault.At:c} is before the beginning";
        }

        if (fault.For <= TimeSpan.Zero)
        {
            yield return $"for: {fault.For:c} is no span; leave it out for a fault that stays";
        }

        if (fault.Part is not null and not (>= 0 and <= 1))
        {
            yield return $"part: {fault.Part} is outside 0 to 1";
        }

        if (fault.Factor is not null and not (>= 1 and <= 1e6))
        {
            yield return $"factor: {fault.Factor} is outside 1 to 1,000,000";
        }

        if (fault.Times < 1)
        {
            yield return $"times: {fault.Times} is below 1";
        }

        if (fault.Controller < 1)
        {
            yield return $"controller: {fault.Controller} is below 1";
        }
    }

    private static IEnumerable<string> Missing(Fault fault)
    {
        var (region, router, data, command) = Needs(fault.Kind);
        if (region && fault.Region is null)
        {
            yield return $"region: {fault.Kind} needs one";
        }

        if (router && fault.Router is null)
        {
            yield return $"router: {fault.Kind} needs one";
        }

        if (data && fault.ReplicaSet is null)
        {
            yield return $"replicaSet: {fault.Kind} needs one";
        }

        if (command && fault.Command is null)
        {
            yield return $"command: {fault.Kind} needs one";
        }

        if (fault.Kind == FaultKind.ProviderPartition && fault is { Router: null, ReplicaSet: null, Region: null })
        {
            yield return "router, replicaSet or region: ProviderPartition needs one of them";
        }
    }

    private static (bool Region, bool Router, bool Data, bool Command) Needs(FaultKind kind) => kind switch
    {
        FaultKind.RegionDown or FaultKind.RegionSlow or FaultKind.RegionErrors => (true, false, false, false),
        FaultKind.ClusterGone or FaultKind.ClusterRestored or FaultKind.ClusterEdited => (true, false, false, false),
        FaultKind.RouterFails or FaultKind.RouterThrottles or FaultKind.RouterLosesAnswers or FaultKind.RouterSlow or FaultKind.RouterGone => (false, true, false, false),
        FaultKind.RouterEdited => (true, true, false, false),
        FaultKind.LagGrows => (true, false, true, false),
        FaultKind.FenceUnanswered or FaultKind.PromotionFails => (false, false, true, false),
        FaultKind.OperatorSays => (false, false, false, true),
        _ => default,
    };

    private static IEnumerable<string> Names(Fault fault, EstateTopology topology)
    {
        if (fault.Region is { } region && !topology.Regions.Any(known => known.Id == region))
        {
            yield return $"region: the topology has no region '{region}': it has {string.Join(", ", topology.Regions.Select(static known => known.Id))}";
        }

        var routers = topology.Services.SelectMany(static service => service.Routers).Distinct().ToList();
        if (fault.Router is { } router && !routers.Contains(router))
        {
            yield return $"router: the topology has no router '{router}': it has {string.Join(", ", routers)}";
        }

        var sets = topology.Services.SelectMany(static service => service.Data).Select(static data => data.ReplicaSet).Distinct().ToList();
        if (fault.ReplicaSet is { } set && !sets.Contains(set))
        {
            yield return $"replicaSet: the topology has no data set '{set}'{(sets.Count == 0 ? "" : $": it has {string.Join(", ", sets)}")}";
        }

        if (fault.Group is { } group && !topology.Services.Any(service => (service.MoveGroup ?? new MoveGroupId(service.Id.Value)) == group))
        {
            yield return $"group: the topology has no move group '{group}'";
        }
    }
}
