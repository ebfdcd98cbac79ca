using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Federation;

public sealed class DividerProperties
{
    [Fact]
    public void A_division_adds_up_and_keeps_its_bounds() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Some(chance);
        var least = candidates.Sum(static one => Math.Min(one.Minimum, one.Maximum));
        var divided = Divider.Divide(total, candidates);
        divided.Succeeded.ShouldBe(least <= total);
        if (divided.Succeeded)
        {
            var most = candidates.Sum(static one => one.Weight > 0 ? one.Maximum : Math.Min(one.Minimum, one.Maximum));
            divided.Value.Values.Sum().ShouldBe(Math.Min(total, most));
            candidates.ShouldAllBe(one => divided.Value[one.Cluster] >= Math.Min(one.Minimum, one.Maximum) && divided.Value[one.Cluster] <= one.Maximum);
        }
    });

    [Fact]
    public void Nobody_could_better_give_one_of_his_to_another() => Chance.Holds(static chance =>
    {
        var candidates = Free(chance);
        var divided = Divided(chance.Up(200), candidates);
        foreach (var (from, to) in candidates.SelectMany(_ => candidates, static (from, to) => (from, to)).Where(pair => divided[pair.from.Cluster] > 0))
        {
            (from.Weight * ((2 * divided[to.Cluster]) + 1)).ShouldBeGreaterThanOrEqualTo(to.Weight * ((2 * divided[from.Cluster]) - 1));
        }
    });

    [Fact]
    public void The_order_of_the_clusters_says_nothing() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Some(chance);
        var (one, other) = (Divider.Divide(total, candidates), Divider.Divide(total, [.. candidates.Reverse()]));
        other.Problem.ShouldBe(one.Problem);
        other.Value.ShouldBe(one.Value);
    });

    [Fact]
    public void A_new_cluster_takes_from_the_others_and_moves_nothing_between_them() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Fair(chance);
        var before = Divided(total, candidates);
        var after = Divided(total, [.. With(candidates, before), new() { Cluster = chance.One("0", "zz"), Weight = chance.Up(20), Maximum = chance.Up(50) }]);
        before.ShouldAllBe(pair => after[pair.Key] <= pair.Value);
    });

    [Fact]
    public void A_cluster_that_goes_gives_to_the_others_and_moves_nothing_between_them() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Fair(chance);
        var before = Divided(total, candidates);
        var after = Divided(total, [.. With(candidates, before).Skip(1)]);
        after.ShouldAllBe(pair => before[pair.Key] <= pair.Value);
    });

    [Fact]
    public void More_weight_of_one_moves_replicas_to_it_alone() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Fair(chance);
        var before = Divided(total, candidates);
        var after = Divided(total, [candidates[0] with { Weight = candidates[0].Weight + 1 + chance.Up(5) }, .. candidates.Skip(1)]);
        before.ShouldAllBe(pair => pair.Key == candidates[0].Cluster ? after[pair.Key] >= pair.Value : after[pair.Key] <= pair.Value);
    });

    [Fact]
    public void Less_room_in_one_moves_what_no_longer_fits_and_nothing_else() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Fair(chance);
        var before = Divided(total, candidates);
        var room = Math.Max(0, before[candidates[0].Cluster] - chance.Up(3));
        var after = Divided(total, [With(candidates, before)[0] with { Maximum = room }, .. With(candidates, before).Skip(1)]);
        before.ShouldAllBe(pair => pair.Key == candidates[0].Cluster ? after[pair.Key] == room : after[pair.Key] >= pair.Value);
    });

    [Fact]
    public void One_replica_more_is_one_replica_more() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Fair(chance);
        var before = Divided(total, candidates);
        var after = Divided(total + 1, With(candidates, before));
        before.ShouldAllBe(pair => after[pair.Key] >= pair.Value);
        after.Values.Sum().ShouldBeLessThanOrEqualTo(before.Values.Sum() + 1);
    });

    [Fact]
    public void Equals_keep_what_they_have() => Chance.Holds(static chance =>
    {
        var (total, candidates) = Fair(chance);
        var before = Divided(total, candidates);
        Divided(total, With(candidates, before)).ShouldBe(before);
        Divided(7, [new() { Cluster = "a", Weight = 1, Previous = 3 }, new() { Cluster = "b", Weight = 1, Previous = 4 }])["b"].ShouldBe(4);
    });

    [Fact]
    public void Nothing_is_moved_off_a_cluster_that_cannot_be_read() => Chance.Holds(static chance =>
    {
        var workload = chance.Workload() with { Placement = new(), Overrides = [] };
        var clusters = chance.Clusters();
        if (Distributor.Distribute([workload], clusters) is not { Succeeded: true, Value: var before })
        {
            return;
        }

        ImmutableArray<ClusterFacts> lost = [clusters[0] with { Problem = Problem.Unreachable("gone") }, .. clusters.Skip(1)];
        if (workload.Division.Mode == DivisionMode.Duplicated || Distributor.Distribute([workload], lost, before.Replicas) is not { Succeeded: true, Value: var after })
        {
            return;
        }

        after.Undecided.ShouldBe([clusters[0].Cluster]);
        after.Replicas.Where(placed => placed.Cluster == clusters[0].Cluster).ShouldBe(before.Replicas.Where(placed => placed.Cluster == clusters[0].Cluster));
        (after.Replicas.Sum(static placed => placed.Replicas) + after.Unplaced.Values.Sum()).ShouldBe(before.Replicas.Sum(static placed => placed.Replicas) + before.Unplaced.Values.Sum());
    });

    private static (int Total, ImmutableArray<Candidate> Candidates) Some(Chance chance) => (chance.Up(60), [.. Free(chance).Select(one => one with
    {
        Tier = chance.Up(2),
        Weight = chance.One(0, one.Weight),
        Minimum = chance.Up(6),
        Maximum = chance.Up(30),
        Previous = chance.Up(9),
    })]);

    /// <summary>Those whose bounds leave the division possible.</summary>
    private static (int Total, ImmutableArray<Candidate> Candidates) Fair(Chance chance) => (20 + chance.Up(60), [.. Free(chance).Select(one => one with { Minimum = chance.Up(3), Maximum = 3 + chance.Up(40) })]);

    private static ImmutableArray<Candidate> Free(Chance chance) => [.. "abcdef".Take(1 + chance.Up(5)).Select(name => new Candidate { Cluster = $"{name}", Weight = 1 + chance.Up(9) })];

    private static ImmutableArray<Candidate> With(ImmutableArray<Candidate> candidates, ImmutableSortedDictionary<ClusterId, int> previous) => [.. candidates.Select(one => one with { Previous = previous[one.Cluster] })];

    private static ImmutableSortedDictionary<ClusterId, int> Divided(int total, ImmutableArray<Candidate> candidates)
    {
        var divided = Divider.Divide(total, candidates);
        divided.Problem.ShouldBeNull();
        return divided.Value!;
    }
}
