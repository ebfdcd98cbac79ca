namespace MultiRegion.Azure;

/// <summary>Which regions Azure pairs: it updates the two of a pair one after the other, and recovers one of them first.</summary>
public static class AzureRegionPairs
{
    /// <summary>When the data was looked at: year and month.</summary>
    public const string AsOf = "2026-11";

    /// <summary>The pair of an Azure region.</summary>
    /// <param name="region">For example <c>northeurope</c> or <c>North Europe</c>.</param>
    /// <param name="overrides">What is known better, by the name of the region; an empty pair: it has none. Null (the default): nothing.</param>
    /// <returns>The name of its pair; null when it has none, or the region is not known. A pair need not be mutual.</returns>
    public static string? PairOf(string region, IReadOnlyDictionary<string, string>? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(region);
        var known = Documents.AzureRegions.Find(region);
        return overrides is not null && overrides.TryGetValue(known?.Name ?? region, out var pair) ? (pair.Length == 0 ? null : pair) : known?.Pair;
    }
}
