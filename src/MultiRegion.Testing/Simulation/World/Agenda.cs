namespace MultiRegion.Testing.Simulation;

/// <summary>What is to happen in the world, by time; what is due at the same time happens in the order in which it was put there.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _items = new();
    private long _order;

    public TimeSpan? Next => _items.TryPeek(out _, out var due) ? due.At : null;

    public void Add(TimeSpan at, Action happens) => _items.Enqueue(happens, (at, _order++));

    public bool TakeDue(TimeSpan now, out Action happens)
    {
        if (Next <= now)
        {
            happens = _items.Dequeue();
            return true;
        }

        happens = static () => { };
        return false;
    }
}
