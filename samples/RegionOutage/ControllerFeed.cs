using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion;

namespace RegionOutage;

/// <summary>What the controllers of a run tell, one after the other.</summary>
internal sealed class ControllerFeed
{
    private readonly Lock _gate = new();
    private ImmutableList<EngineEvent> _events = [];
    private volatile EngineStatus? _status;

    public EngineStatus? Status => _status;

    public GroupStatus? Shop => _status?.Groups.FirstOrDefault();

    public ImmutableList<EngineEvent> Events => Volatile.Read(ref _events);

    public void Take(string line)
    {
        var told = JsonSerializer.Deserialize<ControllerLine>(line, Wire.Json)!;
        lock (_gate)
        {
            _status = told.Status ?? _status;
            if (told.Event is { } happened)
            {
                Volatile.Write(ref _events, _events.Add(happened));
            }
        }
    }

    /// <summary>Forgets the status of a controller that is no more; what happened stays.</summary>
    public void Forget() => _status = null;
}
