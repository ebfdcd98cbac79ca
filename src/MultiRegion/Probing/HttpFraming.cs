using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace MultiRegion.Probing;

/// <summary>
/// Where the body of an answer ends, as its headers say. The framework takes a length that it cannot read, or an encoding that it does
/// not know, for none at all; by RFC 9112 nobody knows then where such an answer ends.
/// </summary>
internal static class HttpFraming
{
    /// <summary>False: the headers contradict each other, or say what we cannot follow. A length of null: none is said.</summary>
    public static bool TryRead(HttpResponseMessage response, out long? length)
    {
        response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var encodings);
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths);
        length = null;
        return encodings.Count == 0
            ? TryAgree(lengths, out length)
            : lengths.Count == 0 && response.Version >= HttpVersion.Version11 && IsChunked(encodings);
    }

    // We offer no other encoding, so nothing else may be sent.
    private static bool IsChunked(HeaderStringValues encodings) =>
        encodings.Count == 1 && encodings.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase);

    // One that is said twice, as when a proxy adds its own, is one.
    private static bool TryAgree(HeaderStringValues lengths, out long? agreed)
    {
        agreed = null;
        foreach (var text in lengths.SelectMany(static line => line.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (agreed ?? length) != length)
            {
                return false;
            }

            agreed = length;
        }

        return true;
    }
}
