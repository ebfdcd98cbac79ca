using System.Runtime.CompilerServices;
using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>The fields that say how long a body is, and whether the connection stays.</summary>
internal enum FieldKind
{
    Other,
    ContentLength,
    TransferEncoding,
    Connection,
}

/// <summary>The name of a field, as far as it can be one that matters.</summary>
internal struct FieldName
{
    private const int Longest = 17;

    private Letters _letters;
    private int _length;

    public readonly bool IsEmpty => _length == 0;

    public readonly FieldKind Kind => _length switch
    {
        10 when Is("connection"u8) => FieldKind.Connection,
        14 when Is("content-length"u8) => FieldKind.ContentLength,
        17 when Is("transfer-encoding"u8) => FieldKind.TransferEncoding,
        _ => FieldKind.Other,
    };

    public void Add(byte one)
    {
        if (_length < Longest)
        {
            _letters[_length] = Lower(one);
        }

        _length = Math.Min(_length + 1, Longest + 1);
    }

    private readonly bool Is(ReadOnlySpan<byte> lower) => ((ReadOnlySpan<byte>)_letters)[.._length].SequenceEqual(lower);

    [InlineArray(Longest)]
    private struct Letters
    {
        private byte _first;
    }
}
