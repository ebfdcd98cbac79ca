using System.Globalization;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>Amounts as Kubernetes writes them: <c>500m</c>, <c>2</c>, <c>1.5Gi</c>, <c>1e3</c>.</summary>
internal static class Quantity
{
    /// <summary>What each suffix multiplies by.</summary>
    private static readonly Dictionary<string, decimal> Factors = new(StringComparer.Ordinal)
    {
        ["n"] = 0.000_000_001m,
        ["u"] = 0.000_001m,
        ["m"] = 0.001m,
        [""] = 1m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    /// <returns>The amount; null: it is none, or beyond what can be counted.</returns>
    public static decimal? Read(string? text)
    {
        if (text is null or { Length: 0 or > 64 })
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain))
        {
            return plain;
        }

        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        end += end < text.Length && text[end] == '.' ? 1 : 0;
        return Factors.TryGetValue(text[end..], out var factor) && decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? Product(number, factor)
            : null;
    }

    private static decimal? Product(decimal number, decimal factor) => Math.Abs(number) <= decimal.MaxValue / Math.Max(factor, 1) ? number * factor : null;
}
