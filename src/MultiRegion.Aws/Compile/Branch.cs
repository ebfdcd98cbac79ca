using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Compile;

/// <summary>What a record leads to.</summary>
/// <param name="id">Stands for everything below except addresses: equal for branches that answer alike.</param>
/// <param name="shape">Stands for everything below except weights and addresses: a step of a share or a new address leaves it, and so the names, as they are.</param>
internal abstract class Branch(ulong id, ulong shape)
{
    public ulong Id { get; } = id;

    public ulong Shape { get; } = shape;
}

/// <summary>A region's endpoint.</summary>
internal sealed class Leaf : Branch
{
    public Leaf(RegionId region, bool isChecked, long ttl)
        : this(Fingerprint.Of("leaf").With(region.Value).With(isChecked ? 1UL : 2UL).With((ulong)ttl).Value) =>
        (Region, IsChecked, Ttl) = (region, isChecked, ttl);

    private Leaf(ulong id)
        : base(id, id)
    {
    }

    public RegionId Region { get; }

    public bool IsChecked { get; }

    public long Ttl { get; }
}

/// <summary>Record sets of one policy under one name.</summary>
internal sealed class Group(RecordPolicy policy, ImmutableArray<Member> members) : Branch(IdOf(policy, members), ShapeOf(policy, members))
{
    public RecordPolicy Policy { get; } = policy;

    public ImmutableArray<Member> Members { get; } = members;

    private static ulong IdOf(RecordPolicy policy, ImmutableArray<Member> members)
    {
        var print = Fingerprint.Of("group").With((ulong)policy);
        foreach (var member in members)
        {
            print = With(print, member, member.Target.Id).With(BitConverter.DoubleToUInt64Bits(member.Weight));
        }

        return print.Value;
    }

    private static ulong ShapeOf(RecordPolicy policy, ImmutableArray<Member> members)
    {
        var print = Fingerprint.Of("group").With((ulong)policy);
        foreach (var member in members)
        {
            print = With(print, member, member.Target.Shape);
        }

        return print.Value;
    }

    private static Fingerprint With(Fingerprint print, Member member, ulong target) =>
        print.With(target).With(member.AwsRegion ?? "").With(member.Area is { } area ? Areas.Text(area) : "");
}

/// <param name="Target">What it leads to.</param>
/// <param name="Weight">Of a weighted group: relative, above 0.</param>
/// <param name="AwsRegion">Of a latency group.</param>
/// <param name="Area">Of a geolocation group.</param>
internal readonly record struct Member(Branch Target, double Weight = 0, string? AwsRegion = null, GeoLocation? Area = null);

internal enum RecordPolicy
{
    Failover,
    Weighted,
    Geolocation,
    Latency,
    Multivalue,
}
