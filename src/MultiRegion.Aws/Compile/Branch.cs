using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Compile;

/// <summary>
/// What a record leads to. Its id stands for everything below except weights and addresses: a step of a share or a new address
/// leaves names as they are.
/// </summary>
internal abstract class Branch(ulong id)
{
    public ulong Id { get; } = id;
}

/// <summary>A region's endpoint.</summary>
internal sealed class Leaf(RegionId region, bool isChecked, long ttl)
    : Branch(Fingerprint.Of("leaf").With(region.Value).With(isChecked ? 1UL : 2UL).With((ulong)ttl).Value)
{
    public RegionId Region { get; } = region;

    public bool IsChecked { get; } = isChecked;

    public long Ttl { get; } = ttl;
}

/// <summary>Record sets of one policy under one name.</summary>
internal sealed class Group(RecordPolicy policy, ImmutableArray<Member> members) : Branch(IdOf(policy, members))
{
    public RecordPolicy Policy { get; } = policy;

    public ImmutableArray<Member> Members { get; } = members;

    private static ulong IdOf(RecordPolicy policy, ImmutableArray<Member> members)
    {
        var print = Fingerprint.Of("group").With((ulong)policy);
        foreach (var member in members)
        {
            print = print.With(member.Target.Id).With(member.AwsRegion ?? "").With(member.Area is { } area ? Areas.Text(area) : "");
        }

        return print.Value;
    }
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
