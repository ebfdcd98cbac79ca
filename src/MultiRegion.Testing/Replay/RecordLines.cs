using System.Text;

namespace MultiRegion.Testing.Replay;

/// <summary>The lines of a file, each with whether it has its end: what a crash or a running writer tore off has none.</summary>
internal static class RecordLines
{
    public static IEnumerable<(RecordPlace Place, string Text, bool IsWhole)> Read(string path)
    {
        using var reader = Open(path);
        var (line, text) = (0L, new StringBuilder());
        for (var next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next != '\n')
            {
                text.Append((char)next);
                continue;
            }

            yield return (new(path, ++line), text.ToString().TrimEnd('\r'), true);
            text.Clear();
        }

        if (text.Length > 0)
        {
            yield return (new(path, ++line), text.ToString(), false);
        }
    }

    private static StreamReader Open(string path)
    {
        try
        {
            // The engine may be writing it, and may roll it over.
            return new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecordException(new(path, 0), $"it cannot be read: {exception.Message}", exception);
        }
    }
}
