using System.Collections.Immutable;

namespace MultiRegion.Aws.Wire;

/// <summary>Splits what Route 53 says about a batch. Names within brackets and quotes may hold commas themselves.</summary>
internal static class BatchMessages
{
    public static ImmutableArray<string> Split(string text)
    {
        var messages = ImmutableArray.CreateBuilder<string>();
        var (start, depth, quoted) = (0, 0, false);
        for (var at = 0; at < text.Length; at++)
        {
            quoted ^= text[at] == '\'';
            depth += quoted ? 0 : text[at] switch { '[' => 1, ']' => -1, _ => 0 };
            if (!quoted && depth == 0 && text[at] == ',' && at + 1 < text.Length && text[at + 1] == ' ')
            {
                messages.Add(text[start..at]);
                start = at + 2;
            }
        }

        messages.Add(text[start..]);
        return messages.ToImmutable();
    }
}
