namespace MultiRegion.Probing;

/// <summary>
/// How many probes of one host may be in flight at once. Whoever comes when all seats are taken waits in the order of coming, and is
/// given the next one that is free: so each target of the host has its turn, and those of other hosts wait for none of it.
/// </summary>
internal sealed class HostSeats(int count)
{
    private readonly LinkedList<ProbeSlot> _waiting = new();
    private int _taken;

    /// <summary>Whether a target may start: it has a seat, or takes a free one; it waits otherwise.</summary>
    public bool TrySit(ProbeSlot slot)
    {
        if (slot.Seat is null && slot.Place is null && _taken < count)
        {
            _taken++;
            slot.Seat = this;
        }

        return slot.Seat is not null;
    }

    /// <summary>Lines up; false: it has already.</summary>
    public bool LineUp(ProbeSlot slot)
    {
        if (slot.Place is not null)
        {
            return false;
        }

        slot.Place = _waiting.AddLast(slot);
        return true;
    }

    /// <summary>Gives up its seat, or its place in the line; says who has the seat now, if anybody waited for it.</summary>
    public ProbeSlot? Leave(ProbeSlot slot)
    {
        if (slot.Place is { } place)
        {
            _waiting.Remove(place);
            slot.Place = null;
        }

        if (slot.Seat is null)
        {
            return null;
        }

        slot.Seat = null;
        return PassOn();
    }

    // The seat of one that leaves is never free for a moment, else whoever is due next would be before those that wait.
    private ProbeSlot? PassOn()
    {
        if (_waiting.First?.Value is not { } next)
        {
            _taken--;
            return null;
        }

        _waiting.RemoveFirst();
        (next.Place, next.Seat) = (null, this);
        return next;
    }
}
