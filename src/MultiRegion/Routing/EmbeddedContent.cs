using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MultiRegion.Routing;

/// <summary>What clients of a service are answered from.</summary>
internal sealed record EmbeddedContent
{
    // The live content is held against every intent, and does not change.
    private static readonly ConditionalWeakTable<EmbeddedContent, string> Hashes = [];

    public required string Hostname { get; init; }

    public required RoutingNode Tree { get; init; }

    public required ImmutableSortedDictionary<RegionId, EndpointAddress> Endpoints { get; init; }

    public required Shares Shares { get; init; }

    public static EmbeddedContent Of(RoutingIntent intent) =>
        new() { Hostname = intent.Hostname, Tree = intent.Tree, Endpoints = intent.Endpoints, Shares = intent.Shares };

    /// <summary>Equal for contents that answer alike: a full share counts as none named.</summary>
    public string Hash() => Hashes.GetValue(this, static content => content.HashOnce());

    /// <summary>The same, without remembering it: for a content that is held against another once.</summary>
    public string HashOnce() => EmbeddedJson.Hash(WithoutFullShares(), EmbeddedJson.Default.EmbeddedContent);

    /// <summary>The content in words, a part each.</summary>
    public ImmutableArray<string> Words() =>
    [
        $"hostname {Hostname}",
        $"shares {Shares}",
        $"tree {RoutingTreeText.ToLine(Tree)}",
        $"endpoints {string.Join(", ", Endpoints.Select(static pair => $"{pair.Key} {pair.Value}"))}",
    ];

    public string Line() => string.Join("; ", Words());

    private EmbeddedContent WithoutFullShares() =>
        this with { Shares = new() { ByRegion = Shares.ByRegion.RemoveRange(Shares.ByRegion.Where(static pair => pair.Value.IsFull).Select(static pair => pair.Key)) } };

    /// <summary>Why nobody can be answered from this; null when it is good.</summary>
    public string? Mistake()
    {
        if (RoutingTreeRules.Check(Tree, "tree") is [_, ..] mistakes)
        {
            return string.Join("; ", mistakes);
        }

        var missing = Tree.RegionsBelow().Where(region => !Endpoints.ContainsKey(region)).ToList();
        return string.IsNullOrWhiteSpace(Hostname) ? "the hostname is missing"
            : missing.Count > 0 ? $"the tree names {string.Join(", ", missing)} without an endpoint: add the endpoint, or take the region out of the tree"
            : !RoutingResolver.CanResolve(Tree, Shares) ? $"every region of the tree is drained ({Shares}): keep at least one above 0 %"
            : null;
    }
}
