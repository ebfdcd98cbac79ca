using System.Collections.Concurrent;

namespace MultiRegion.Probing;

/// <summary>Rung on any thread by whatever suspects a target; answered by the engine's loop.</summary>
internal sealed class AlarmBell(Action wake)
{
    private readonly ConcurrentQueue<ProbeKey> _rung = new();

    public void Ring(ProbeKey target)
    {
        _rung.Enqueue(target);
        wake();
    }

    public bool TryTake(out ProbeKey target) => _rung.TryDequeue(out target);
}
