using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>A few faults of any kind, at any time of the first part of a run: what an explorer throws at the engine.</summary>
internal static class RandomFaults
{
    private static readonly FaultKind[] Kinds = [.. Enum.GetValues<FaultKind>().Where(static kind => kind != FaultKind.OperatorSays)];

    public static FaultScript Draw(EstateTopology topology, int seed, TimeSpan within)
    {
        var lots = new Lots(seed, "exploration");
        var count = 1 + (int)(lots[0] * 5);
        return new([.. Enumerable.Range(1, count).Select(number => One(topology, lots, number * 100, within)).OrderBy(static fault => fault.At)]);
    }

    private static Fault One(EstateTopology topology, Lots lots, int number, TimeSpan within)
    {
        var regions = topology.Services[0].Deployments;
        var routers = topology.Services.SelectMany(static service => service.Routers).Distinct().ToImmutableArray();
        var sets = topology.Services.SelectMany(static service => service.Data).Select(static data => data.ReplicaSet).Distinct().ToImmutableArray();

        // A third of all faults take a region down: without one there is little to go wrong with.
        var kind = lots[number] < 0.33 ? FaultKind.RegionDown : Kinds[(int)(lots[number + 1] * Kinds.Length)];
        kind = sets.IsEmpty && kind is FaultKind.LagGrows or FaultKind.FenceUnanswered or FaultKind.PromotionFails ? FaultKind.RegionDown : kind;
        return new()
        {
            Kind = kind,
            At = TimeSpan.FromSeconds(20) + Seconds((within - TimeSpan.FromSeconds(20)) * lots[number + 2]),
            For = Seconds(lots.Exponential(number + 3, TimeSpan.FromSeconds(60))) + TimeSpan.FromSeconds(1),
            Region = regions[(int)(Math.Pow(lots[number + 4], 2) * regions.Length)].Region,
            Router = routers[(int)(lots[number + 5] * routers.Length)],
            ReplicaSet = sets.IsEmpty ? default(ReplicaSetId?) : sets[(int)(lots[number + 6] * sets.Length)],
            Times = kind is FaultKind.RouterFails or FaultKind.RouterThrottles or FaultKind.RouterLosesAnswers or FaultKind.PromotionFails or FaultKind.JournalFails ? 1 + (int)(lots[number + 7] * 4) : null,
            By = kind == FaultKind.UtcJump ? TimeSpan.FromSeconds(Math.Round((lots[number + 8] - 0.5) * 7200)) : null,
        };
    }

    // Whole milliseconds, so that a script reads well.
    private static TimeSpan Seconds(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Round(span.TotalMilliseconds));
}
