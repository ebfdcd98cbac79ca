using System.Text.Json;

namespace MultiRegion.Routing;

/// <summary>Reads a document that people may have edited.</summary>
internal static class EmbeddedDocumentReader
{
    /// <summary>Reads a document.</summary>
    /// <param name="bytes">What the file holds.</param>
    /// <param name="why">What is wrong with it; null when it was read.</param>
    public static EmbeddedDocument? Read(ReadOnlySpan<byte> bytes, out string? why)
    {
        try
        {
            why = Header(JsonSerializer.Deserialize(bytes, EmbeddedJson.Default.EmbeddedHeader));
            var document = why is null ? JsonSerializer.Deserialize(bytes, EmbeddedJson.Default.EmbeddedDocument) : null;
            why ??= document is null ? "it holds nothing" : Mistake(document);
            return why is null ? document : null;
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            why = problem.Message;
            return null;
        }
    }

    private static string? Header(EmbeddedHeader? header) =>
        header?.Format != EmbeddedDocument.ExpectedFormat ? $"it is not a routing state: its format is not '{EmbeddedDocument.ExpectedFormat}'"
        : header.Version > EmbeddedDocument.CurrentVersion ? $"a newer version of the package wrote it (format {header.Version}, this one reads {EmbeddedDocument.CurrentVersion})"
        : header.Version < 1 ? $"its version {header.Version} does not exist"
        : null;

    private static string? Mistake(EmbeddedDocument document) => document.Services
        .Select(pair => pair.Value is null ? $"service {pair.Key}: the entry is missing"
            : pair.Value.Content.Mistake() is { } mistake ? $"service {pair.Key}: {mistake}"
            : document.OwnerOf(pair.Value.Content.Hostname, pair.Key) is { } other ? $"services {pair.Key} and {other} have the same hostname"
            : null)
        .FirstOrDefault(static mistake => mistake is not null);
}
