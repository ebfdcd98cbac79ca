using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Kubernetes' quantities: <c>250m</c>, <c>1.5Gi</c>, <c>2e3</c>.</summary>
internal static partial class Quantity
{
    private static readonly Dictionary<string, decimal> Units = new(StringComparer.Ordinal)
    {
        [""] = 1m,
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1024m,
        ["Mi"] = 1024m * 1024,
        ["Gi"] = 1024m * 1024 * 1024,
        ["Ti"] = 1024m * 1024 * 1024 * 1024,
        ["Pi"] = 1024m * 1024 * 1024 * 1024 * 1024,
        ["Ei"] = 1024m * 1024 * 1024 * 1024 * 1024 * 1024,
    };

    /// <returns>The quantity in its unit, or in parts of it, rounded up; null when it is none, or below zero, or too large.</returns>
    public static long? Read(string text, int parts = 1)
    {
        if (text.Length > 40 || Form().Match(text) is not { Success: true } form)
        {
            return null;
        }

        try
        {
            var number = decimal.Parse(form.Groups["number"].Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            var exponent = form.Groups["exponent"].Success ? int.Parse(form.Groups["exponent"].Value, CultureInfo.InvariantCulture) : 0;
            return decimal.ToInt64(decimal.Ceiling(number * Units[form.Groups["unit"].Value] * Power(exponent) * parts));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal Power(int exponent) => Enumerable.Repeat(exponent < 0 ? 0.1m : 10m, Math.Min(Math.Abs(exponent), 30)).Aggregate(1m, static (product, factor) => product * factor);

    [GeneratedRegex("^\\+?(?<number>[0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE](?<exponent>[-+]?[0-9]{1,3})|(?<unit>n|u|m|k|Ki|Mi|M|Gi|G|Ti|T|Pi|P|Ei|E)?)\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
