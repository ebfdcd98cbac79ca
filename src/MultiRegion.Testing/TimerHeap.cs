namespace MultiRegion.Testing;

/// <summary>Something that stands in a <see cref="TimerHeap{T}"/>.</summary>
internal interface IDue
{
    long Due { get; }

    /// <summary>Decides between two that are due at the same time.</summary>
    long Order { get; }

    /// <summary>Where it stands; -1: not there.</summary>
    int Place { get; set; }
}

/// <summary>What is due, the earliest first; anything in it can be taken out.</summary>
internal sealed class TimerHeap<T>
    where T : class, IDue
{
    private readonly List<T> _items = [];

    public T? First => _items.Count > 0 ? _items[0] : null;

    public List<T> All => _items;

    public void Add(T item)
    {
        item.Place = _items.Count;
        _items.Add(item);
        Rise(item);
    }

    public void Remove(T item)
    {
        if (item.Place < 0)
        {
            return;
        }

        var (at, last) = (item.Place, _items[^1]);
        _items.RemoveAt(_items.Count - 1);
        item.Place = -1;
        if (last != item)
        {
            Put(last, at);
            Rise(last);
            Sink(last);
        }
    }

    private void Rise(T item)
    {
        while (item.Place > 0 && IsBefore(item, _items[(item.Place - 1) / 2]))
        {
            Swap(item, _items[(item.Place - 1) / 2]);
        }
    }

    private void Sink(T item)
    {
        while (EarlierChild(item.Place) is { } child && IsBefore(child, item))
        {
            Swap(child, item);
        }
    }

    private T? EarlierChild(int place)
    {
        var left = (2 * place) + 1;
        return left >= _items.Count ? null
            : left + 1 < _items.Count && IsBefore(_items[left + 1], _items[left]) ? _items[left + 1]
            : _items[left];
    }

    private void Swap(T one, T other)
    {
        var place = one.Place;
        Put(one, other.Place);
        Put(other, place);
    }

    private void Put(T item, int place)
    {
        _items[place] = item;
        item.Place = place;
    }

    private static bool IsBefore(T one, T other) => one.Due != other.Due ? one.Due < other.Due : one.Order < other.Order;
}
