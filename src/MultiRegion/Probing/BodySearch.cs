using System.Buffers;

namespace MultiRegion.Probing;

/// <summary>Looks for a text at the beginning of a stream, without ever holding more than a window of it.</summary>
internal static class BodySearch
{
    private const int Window = 8 * 1024;

    public static async ValueTask<bool> ContainsAsync(Stream body, ReadOnlyMemory<byte> wanted, int limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(limit, wanted.Length + Window));
        try
        {
            return await ContainsAsync(body, wanted, limit, buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<bool> ContainsAsync(
        Stream body, ReadOnlyMemory<byte> wanted, int limit, byte[] buffer, CancellationToken cancellationToken)
    {
        var held = 0;
        while (true)
        {
            var room = Math.Min(buffer.Length - held, limit);
            var read = room == 0 ? 0 : await body.ReadAsync(buffer.AsMemory(held, room), cancellationToken).ConfigureAwait(false);
            held += read;
            limit -= read;
            if (buffer.AsSpan(0, held).IndexOf(wanted.Span) >= 0)
            {
                return true;
            }

            if (read == 0)
            {
                return false;
            }

            held = KeepTail(buffer.AsSpan(0, held), wanted.Length - 1);
        }
    }

    // The text may lie across two reads: what could be its beginning moves to the front.
    private static int KeepTail(Span<byte> held, int length)
    {
        var tail = held[Math.Max(0, held.Length - length)..];
        tail.CopyTo(held);
        return tail.Length;
    }
}
