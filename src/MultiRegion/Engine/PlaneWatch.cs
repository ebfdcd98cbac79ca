using System.Collections.Immutable;
using MultiRegion.Execution;
using MultiRegion.Machine;

namespace MultiRegion.Engine;

/// <summary>Reads the planes on a schedule, and keeps the latest reading of each group.</summary>
internal sealed class PlaneWatch(Planes planes, TimeProvider time, Action wake) : IDisposable
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(20);
    private readonly PlaneScan _scan = new(planes);
    private readonly Background<ImmutableArray<PlaneReading>> _reading = new(time, wake);
    private TimeSpan? _next;

    /// <summary>Whether all planes have been read, or tried, since leadership was gained.</summary>
    public bool HasRead { get; private set; }

    /// <summary>When the next reading is due, in process time; null while one is under way, or at once.</summary>
    public TimeSpan? NextDue => _reading.IsRunning ? null : _next;

    public ImmutableDictionary<MoveGroupId, PlaneReading> Latest { get; private set; } = ImmutableDictionary<MoveGroupId, PlaneReading>.Empty;

    public PlaneReading? Of(MoveGroupId group) => Latest.GetValueOrDefault(group);

    /// <summary>Begins a reading when one is due.</summary>
    public void Start(EstateState estate, TimeSpan now, TimeSpan interval)
    {
        if (_reading.IsRunning || (_next is { } due && now < due))
        {
            return;
        }

        _next = now + interval;
        _reading.Start(async token => await _scan.ReadAsync(estate, token).ConfigureAwait(false), ReadTimeout);
    }

    /// <summary>Takes a reading that has ended; empty while there is none. What it holds of markers and ownership stays true of an older state.</summary>
    public ImmutableArray<PlaneReading> Take()
    {
        if (!_reading.TryTake(out var outcome))
        {
            return [];
        }

        HasRead = true;
        if (!outcome.Succeeded)
        {
            return [];
        }

        Latest = outcome.Value.ToImmutableDictionary(static reading => reading.Group);
        return outcome.Value;
    }

    /// <summary>Whether no reading is under way.</summary>
    public bool IsIdle => !_reading.IsRunning;

    /// <summary>The readings before this one are passed over.</summary>
    public void PassUntil(TimeSpan next) => _next = next;

    public void Cancel()
    {
        _reading.Cancel();
        (HasRead, _next) = (false, null);
    }

    public void Dispose() => _reading.Dispose();
}
