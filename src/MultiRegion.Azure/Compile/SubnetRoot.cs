using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Compile;

/// <summary>A profile above all others, for services of which some clients, told by their addresses, have an order of their own.</summary>
internal sealed class SubnetRoot(RoutingIntent intent, CompileSettings settings, Func<RegionId, bool, Leaf> leaf, Findings findings)
{
    public Group Over(Group root)
    {
        ImmutableArray<Member> members = [.. settings.Subnets.GetValueOrDefault(intent.Hostname.ToLowerInvariant().TrimEnd('.'), []).Select(Of).OfType<Member>()];
        return members.IsEmpty ? root : (Group)Wrapping.Of(new Group(RoutingMethods.Subnet, [.. members, new(root)], root.Ttl));
    }

    private Member? Of(ClientSubnet subnet)
    {
        var clients = $"clients at {string.Join(", ", subnet.Ranges.Select(static range => range.Scope is { } scope ? FormattableString.Invariant($"{range.First}/{scope}") : $"{range.First}-{range.Last}"))}";
        if (subnet.Regions.FirstOrDefault(region => !intent.Tree.RegionsBelow().Contains(region)) is { Value: not "" } unknown)
        {
            findings.Refuse($"{clients}: region {unknown} is not in the service's tree");
            return null;
        }

        if (Groups.Chain([.. subnet.Regions.Select(region => leaf(region, true))], TreeShaper.Ttl(intent.Tree, AzureCompiler.DefaultTtl)) is not { IsDrained: false } chain)
        {
            findings.Lose(LossKind.Handling, $"{clients} are answered as the tree says while all their regions are drained");
            return null;
        }

        findings.Lose(LossKind.LastResort, $"{clients} are answered by an order of their own ({string.Join(", ", subnet.Regions.Where(region => !intent.Shares[region].IsDrained))}), and not at all while none of it is healthy");
        return new(chain) { Subnets = subnet.Ranges };
    }
}
