using System.Buffers;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>Reads lines as they come.</summary>
internal sealed class LineReader(Stream stream, int longest)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private byte[] _rest = [];

    /// <returns>The next line that is not empty; null: the stream has ended.</returns>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public async ValueTask<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_rest.AsSpan().IndexOf((byte)'\n') is >= 0 and var end)
            {
                _buffer.Write(_rest.AsSpan(0, end));
                _rest = _rest[(end + 1)..];
                if (Taken() is { } line)
                {
                    return line;
                }

                continue;
            }

            _buffer.Write(_rest);
            _rest = new byte[16 * 1024];
            if (_buffer.WrittenCount > longest)
            {
                throw new InvalidDataException();
            }

            var read = await stream.ReadAsync(_rest, cancellationToken).ConfigureAwait(false);
            _rest = _rest[..read];
            if (read == 0)
            {
                return Taken();
            }
        }
    }

    private byte[]? Taken()
    {
        var line = _buffer.WrittenSpan.Trim("\r"u8).ToArray();
        _buffer.ResetWrittenCount();
        return line.Length == 0 ? null : line;
    }
}
