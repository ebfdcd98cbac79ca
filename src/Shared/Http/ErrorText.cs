using System.Text;

namespace MultiRegion.Shared.Http;

/// <summary>Makes what others wrote fit for one line of a report.</summary>
internal static class ErrorText
{
    public const int Longest = 500;

    /// <summary>One line without control characters, cut where it is too long.</summary>
    public static string Line(string? text, int longest = Longest)
    {
        var line = new StringBuilder();
        foreach (var letter in (text ?? "").AsSpan().Trim())
        {
            var blank = char.IsWhiteSpace(letter) || char.IsControl(letter);
            if (line.Length >= longest)
            {
                return Cut(line);
            }

            if (!blank)
            {
                line.Append(letter);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString();
    }

    // Half of a surrogate pair is no text.
    private static string Cut(StringBuilder line)
    {
        line.Length -= char.IsHighSurrogate(line[^1]) ? 1 : 0;
        return line.Append('…').ToString();
    }
}
