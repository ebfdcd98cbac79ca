using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MultiRegion.Tests.Probing.Batch;

/// <summary>
/// The same grammar once more, written to be read and not to be fast: over the whole text, with regular expressions. Only for
/// texts below the limits.
/// </summary>
internal static partial class ReferenceReading
{
    /// <summary>What is read of a whole response; null: it is cut short, or no response.</summary>
    public static Reading? Of(string text)
    {
        while (true)
        {
            if (Head().Match(text) is not { Success: true } head)
            {
                return null;
            }

            var fields = Fields(head.Groups["fields"].Value);
            var rest = text[head.Length..];
            if (!AreGood(fields))
            {
                return null;
            }

            var status = int.Parse(head.Groups["status"].Value, CultureInfo.InvariantCulture);
            if (status is >= 200 or 101)
            {
                return Body(status, head.Groups["minor"].Value == "0", fields, rest);
            }

            text = rest;
        }
    }

    private static Reading? Body(int status, bool isOld, ILookup<string, string> fields, string rest)
    {
        var lengths = List(fields, "content-length");
        var hasCoding = fields["transfer-encoding"].Any();
        if (hasCoding && (lengths.Length > 0 || isOld))
        {
            return null;
        }

        var keeps = !isOld && status != 101 && !List(fields, "connection").Any(static one => one.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal).Equals("close", StringComparison.OrdinalIgnoreCase));
        if (status is 101 or 204 or 304)
        {
            return new("Done", status, "", keeps, rest.Length);
        }

        if (hasCoding)
        {
            return Chunks(status, keeps, rest);
        }

        if (lengths.Length == 0)
        {
            return new("Done", status, rest, false, 0);
        }

        var length = long.Parse(lengths[0], CultureInfo.InvariantCulture);
        return length > rest.Length ? null : new("Done", status, rest[..(int)length], keeps, rest.Length - (int)length);
    }

    private static Reading? Chunks(int status, bool keeps, string rest)
    {
        for (var body = new StringBuilder(); ;)
        {
            if (Chunk().Match(rest) is not { Success: true } line || Size(line.Groups["size"].Value) is not { } size)
            {
                return null;
            }

            rest = rest[line.Length..];
            if (size == 0)
            {
                return Trailers(new("Done", status, body.ToString(), keeps, 0), rest);
            }

            var piece = rest[..(int)Math.Min(size, rest.Length)];
            body.Append(piece);
            rest = rest[piece.Length..];
            if (piece.Length < size || !rest.StartsWith("\r\n", StringComparison.Ordinal))
            {
                return null;
            }

            rest = rest[2..];
        }
    }

    private static Reading? Trailers(Reading done, string rest)
    {
        var section = Section().Match(rest);
        return section.Success ? done with { Unread = rest.Length - section.Length } : null;
    }

    private static long? Size(string digits)
    {
        var significant = digits.TrimStart('0');
        return significant.Length > 16 || (significant.Length == 16 && significant[0] > '7') ? null
            : significant.Length == 0 ? 0 : long.Parse(significant, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static ILookup<string, string> Fields(string section) => Field().Matches(section).ToLookup(
        static field => field.Groups["name"].Value.ToLowerInvariant(),
        static field => Regex.Replace(field.Groups["value"].Value, @"\r?\n[ \t]+", " "));

    private static bool AreGood(ILookup<string, string> fields)
    {
        var (lengths, codings) = (List(fields, "content-length"), List(fields, "transfer-encoding").Where(static one => one.Length > 0).ToArray());
        return lengths.All(static one => Decimal().IsMatch(one) && System.Numerics.BigInteger.Parse(one, CultureInfo.InvariantCulture) <= long.MaxValue)
            && lengths.Select(static one => one.TrimStart('0')).Distinct().Count() <= 1
            && (!fields["transfer-encoding"].Any() || (codings is [var coding] && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)));
    }

    private static string[] List(ILookup<string, string> fields, string name) =>
        [.. fields[name].SelectMany(static value => value.Split(',')).Select(static one => one.Trim(' ', '\t'))];

    private const string FieldLine = @"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\0\r\n]*(\r?\n[ \t][^\0\r\n]*)*\r?\n";
    private const string Line = @"HTTP/1\.(?<minor>[0-9]) (?<status>[1-9][0-9][0-9])( [^\0\r\n]*)?\r?\n";

    [GeneratedRegex($@"\A{Line}(?<fields>({FieldLine})*)\r?\n", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex($@"\A({FieldLine})*\r?\n", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Section();

    [GeneratedRegex(@"(?<name>[^:\r\n]+):(?<value>[^\r\n]*(\r?\n[ \t][^\r\n]*)*)\r?\n", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"\A(?<size>[0-9A-Fa-f]+)[ \t]*(;[^\0\r\n]*)?\r\n", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Chunk();

    [GeneratedRegex(@"\A[0-9]+\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();
}
