using System.Text;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>What the pools of a service are called: names may hold letters, digits, <c>-</c> and <c>_</c>.</summary>
internal static class PoolNames
{
    private const int Longest = 90;

    public static string Of(string owner, ServiceId service, Leaf leaf)
    {
        var whole = $"{owner}-{service}-{leaf.Region}{(leaf.IsChecked ? "" : "-unchecked")}";
        var safe = new StringBuilder(whole);
        for (var at = 0; at < safe.Length; at++)
        {
            safe[at] = char.IsAsciiLetterOrDigit(safe[at]) || safe[at] is '-' or '_' ? safe[at] : '-';
        }

        // Two ids that differ in other characters alone, or beyond the cut, must not meet in one name.
        return safe.Length <= Longest && safe.Equals(whole) ? whole
            : $"{safe.ToString()[..Math.Min(Longest, safe.Length)]}-{Fingerprint.Text(Fingerprint.Of(owner).With(service.Value).With(leaf.Region.Value).With(leaf.IsChecked ? 1UL : 0UL).Value)}";
    }
}
