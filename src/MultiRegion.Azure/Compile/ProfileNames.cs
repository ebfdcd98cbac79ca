using System.Globalization;
using System.Text;

namespace MultiRegion.Azure.Compile;

/// <summary>What the profiles of a service are called: the root by owner and service, those below by the way to them.</summary>
internal sealed class ProfileNames
{
    /// <summary>Of a DNS label, and so of both names.</summary>
    private const int Longest = 63;
    private const int LongestRoot = 40;

    /// <summary>Before the way to a profile: with the hyphen that comes after it no part of another service's root, which has no two in a row.</summary>
    private const string Below = "-";

    private readonly string _relative;

    public ProfileNames(ServiceId service, string hostname, CompileSettings settings)
    {
        Root = settings.ProfileNames.TryGetValue(service.Value, out var name) ? name : Bounded(Slug($"{settings.Owner}-{service}"), $"{settings.Owner} {service}", LongestRoot);
        var host = hostname.TrimEnd('.').ToLowerInvariant();
        _relative = settings.DnsNames.TryGetValue(service.Value, out var given) ? given.ToLowerInvariant()
            : host.EndsWith($".{settings.Suffix}", StringComparison.Ordinal) ? host[..^(settings.Suffix.Length + 1)]
            : $"{Root}-{Print($"{settings.Subscription}/{settings.ResourceGroup}/{Root}".ToLowerInvariant())}";
    }

    /// <summary>The name of the root profile.</summary>
    public string Root { get; }

    /// <param name="path">The way to the profile, each step with a hyphen before it; empty for the root.</param>
    public string Name(string path) => path.Length == 0 ? Root : Bounded($"{Root}{Below}{path}", $"{Root}{Below}{path}", Longest);

    /// <inheritdoc cref="Name"/>
    public string RelativeName(string path) => path.Length == 0 ? _relative : Bounded($"{_relative}{Below}{path}", $"{_relative}{Below}{path}", Longest);

    /// <summary>A step of a way: by place where there is one. A country may have the code of a continent.</summary>
    public static string Step(Member member, int index) => member.Places is [var place, ..]
        ? (place.StartsWith("GEO-", StringComparison.Ordinal) ? $"-{place[4..]}" : place == Documents.Places.World ? $"-{place}" : $"-in-{place}").ToLowerInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"-{index + 1}");

    /// <summary>The name of an endpoint.</summary>
    public static string Endpoint(RegionId region) => region.Value.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') ? region.Value : $"{Slug(region.Value)}-{Print(region.Value)}";

    private static string Bounded(string name, string meant, int longest) => name == meant.Replace(' ', '-') && name.Length <= longest ? name : $"{name[..Math.Min(name.Length, longest - 11)].TrimEnd('-')}-{Print(meant)}";

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text)
        {
            var taken = char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-';
            slug.Append(taken == '-' && (slug.Length == 0 || slug[^1] == '-') ? "" : taken);
        }

        return slug.ToString().Trim('-');
    }

    private static string Print(string text) => Fingerprint.Text(Fingerprint.Of(text).Value);
}
