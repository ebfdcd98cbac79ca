namespace MultiRegion.Probing;

/// <summary>
/// The targets by the time of their next event. Each stands in it at most once and is moved in place: the framework's queue
/// cannot move an entry, and would fill with stale ones.
/// </summary>
internal sealed class DueHeap
{
    private readonly List<ProbeSlot> _slots = [];

    public ProbeSlot? First => _slots.Count > 0 ? _slots[0] : null;

    /// <summary>Adds a target, or moves it to another time.</summary>
    public void Set(ProbeSlot slot, TimeSpan at)
    {
        slot.EventAt = at;
        if (slot.HeapIndex < 0)
        {
            slot.HeapIndex = _slots.Count;
            _slots.Add(slot);
        }

        Settle(slot);
    }

    public void Remove(ProbeSlot slot)
    {
        if (slot.HeapIndex < 0)
        {
            return;
        }

        var last = _slots[^1];
        _slots.RemoveAt(_slots.Count - 1);
        if (last != slot)
        {
            Put(last, slot.HeapIndex);
            Settle(last);
        }

        slot.HeapIndex = -1;
    }

    private void Settle(ProbeSlot slot)
    {
        while (slot.HeapIndex > 0 && IsBefore(slot, _slots[(slot.HeapIndex - 1) / 2]))
        {
            Swap(slot, _slots[(slot.HeapIndex - 1) / 2]);
        }

        while (EarlierChild(slot.HeapIndex) is { } child && IsBefore(child, slot))
        {
            Swap(slot, child);
        }
    }

    private ProbeSlot? EarlierChild(int index)
    {
        var left = (2 * index) + 1;
        if (left >= _slots.Count)
        {
            return null;
        }

        return left + 1 < _slots.Count && IsBefore(_slots[left + 1], _slots[left]) ? _slots[left + 1] : _slots[left];
    }

    private static bool IsBefore(ProbeSlot one, ProbeSlot other) =>
        one.EventAt != other.EventAt ? one.EventAt < other.EventAt : one.Order < other.Order;

    private void Swap(ProbeSlot one, ProbeSlot other)
    {
        var index = one.HeapIndex;
        Put(one, other.HeapIndex);
        Put(other, index);
    }

    private void Put(ProbeSlot slot, int index)
    {
        _slots[index] = slot;
        slot.HeapIndex = index;
    }
}
