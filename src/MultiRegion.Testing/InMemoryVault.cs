using System.Collections.Immutable;

namespace MultiRegion.Testing;

/// <summary>A vault that keeps its backups in memory. Each marker backs up, and restores, once.</summary>
/// <param name="time">The clock that dates backups.</param>
public sealed class InMemoryVault(TimeProvider time) : IBackupVault
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ServiceId, RegionId, Marker), Backup> _made = [];
    private readonly Faults _faults = new();
    private ImmutableArray<Backup> _backups = [];
    private ImmutableArray<RestoredBackup> _restored = [];

    /// <summary>What was restored, oldest first.</summary>
    public ImmutableArray<RestoredBackup> Restored
    {
        get
        {
            lock (_gate)
            {
                return _restored;
            }
        }
    }

    /// <summary>Puts a backup there.</summary>
    /// <param name="backup">The backup.</param>
    public void Add(Backup backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        lock (_gate)
        {
            _backups = _backups.Add(backup);
        }
    }

    /// <summary>Makes the next calls fail without any effect.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many calls; at least 1.</param>
    public void FailNext(Problem problem, int times = 1) => _faults.FailNext(problem, times);

    /// <inheritdoc />
    public ValueTask<Result<ImmutableArray<Backup>>> ListAsync(ServiceId service, CancellationToken cancellationToken) =>
        Call<ImmutableArray<Backup>>(() => _backups.Where(backup => backup.Service == service).OrderByDescending(static backup => backup.TakenAt).ToImmutableArray(), cancellationToken);

    /// <inheritdoc />
    public ValueTask<Result<Backup>> BackUpAsync(ServiceId service, RegionId region, Marker marker, CancellationToken cancellationToken) => Call<Backup>(
        () =>
        {
            if (!_made.TryGetValue((service, region, marker), out var backup))
            {
                backup = new($"{service}-{region}-{marker.Epoch}-{marker.Sequence}", service, time.GetUtcNow());
                _made.Add((service, region, marker), backup);
                _backups = _backups.Add(backup);
            }

            return backup;
        },
        cancellationToken);

    /// <inheritdoc />
    public ValueTask<Result<Backup>> RestoreAsync(Backup backup, RegionId region, Marker marker, CancellationToken cancellationToken) => Call<Backup>(
        () =>
        {
            if (!_backups.Contains(backup))
            {
                return new Problem(ProblemKind.NotFound, $"There is no backup '{backup.Id}' in the vault.", Retryable: false);
            }

            var restored = new RestoredBackup(backup, region, marker);
            _restored = _restored.Contains(restored) ? _restored : _restored.Add(restored);
            return backup;
        },
        cancellationToken);

    private ValueTask<Result<T>> Call<T>(Func<Result<T>> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_faults.Take() is { } fault ? fault : act());
        }
    }
}

/// <summary>That a backup was restored.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Region">Where to.</param>
/// <param name="Marker">Under which marker.</param>
public sealed record RestoredBackup(Backup Backup, RegionId Region, Marker Marker);
