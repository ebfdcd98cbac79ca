using System.Text.Json;

namespace MultiRegion.Coordination;

/// <summary>What a file in the inbox turned out to be: a command, something still being written, or nothing of use.</summary>
internal readonly record struct CommandFile
{
    public const int MaximumBytes = 64 << 10;

    public string Path { get; private init; }

    public OperatorCommand? Command { get; private init; }

    /// <summary>What is wrong with it.</summary>
    public string? Wrong { get; private init; }

    /// <summary>Whether what there is could be the beginning of a command.</summary>
    public bool MayBeUnfinished { get; private init; }

    /// <summary>The id that it gives, although it is no command; null when it gives none.</summary>
    public string? StatedId { get; private init; }

    /// <summary>In bytes.</summary>
    public long Length { get; private init; }

    /// <summary>Reads a file; null when it has gone in the meantime.</summary>
    public static CommandFile? Read(string path)
    {
        try
        {
            var info = new FileInfo(path);
            return info.LinkTarget is not null ? Bad(path, "it is a link")
                : info.Length > MaximumBytes ? Bad(path, TooLarge)
                // Nothing of length 0 is opened: a named pipe would keep the reader waiting for ever.
                : info.Length == 0 ? Bad(path, "it is empty") with { MayBeUnfinished = true }
                : Judge(path, ReadBounded(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Bad(path, $"it cannot be read ({exception.Message})");
        }
    }

    /// <summary>Judges what a file holds.</summary>
    public static CommandFile Judge(string path, ReadOnlySpan<byte> bytes)
    {
        var parsed = OperatorCommandJson.Parse(bytes);
        return bytes.Length > MaximumBytes ? Bad(path, TooLarge)
            : parsed.Succeeded ? new CommandFile { Path = path, Command = parsed.Value, Length = bytes.Length }
            : Bad(path, parsed.Problem.Detail) with { MayBeUnfinished = IsBeginning(bytes), StatedId = FindId(bytes), Length = bytes.Length };
    }

    private static readonly string TooLarge = $"it is larger than {MaximumBytes >> 10} KiB";

    private static CommandFile Bad(string path, string what) => new() { Path = path, Wrong = what };

    private static byte[] ReadBounded(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[MaximumBytes + 1];
        return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Whether the bytes are JSON that only has not come to its end.</summary>
    private static bool IsBeginning(ReadOnlySpan<byte> bytes)
    {
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(options));
        try
        {
            while (reader.Read())
            {
            }

            return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? FindId(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && CommandRules.IsId(id.GetString())
                ? id.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
