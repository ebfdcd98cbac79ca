namespace MultiRegion.Probing.Batch;

/// <summary>
/// How many connections are begun in one turn of the loop, which looks for answers between two turns: beginning one takes longer than
/// asking over ten, and thousands of targets that are all connected to anew would keep the loop from all that it has begun until its
/// time is over, for ever. Whoever comes last is next: it has the most time left, and what has little would be work for nothing.
/// </summary>
/// <param name="most">How many are begun in a turn; at least 1.</param>
internal sealed class DialLine<T>(int most)
    where T : class
{
    private readonly LinkedList<T> _waiting = new();
    private int _left;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Returns null for one that begins now, or else its place among those that wait.</summary>
    public LinkedListNode<T>? Enter(T dial)
    {
        if (_left == 0)
        {
            return _waiting.AddLast(dial);
        }

        _left--;
        return null;
    }

    /// <summary>Does not wait any longer.</summary>
    public void GiveUp(LinkedListNode<T> place) => _waiting.Remove(place);

    /// <summary>A turn begins: those that have waited are first.</summary>
    public void Turn() => _left = most;

    /// <summary>Who begins next in this turn; null: nobody.</summary>
    public T? Next()
    {
        if (_left == 0 || _waiting.Last is not { } next)
        {
            return null;
        }

        _left--;
        _waiting.Remove(next);
        return next.Value;
    }
}
