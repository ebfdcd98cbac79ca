using System.Buffers;

namespace MultiRegion.Shared.Http;

/// <summary>Reads a body to its end, unless it is longer than it may be.</summary>
internal static class BoundedBody
{
    private const int Block = 16 * 1024;

    /// <returns>The body; null when it is longer than the limit, of which no more than that has been read.</returns>
    public static async ValueTask<byte[]?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await ReadAsync(stream, limit, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<byte[]?> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        while (body.WrittenCount <= limit)
        {
            var read = await stream.ReadAsync(body.GetMemory(Block), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return body.WrittenSpan.ToArray();
            }

            body.Advance(read);
        }

        return null;
    }
}
