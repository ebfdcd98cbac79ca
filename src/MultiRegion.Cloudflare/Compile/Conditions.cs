using System.Text.RegularExpressions;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>What a rule's condition may name.</summary>
internal static partial class Conditions
{
    public static string? Mistake(string condition, bool? proxied) =>
        HeaderAsText().IsMatch(condition) ? "http.request.headers holds a list for each lower-case name, which is never equal to a text: index it with [0], or write any(...[*] == ...)"
        : proxied == false && HttpField().IsMatch(condition) ? "http fields exist only where Cloudflare proxies"
        : proxied == true && DnsField().IsMatch(condition) ? "dns fields exist only where Cloudflare does not proxy"
        : null;

    [GeneratedRegex("""http\.request\.headers\["[^"]*"\]\s*(==|!=|eq\b|ne\b|contains\b|matches\b|~|in\b|wildcard\b|strict\b)""")]
    private static partial Regex HeaderAsText();

    [GeneratedRegex(@"\bhttp\.")]
    private static partial Regex HttpField();

    [GeneratedRegex(@"\bdns\.")]
    private static partial Regex DnsField();
}
