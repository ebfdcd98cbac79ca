namespace MultiRegion.Testing.Simulation;

/// <summary>What the settings of a world must be.</summary>
internal static class SettingsRules
{
    public static IEnumerable<string> Of(SimulationSettings world, EstateTopology topology)
    {
        var (clients, data) = (world.Clients, world.Data);
        return
        [
            .. Spans(
                ("probeLatency", world.ProbeLatency),
                ("apiLatency", world.ApiLatency),
                ("startUp", world.StartUp),
                ("clients.overstayFor", clients.OverstayFor),
                ("clients.connectionLife", clients.ConnectionLife),
                ("clients.latency", clients.Latency),
                ("data.lag", data.Lag),
                ("data.promotionTime", data.PromotionTime),
                ("data.restoreTime", data.RestoreTime),
                ("data.reattachTime", data.ReattachTime),
                ("operators.approvesAfter", world.Operators.ApprovesAfter ?? TimeSpan.Zero)),
            .. Parts(
                ("probeLoss", world.ProbeLoss),
                ("clients.overstayShare", clients.OverstayShare),
                ("clients.stickyShare", clients.StickyShare),
                ("clients.recoveredBelow", clients.RecoveredBelow),
                ("clients.writeShare", clients.WriteShare)),
            .. world.ProbeLoss < 1 ? Array.Empty<string>() : ["world.probeLoss: at 1 no probe ever arrives"],
            .. clients.RequestsPerSecond is >= 0 and < double.PositiveInfinity ? Array.Empty<string>() : [$"world.clients.requestsPerSecond: {clients.RequestsPerSecond} is no rate"],
            .. clients.ReportInterval > TimeSpan.Zero || clients.ReportInterval is null ? Array.Empty<string>() : [$"world.clients.reportInterval: {clients.ReportInterval:c} is no span; null for never"],
            .. !clients.Groups.IsDefaultOrEmpty && clients.Groups.All(static group => group.Weight is > 0 and < double.PositiveInfinity) ? Array.Empty<string>() : ["world.clients.groups: at least one is needed, each with a weight above 0"],
            .. Routers(world, topology),
        ];
    }

    private static IEnumerable<string> Routers(SimulationSettings world, EstateTopology topology)
    {
        var known = topology.Services.SelectMany(static service => service.Routers).ToHashSet();
        foreach (var (id, router) in world.Routers)
        {
            if (!known.Contains(id))
            {
                yield return $"world.routers.{id}: the topology has no such router: it has {string.Join(", ", known)}";
            }

            foreach (var problem in Of(router))
            {
                yield return $"world.routers.{id}.{problem}";
            }
        }

        foreach (var problem in Of(world.Router))
        {
            yield return $"world.router.{problem}";
        }
    }

    private static IEnumerable<string> Of(RouterModel router)
    {
        if (router.FastestPropagation < TimeSpan.Zero || router.Propagation < router.FastestPropagation)
        {
            yield return $"propagation: {router.FastestPropagation:c} to {router.Propagation:c} is no range";
        }

        if (router.Ttl < TimeSpan.Zero)
        {
            yield return $"ttl: {router.Ttl:c} is negative";
        }

        if (router.OwnHealthChecks <= TimeSpan.Zero)
        {
            yield return $"ownHealthChecks: {router.OwnHealthChecks:c} is no span; null for none";
        }
    }

    private static IEnumerable<string> Spans(params (string Place, TimeSpan Span)[] spans) =>
        spans.Where(static span => span.Span < TimeSpan.Zero).Select(static span => $"world.{span.Place}: {span.Span:c} is negative");

    private static IEnumerable<string> Parts(params (string Place, double Part)[] parts) =>
        parts.Where(static part => part.Part is not (>= 0 and <= 1)).Select(static part => FormattableString.Invariant($"world.{part.Place}: {part.Part} is outside 0 to 1"));
}
