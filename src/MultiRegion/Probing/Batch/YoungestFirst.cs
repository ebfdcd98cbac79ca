namespace MultiRegion.Probing.Batch;

/// <summary>
/// Lets so many begin, and keeps the others waiting. Beginning costs far more than a probe does, and thousands at once would keep each other
/// from ending within their time-outs, and begin anew, for ever. Whoever comes last is next: it has the most time left, and what has little
/// would be work for nothing.
/// </summary>
/// <param name="count">How many may begin before a place is freed; at least 1.</param>
internal sealed class YoungestFirst<T>(int count)
    where T : class
{
    private readonly int _count = count;
    private readonly LinkedList<T> _waiting = new();
    private int _free = count;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Returns null for one that begins now, or else its place among those that wait.</summary>
    public LinkedListNode<T>? Enter(T one)
    {
        if (_free == 0)
        {
            return _waiting.AddLast(one);
        }

        _free--;
        return null;
    }

    /// <summary>Does not wait any longer.</summary>
    public void GiveUp(LinkedListNode<T> place) => _waiting.Remove(place);

    /// <summary>One more may begin.</summary>
    public void Free() => _free++;

    /// <summary>As many may begin as at first.</summary>
    public void FreeAll() => _free = _count;

    /// <summary>Whose turn it is to begin; null: nobody's.</summary>
    public T? Next()
    {
        if (_free == 0 || _waiting.Last is not { } next)
        {
            return null;
        }

        _free--;
        _waiting.Remove(next);
        return next.Value;
    }
}
