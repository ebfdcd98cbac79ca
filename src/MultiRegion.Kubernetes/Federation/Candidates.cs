using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>What each mode of division makes of clusters.</summary>
internal static class Candidates
{
    private const long MostFits = 10_000_000;

    public static IReadOnlyList<Candidate> Of(
        ReplicaDivision division,
        ImmutableArray<ClusterFacts> places,
        PodRequest request,
        IReadOnlyDictionary<ClusterId, PodRequest> room,
        IReadOnlyDictionary<ClusterId, int> previous)
    {
        var found = places.Select(facts => One(division, facts, request, room[facts.Cluster], previous.GetValueOrDefault(facts.Cluster))).OfType<Candidate>().ToList();
        return division.Mode == DivisionMode.Packed ? Packed(found) : found;
    }

    private static Candidate? One(ReplicaDivision division, ClusterFacts facts, PodRequest request, PodRequest room, int previous)
    {
        var at = division.Shares.IsEmpty ? 0 : division.Shares.Select(static (share, i) => (share, i)).FirstOrDefault(pair => pair.share.Clusters.Selects(facts), (null!, -1)).Item2;
        if (at < 0)
        {
            return null;
        }

        var share = division.Shares.IsEmpty ? new ClusterShare() : division.Shares[at];
        var fits = division.Mode == DivisionMode.Weighted ? MostFits : facts.IsKnown ? Math.Min(MostFits, room.Fits(request)) : 0;
        return new()
        {
            Cluster = facts.Cluster,
            Tier = division.Mode == DivisionMode.Preferred ? at : 0,
            Weight = Weight(division.Mode, share, facts, request, fits),
            Minimum = share.Minimum,
            Maximum = (int)Math.Min(fits, share.Maximum ?? MostFits),
            Previous = previous,
        };
    }

    // By what there is in all, not by what is left: else each workload before it would shift its proportions.
    private static long Weight(DivisionMode mode, ClusterShare share, ClusterFacts facts, PodRequest request, long fits) => mode switch
    {
        DivisionMode.Capacity => share.Weight * (facts.IsKnown ? Math.Min(MostFits, PodRequest.Room(facts).Fits(request)) : fits),
        DivisionMode.Packed => Math.Min(share.Weight, 1) * fits,
        DivisionMode.Preferred => Math.Min(share.Weight, 1),
        _ => share.Weight,
    };

    private static List<Candidate> Packed(List<Candidate> found) =>
        [.. found.OrderByDescending(static one => one.Previous > 0).ThenByDescending(static one => one.Maximum).ThenBy(static one => one.Cluster).Select(static (one, i) => one with { Tier = i })];
}
