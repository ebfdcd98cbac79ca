using System.Text;

namespace MultiRegion.Aws.Wire;

/// <summary>Names as Route 53 writes them: octal escapes for all but letters, digits, hyphens and underscores.</summary>
internal static class DnsNames
{
    /// <summary>
    /// Lower case, with the final dot, with octal escapes undone where the character cannot be mistaken: a dot within a label, a
    /// backslash and what does not print stay escaped.
    /// </summary>
    public static string Read(string name)
    {
        var read = new StringBuilder(name.Length + 1);
        for (var at = 0; at < name.Length; at++)
        {
            if (Escaped(name, at) is { } letter && letter is > ' ' and < '\x7f' and not '.' and not '\\')
            {
                read.Append(letter);
                at += 3;
            }
            else
            {
                read.Append(name[at]);
            }
        }

        return (read.Length > 0 && read[^1] == '.' ? read : read.Append('.')).ToString().ToLowerInvariant();
    }

    private static char? Escaped(string name, int at) =>
        name[at] == '\\' && at + 3 < name.Length + 0 && Digit(name[at + 1], '3') && Digit(name[at + 2], '7') && Digit(name[at + 3], '7')
            ? (char)(((name[at + 1] - '0') * 64) + ((name[at + 2] - '0') * 8) + (name[at + 3] - '0'))
            : null;

    private static bool Digit(char letter, char last) => letter >= '0' && letter <= last;
}
