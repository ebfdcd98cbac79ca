namespace MultiRegion.Probing;

/// <content>Stretches in which every probe answers what the one before did.</content>
internal sealed partial class ProbeScheduler
{
    /// <summary>The targets.</summary>
    public IEnumerable<ProbeSlot> Slots => _slots.Values;

    /// <summary>Whether nothing is in flight and every target is probed at its regular pace.</summary>
    public bool IsRegular
    {
        get
        {
            if (!_flights.IsEmpty || _missed.Count > 0)
            {
                return false;
            }

            foreach (var slot in _slots.Values)
            {
                if (slot.Run is not null || _company > 0 || slot.Hastened || slot.AtOnce || slot.EventAt != slot.RegularDue)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Goes on with a target behind the probes that were walked over.</summary>
    public void Resume(ProbeSlot slot, in PaceWalk walk)
    {
        (slot.RegularDue, slot.Draws) = (walk.Due, walk.Draws);
        slot.LastStart = walk.LastStart ?? slot.LastStart;
        _heap.Set(slot, slot.RegularDue);
    }
}
