namespace MultiRegion.Routing;

/// <summary>Where the document lives.</summary>
internal interface IEmbeddedStore
{
    /// <summary>The routes for answering clients.</summary>
    RouteTable Table { get; }

    /// <summary>How many documents were written.</summary>
    long Writes { get; }

    /// <summary>Reads the document as it is now; an empty one when nothing was ever written.</summary>
    Result<EmbeddedDocument> Read();

    /// <summary>Reads, changes and writes with nobody in between. A change that returns the same instance writes nothing.</summary>
    ValueTask<Result<EmbeddedDocument>> UpdateAsync(Func<EmbeddedDocument, Result<EmbeddedDocument>> change, CancellationToken cancellationToken);
}

/// <summary>A document in memory.</summary>
internal class MemoryStore : IEmbeddedStore
{
    private EmbeddedDocument _document = EmbeddedDocument.Empty;
    private RouteTable _table = RouteTable.Empty;
    private long _writes;

    public RouteTable Table => Volatile.Read(ref _table);

    protected Lock Gate { get; } = new();

    public long Writes => Interlocked.Read(ref _writes);

    public Result<EmbeddedDocument> Read() => Volatile.Read(ref _document);

    public ValueTask<Result<EmbeddedDocument>> UpdateAsync(Func<EmbeddedDocument, Result<EmbeddedDocument>> change, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            var changed = change(_document);
            if (changed.Value is { } document && !ReferenceEquals(document, _document))
            {
                _writes++;
                Put(document);
            }

            return ValueTask.FromResult(changed);
        }
    }

    /// <summary>Puts a document there as somebody else would.</summary>
    public void Put(EmbeddedDocument document)
    {
        lock (Gate)
        {
            var table = new RouteTable(document);
            Volatile.Write(ref _document, document);
            Volatile.Write(ref _table, table);
            OnChanged(document, table);
        }
    }

    /// <summary>Called under the lock, in order.</summary>
    protected virtual void OnChanged(EmbeddedDocument document, RouteTable table)
    {
    }
}
