using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>What goes wrong by lot: kinds of faults, each with its mean times.</summary>
/// <param name="Kinds">The kinds.</param>
public sealed record FaultDistributions(ImmutableArray<FaultDistribution> Kinds)
{
    /// <summary>The part of <see cref="FaultKind.RegionDown"/> that takes the paired region with it (<see cref="RegionDefinition.Pair"/>). 0 to 1, default 0.05.</summary>
    public double PairedShare { get; init; } = 0.05;

    /// <summary>What is wrong, each with its place; empty when nothing is.</summary>
    public ImmutableArray<string> Check() =>
    [
        .. Kinds.SelectMany(static (kind, at) => kind.Mistakes().Select(problem => $"kinds[{at}].{problem}")),
        .. PairedShare is >= 0 and <= 1 ? Array.Empty<string>() : [$"pairedShare: {PairedShare} is outside 0 to 1"],
    ];

    internal IEnumerable<Fault> Draw(EstateTopology topology, int seed, TimeSpan length) =>
        Kinds.SelectMany((kind, at) => Draw(kind, at, topology, seed, length)).OrderBy(static fault => fault.At).ThenBy(static fault => fault.Kind);

    private IEnumerable<Fault> Draw(FaultDistribution kind, int place, EstateTopology topology, int seed, TimeSpan length)
    {
        foreach (var template in kind.Victims(topology))
        {
            var lots = new Lots(seed, $"fault {place} {kind.Kind} {template.Region} {template.Router} {template.ReplicaSet}");
            var at = TimeSpan.Zero;
            for (var number = 0L; ; number += 4)
            {
                var wait = lots.Exponential(number, kind.MeanBetween);
                if (wait >= length - at)
                {
                    break;
                }

                at += wait;
                var fault = template with { At = at, For = AtLeast(lots.Exponential(number + 1, kind.MeanToRepair)) };
                yield return fault;
                if (kind.Kind == FaultKind.RegionDown && topology.Region(fault.Region!.Value).Pair is { } pair && lots[number + 2] < PairedShare)
                {
                    yield return fault with { Region = pair, At = fault.At + lots.Between(number + 3, TimeSpan.Zero, TimeSpan.FromMinutes(2)) };
                }

                at = at + fault.For!.Value < length ? at + fault.For.Value : length;
            }
        }
    }

    private static TimeSpan AtLeast(TimeSpan span) => span > TimeSpan.FromMilliseconds(1) ? span : TimeSpan.FromMilliseconds(1);
}

/// <summary>How often something goes wrong, and for how long. Both times are drawn from an exponential distribution, for each victim on its own.</summary>
/// <param name="Kind">What.</param>
/// <param name="MeanBetween">The mean time from the end of one to the beginning of the next. Above zero.</param>
/// <param name="MeanToRepair">The mean time that it lasts. Above zero.</param>
public sealed record FaultDistribution(FaultKind Kind, TimeSpan MeanBetween, TimeSpan MeanToRepair)
{
    /// <summary>The only victim; null: each region, router or data set on its own, as the kind needs.</summary>
    public RegionId? Region { get; init; }

    /// <summary>What else the faults have: a part, a factor, a number of times. Default nothing.</summary>
    public Fault? Template { get; init; }

    internal IEnumerable<string> Mistakes()
    {
        if (MeanBetween <= TimeSpan.Zero)
        {
            yield return $"meanBetween: {MeanBetween:c} is no mean time: it must be above zero";
        }

        if (MeanToRepair <= TimeSpan.Zero)
        {
            yield return $"meanToRepair: {MeanToRepair:c} is no mean time: it must be above zero";
        }
    }

    internal IEnumerable<Fault> Victims(EstateTopology topology)
    {
        var fault = (Template ?? new Fault { Kind = Kind, At = TimeSpan.Zero }) with { Kind = Kind };
        var regions = topology.Regions.Select(static region => region.Id).Where(region => Region is null || Region == region);
        var routers = topology.Services.SelectMany(static service => service.Routers).Distinct();
        var sets = topology.Services.SelectMany(static service => service.Data).Where(static data => data.SingleWriter).Select(static data => data.ReplicaSet).Distinct();
        return Kind switch
        {
            FaultKind.RouterFails or FaultKind.RouterThrottles or FaultKind.RouterLosesAnswers or FaultKind.RouterSlow or FaultKind.RouterGone =>
                routers.Select(router => fault with { Router = router }),
            FaultKind.RouterEdited => from router in routers from region in regions select fault with { Router = router, Region = region },
            FaultKind.LagGrows => from set in sets from region in regions select fault with { ReplicaSet = set, Region = region },
            FaultKind.FenceUnanswered or FaultKind.PromotionFails => sets.Select(set => fault with { ReplicaSet = set }),
            FaultKind.RegionDown or FaultKind.RegionSlow or FaultKind.RegionErrors or FaultKind.ClusterGone or FaultKind.ClusterRestored or FaultKind.ClusterEdited =>
                regions.Select(region => fault with { Region = region }),
            _ => [fault],
        };
    }
}
