using System.Globalization;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Names as Route 53 keeps, writes and sorts them.</summary>
internal static class FakeNames
{
    /// <summary>Lower case, final dot, octal escapes of plain letters undone.</summary>
    public static string Plain(string name)
    {
        var plain = System.Text.RegularExpressions.Regex.Replace(name, @"\\([0-3][0-7][0-7])", static match => Convert.ToInt32(match.Groups[1].Value, 8) switch
        {
            var code when code is > 32 and < 127 and not '.' and not '\\' => ((char)code).ToString(),
            _ => match.Value,
        }).ToLowerInvariant();
        return plain.EndsWith('.') ? plain : plain + ".";
    }

    /// <summary>What is not a letter, a digit, a hyphen, an underscore or a dot is written as an octal code.</summary>
    public static string Written(string name) => string.Concat(name.Select(static letter =>
        char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '\\' ? letter.ToString() : "\\" + Convert.ToString(letter, 8).PadLeft(3, '0')));

    /// <summary>Names are sorted by their labels from the right.</summary>
    public static string Sortable(string name) => string.Join('.', name.TrimEnd('.').Split('.').Reverse()) + ".";

    public static bool IsWithin(string name, string zone) => name == zone || name.EndsWith("." + zone, StringComparison.Ordinal);

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
