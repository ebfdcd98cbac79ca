namespace MultiRegion.Probing.Batch;

/// <summary>How many bytes a part of a message may still have. However they come in pieces, the same byte is one too many.</summary>
internal struct Allowance(int bytes)
{
    private int _left = bytes;

    public readonly bool IsUsedUp => _left == 0;

    /// <summary>What may be read of the bytes.</summary>
    public readonly ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Length > _left ? bytes[.._left] : bytes;

    /// <summary>Takes away from the bytes, and from the allowance, all but those that were left over.</summary>
    public void Use(ref ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> allowed, ReadOnlySpan<byte> left)
    {
        var used = allowed.Length - left.Length;
        _left -= used;
        bytes = bytes[used..];
    }
}
