using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>A short word that is put together byte by byte, without regard to case. A longer one equals none.</summary>
internal struct Word
{
    private const int Longest = 8;

    private ulong _letters;
    private int _length;

    public readonly bool IsEmpty => _length == 0;

    public void Add(byte one)
    {
        _letters = (_letters << 8) | Lower(one);
        _length = Math.Min(_length + 1, Longest + 1);
    }

    public readonly bool Is(ReadOnlySpan<byte> lower)
    {
        var word = default(Word);
        foreach (var one in lower)
        {
            word.Add(one);
        }

        return word._length == _length && _length <= Longest && word._letters == _letters;
    }
}
