using System.Net;

namespace MultiRegion.Shared.Http;

/// <summary>An answer that was read to its end.</summary>
/// <param name="Status">The status.</param>
/// <param name="MediaType">What the body is said to be; empty when nothing was said.</param>
/// <param name="Body">The body.</param>
internal sealed record HttpReply(HttpStatusCode Status, string MediaType, byte[] Body)
{
    /// <summary>When the server says that it answered.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Headers that a provider reads, by name.</summary>
    public required Func<string, string?> Header { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Something between answered, or a page of the server's own: nothing of the protocol.</summary>
    public bool IsHtml => MediaType.Contains("html", StringComparison.OrdinalIgnoreCase) || StartsAsHtml(Body);

    private static bool StartsAsHtml(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n\uFEFF"u8);
        return Starts(start, "<!doctype html"u8) || Starts(start, "<html"u8);
    }

    private static bool Starts(ReadOnlySpan<byte> body, ReadOnlySpan<byte> with) =>
        body.Length >= with.Length && System.Text.Ascii.EqualsIgnoreCase(body[..with.Length], with);
}
