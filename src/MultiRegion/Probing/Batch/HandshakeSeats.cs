namespace MultiRegion.Probing.Batch;

/// <summary>
/// How many connections begin to shake hands at once. The mathematics of a handshake costs a hundred times what a probe does: thousands at
/// once would keep each other from ending within their time-outs, and begin anew, for ever. When all seats are taken, whoever comes last is
/// next: it has the most time left, and what has little would be work for nothing.
/// </summary>
/// <param name="count">How many seats there are.</param>
internal sealed class HandshakeSeats<T>(int count)
    where T : class
{
    private readonly LinkedList<T> _waiting = new();
    private int _free = count;

    /// <summary>Takes a seat; returns null, or its place among those that wait.</summary>
    public LinkedListNode<T>? Sit(T connection)
    {
        if (_free == 0)
        {
            return _waiting.AddLast(connection);
        }

        _free--;
        return null;
    }

    /// <summary>Does not wait any longer.</summary>
    public void GiveUp(LinkedListNode<T> place) => _waiting.Remove(place);

    /// <summary>Leaves a seat; says whose it is now, if anybody waited.</summary>
    public T? Leave()
    {
        if (_waiting.Last is not { } next)
        {
            _free++;
            return null;
        }

        _waiting.Remove(next);
        return next.Value;
    }
}
