namespace MultiRegion.Probing.Batch;

/// <summary>What the fields of a head say about the length of the body, and about the connection.</summary>
internal struct Framing
{
    private ContentLength _length;
    private TransferEncoding _coding;
    private ConnectionOptions _connection;

    public readonly bool Closes => _connection.Closes;

    public readonly long? Length => _length.Said;

    public readonly bool IsChunked => _coding.IsChunked;

    /// <summary>
    /// Whether both ends can be of one mind about where the body ends. Whoever says it in two ways tries to smuggle something, or is
    /// broken; HTTP/1.0 has no codings.
    /// </summary>
    public readonly bool IsSound(bool isOld) => !_coding.IsPresent || (_length.Said is null && !isOld);

    public bool Read(FieldKind kind, byte one)
    {
        switch (kind)
        {
            case FieldKind.ContentLength:
                return _length.Read(one);
            case FieldKind.TransferEncoding:
                return _coding.Read(one);
            case FieldKind.Connection:
                _connection.Read(one);
                return true;
            default:
                return true;
        }
    }

    public bool End(FieldKind kind)
    {
        switch (kind)
        {
            case FieldKind.ContentLength:
                return _length.End();
            case FieldKind.TransferEncoding:
                return _coding.End();
            case FieldKind.Connection:
                _connection.End();
                return true;
            default:
                return true;
        }
    }
}
