using System.Collections.Immutable;

namespace MultiRegion.Azure.Compile;

/// <summary>Which regions with a partial share have said whether they take a request: one coin for each region on the way of a request.</summary>
internal sealed record Coins(ImmutableSortedDictionary<RegionId, bool> Tossed)
{
    public static Coins None { get; } = new(ImmutableSortedDictionary<RegionId, bool>.Empty);

    /// <summary>Null: not asked yet.</summary>
    public bool? this[RegionId region] => Tossed.TryGetValue(region, out var takes) ? takes : null;

    public Coins With(RegionId region, bool takes) => new(Tossed.SetItem(region, takes));

    /// <summary>A region takes the request when it does so here or there.</summary>
    public Coins Or(Coins other) => new(other.Tossed.Aggregate(Tossed, static (all, pair) => all.SetItem(pair.Key, pair.Value || (all.TryGetValue(pair.Key, out var takes) && takes))));
}

/// <summary>One way in which the coins of a node can fall.</summary>
/// <param name="Chance">How likely; those of a node add up to 1.</param>
/// <param name="Targets">What is asked then, in the order of the node; empty: the node declines.</param>
/// <param name="Coins">How they fell, those from before included.</param>
internal sealed record Outcome(double Chance, ImmutableArray<Branch> Targets, Coins Coins);
