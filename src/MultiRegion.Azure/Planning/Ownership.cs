using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Azure.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Planning;

/// <summary>What the tags of a profile say: whose it is, who wrote last, and what was written. They are part of the same request as the rest.</summary>
/// <param name="Owner">Which installation.</param>
/// <param name="Service">Which service.</param>
/// <param name="Marker">Who wrote.</param>
/// <param name="Content">The fingerprint of what was written.</param>
/// <param name="Shares">The shares that were written; null when they are not told.</param>
internal sealed record Ownership(string Owner, ServiceId Service, Marker Marker, string Content, Shares? Shares)
{
    /// <summary>The longest value of a tag.</summary>
    public const int LongestValue = 256;

    private const string Prefix = "multiregion-";

    /// <summary>Null when the profile is not one of ours, or its tags are not whole.</summary>
    public static Ownership? Read(Profile? profile)
    {
        var tags = profile is null ? ImmutableSortedDictionary<string, string>.Empty : TagsOf(profile);
        return Tag(tags, "epoch").Split('.') is [var major, var minor]
            && long.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && IdText.IsValid(Tag(tags, "service"), out _) && IdText.IsValid(Tag(tags, "controller"), out _) && Tag(tags, "owner").Length > 0
            ? new(Tag(tags, "owner"), new(Tag(tags, "service")), new(epoch, sequence, new(Tag(tags, "controller")), Tag(tags, "plan")), Tag(tags, "content"),
                tags.TryGetValue($"{Prefix}shares", out var shares) ? OwnershipText.SharesOf(shares) : null)
            : null;
    }

    /// <summary>The tags of a profile that are ours.</summary>
    public static ImmutableSortedDictionary<string, string> TagsOf(Profile profile) => (profile.Tags ?? ImmutableSortedDictionary<string, string>.Empty)
        .Where(static tag => tag.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).DistinctBy(static tag => tag.Key, StringComparer.OrdinalIgnoreCase).ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tags of others, with ours.</summary>
    public ImmutableSortedDictionary<string, string> On(Profile? live)
    {
        var tags = (live?.Tags ?? ImmutableSortedDictionary<string, string>.Empty).Where(static tag => !tag.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToImmutableSortedDictionary(StringComparer.Ordinal)
            .SetItem($"{Prefix}owner", Owner)
            .SetItem($"{Prefix}service", Service.Value)
            .SetItem($"{Prefix}epoch", string.Create(CultureInfo.InvariantCulture, $"{Marker.Epoch}.{Marker.Sequence}"))
            .SetItem($"{Prefix}controller", Marker.Controller.Value)
            .SetItem($"{Prefix}plan", Marker.PlanHash)
            .SetItem($"{Prefix}content", Content);
        return Shares is not null && OwnershipText.Of(Shares) is var shares && shares.Length <= LongestValue ? tags.SetItem($"{Prefix}shares", shares) : tags;
    }

    private static string Tag(ImmutableSortedDictionary<string, string> tags, string name) => tags.GetValueOrDefault(Prefix + name, "");
}
