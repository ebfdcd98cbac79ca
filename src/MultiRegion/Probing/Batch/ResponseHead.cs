namespace MultiRegion.Probing.Batch;

/// <summary>Reads the status line and the fields of one response.</summary>
internal struct ResponseHead
{
    private StatusLine _line;
    private FieldSection _fields;
    private bool _hasLine;

    public readonly int Status => _line.Status;

    public readonly bool IsOld => _line.IsOld;

    public readonly Framing Framing => _fields.Framing;

    public Parsed Read(ref ReadOnlySpan<byte> bytes)
    {
        if (!_hasLine)
        {
            var result = _line.Read(ref bytes);
            _hasLine = result == Parsed.Done;
            if (result != Parsed.Done)
            {
                return result;
            }
        }

        return _fields.Read(ref bytes);
    }
}
