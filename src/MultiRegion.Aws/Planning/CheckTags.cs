using System.Collections.Immutable;
using MultiRegion.Aws.Compile;

namespace MultiRegion.Aws.Planning;

/// <summary>The tags of health checks: what they are called, and which services want them.</summary>
internal static class CheckTags
{
    private const string Prefix = "multiregion:";
    private const int LongestValue = 256;

    public static ImmutableDictionary<string, string> Of(string owner, ServiceId service) => ImmutableDictionary<string, string>.Empty
        .Add("Name", $"multiregion {owner}")
        .Add(Key(service), service.Value.Length <= LongestValue ? service.Value : service.Value[..LongestValue]);

    /// <summary>Whether a check is wanted by none but the given services.</summary>
    public static bool OnlyFor(ImmutableDictionary<string, string> tags, IEnumerable<ServiceId> services)
    {
        var known = services.Select(Key).ToHashSet(StringComparer.Ordinal);
        var wanting = tags.Keys.Where(static key => key.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        return wanting.Count > 0 && wanting.TrueForAll(known.Contains);
    }

    /// <summary>The key of the tag that says that a service wants a check.</summary>
    public static string Key(ServiceId service) => Prefix + Fingerprint.Text(Fingerprint.Of(service.Value).Value);
}
