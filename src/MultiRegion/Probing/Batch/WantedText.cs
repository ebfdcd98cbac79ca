namespace MultiRegion.Probing.Batch;

/// <summary>A text that is looked for, and how far back a search goes when it goes on differently than it began (Knuth, Morris, Pratt).</summary>
internal sealed class WantedText
{
    private readonly byte[] _text;
    private readonly int[] _back;

    public WantedText(ReadOnlySpan<byte> text)
    {
        _text = text.ToArray();
        _back = new int[_text.Length];
        for (var at = 1; at < _text.Length; at++)
        {
            _back[at] = Next(_back[at - 1], _text[at]);
        }
    }

    public int Length => _text.Length;

    /// <summary>How much of the text has been seen after one more byte.</summary>
    public int Next(int seen, byte one)
    {
        while (seen > 0 && (seen == _text.Length || _text[seen] != one))
        {
            seen = _back[seen - 1];
        }

        return _text[seen] == one ? seen + 1 : 0;
    }
}
