using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MultiRegion.Kubernetes.Journal;

/// <summary>A record of the journal as one line of JSON, which people can read too.</summary>
/// <remarks>
/// The writer says which journal object of which process wrote it: two that write the same are two. The payload is the text, or the bytes when it is no valid UTF-8.
/// </remarks>
internal sealed record JournalLine(long Sequence, string Kind, int Version, long Epoch, DateTimeOffset At, string? Writer, string? Text, byte[]? Bytes)
{
    private static readonly JournalJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Write(JournalRecord record, string? writer)
    {
        var payload = record.Payload.Span;
        var (text, bytes) = Utf8.IsValid(payload) ? (Encoding.UTF8.GetString(payload), (byte[]?)null) : (null, payload.ToArray());
        var line = new JournalLine(record.Sequence, record.Kind, record.Version, record.Epoch, record.At.ToUniversalTime(), writer, text, bytes);
        return [.. JsonSerializer.SerializeToUtf8Bytes(line, Json.JournalLine), (byte)'\n'];
    }

    /// <returns>Null: it is none.</returns>
    public static JournalRecord? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Json.JournalLine) is { Kind: not null, Sequence: > 0 } read and ({ Text: not null } or { Bytes: not null }) ? read.Record() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JournalRecord Record() => new() { Sequence = Sequence, Kind = Kind, Version = Version, Epoch = Epoch, At = At, Payload = Text is null ? Bytes : Encoding.UTF8.GetBytes(Text) };
}

[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
