using System.Globalization;
using MultiRegion.Routing;

namespace MultiRegion.Shared.Compile;

/// <summary>How the fields of an ownership record are written: <c>name=value</c>.</summary>
internal static class OwnershipText
{
    /// <summary>The value of a field of that name; empty for another.</summary>
    public static string Field(string field, string name) =>
        field.StartsWith(name, StringComparison.Ordinal) && field.Length > name.Length && field[name.Length] == '=' ? field[(name.Length + 1)..] : "";

    /// <summary>Those that are not full.</summary>
    public static string Of(Shares shares) =>
        string.Join(',', shares.ByRegion.Where(static pair => !pair.Value.IsFull).Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value.Percent}")));

    /// <summary>Null when it is no such text.</summary>
    public static Shares? SharesOf(string text)
    {
        var shares = Shares.AllFull;
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.LastIndexOf('=');
            if (at <= 0 || !IdText.IsValid(part[..at], out _)
                || !double.TryParse(part[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) || percent is not (>= 0 and <= 100))
            {
                return null;
            }

            shares = shares.With(part[..at], new(percent));
        }

        return shares;
    }
}
