using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Compile;

/// <summary>What a profile leads to: an endpoint, or another profile.</summary>
internal abstract record Branch
{
    /// <summary>The same for what answers alike.</summary>
    public abstract string Key { get; }

    /// <summary>Whether nobody may be sent there: each endpoint of it is drained.</summary>
    public abstract bool IsDrained { get; }

    /// <summary>How many profiles lie above its deepest endpoint.</summary>
    public abstract int Levels { get; }
}

/// <param name="Region">Its region.</param>
/// <param name="IsChecked">Whether its health counts.</param>
/// <param name="Drained">Whether the region is drained.</param>
/// <param name="Port">Which port is probed.</param>
internal sealed record Leaf(RegionId Region, bool IsChecked, bool Drained, int Port) : Branch
{
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"{Region}{(IsChecked ? "" : "!")}{(Drained ? "-" : "")}:{Port}");

    public override bool IsDrained => Drained;

    public override int Levels => 0;
}

/// <summary>A profile.</summary>
/// <param name="Method">How it chooses.</param>
/// <param name="Members">In order.</param>
/// <param name="Ttl">Seconds.</param>
/// <param name="MaxReturn">How many one answer holds; 0 where that does not matter.</param>
internal sealed record Group(string Method, ImmutableArray<Member> Members, long Ttl, int MaxReturn = 0) : Branch
{
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"{Method}{MaxReturn}/{Ttl}({string.Join(' ', Members.Select(static member => member.Key))})");

    public override bool IsDrained => Members.All(static member => member.Target.IsDrained);

    public override int Levels => 1 + Members.Max(static member => member.Target.Levels);
}

/// <summary>An endpoint of a profile.</summary>
/// <param name="Target">What it leads to.</param>
/// <param name="Weight">Above 0, relative to the others.</param>
/// <param name="Location">The Azure region that distance is measured to; null where it is not.</param>
internal sealed record Member(Branch Target, double Weight = 1, string? Location = null)
{
    /// <summary>The part of the weight that no share lowers: weights are scaled by it, so that a later step leaves the others alone.</summary>
    public double Whole { get; init; } = Weight;

    /// <summary>The places whose clients it answers.</summary>
    public ImmutableArray<string> Places { get; init; } = [];

    /// <summary>The addresses whose clients it answers.</summary>
    public ImmutableArray<SubnetRange> Subnets { get; init; } = [];

    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Weight:R}@{Location}{string.Join(',', Places)}{string.Join(',', Subnets)}={Target.Key}");
}
