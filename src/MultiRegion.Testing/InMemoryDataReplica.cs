using System.Collections.Immutable;
using System.Globalization;

namespace MultiRegion.Testing;

/// <summary>
/// A data set with a replica in several regions. It knows the truth, also about regions that cannot be reached: when a region becomes writable
/// while another one still is, <see cref="ObservedSplitBrain"/> stays true from then on.
/// </summary>
public sealed class InMemoryDataReplica : IDataReplica
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<RegionId, InMemoryReplica> _replicas = [];
    private readonly Faults _faults = new();
    private readonly Faults _timeouts = new();
    private ImmutableArray<DataOperation> _log = [];
    private int _tokens;

    /// <summary>Whether two regions were ever writable at once: the one thing that must never happen.</summary>
    public bool ObservedSplitBrain { get; private set; }

    /// <summary>The regions that are writable in truth, reachable or not.</summary>
    public ImmutableArray<RegionId> WritableRegions => Locked(() => _replicas.Where(static pair => pair.Value.Role == ReplicaRole.Writable).Select(static pair => pair.Key).ToImmutableArray());

    /// <summary>What was done, oldest first: operations that succeeded, each once, however often they were repeated.</summary>
    public ImmutableArray<DataOperation> Log => Locked(() => _log);

    /// <summary>Adds a replica.</summary>
    /// <param name="region">The region.</param>
    /// <param name="role">What it is there.</param>
    /// <param name="lag">How far behind it is; null: zero.</param>
    public void Add(RegionId region, ReplicaRole role, TimeSpan? lag = null) =>
        Locked(() => _replicas[region] = new() { Role = role, Lag = lag ?? TimeSpan.Zero });

    /// <summary>Says whether a region can be reached. What it is goes on being so either way.</summary>
    /// <param name="region">A region of the data set.</param>
    /// <param name="isReachable">Whether it can.</param>
    public void SetReachable(RegionId region, bool isReachable) => Locked(() => _replicas[region].IsReachable = isReachable);

    /// <summary>Sets how far behind a region is.</summary>
    /// <param name="region">A region of the data set.</param>
    /// <param name="lag">The lag; null: it cannot be told.</param>
    public void SetLag(RegionId region, TimeSpan? lag) => Locked(() => _replicas[region].Lag = lag);

    /// <summary>Sets what comes of fencing a region while it cannot be reached. Default unconfirmed.</summary>
    /// <param name="region">A region of the data set.</param>
    /// <param name="outcome">Confirmed and expired end its writing in truth; unconfirmed does not.</param>
    public void SetFenceOutcome(RegionId region, FenceOutcome outcome) => Locked(() => _replicas[region].FenceOutcome = outcome);

    /// <summary>Makes a fenced region follow again, with nothing missing.</summary>
    /// <param name="region">A region of the data set.</param>
    public void Reattach(RegionId region) => Locked(() =>
    {
        var replica = _replicas[region];
        (replica.Role, replica.Lag) = replica.Role == ReplicaRole.Fenced ? (ReplicaRole.Standby, TimeSpan.Zero) : (replica.Role, replica.Lag);
        return replica;
    });

    /// <summary>Makes the next fences, demotions or promotions fail without any effect.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many calls; at least 1.</param>
    public void FailNext(Problem problem, int times = 1) => _faults.FailNext(problem, times);

    /// <summary>Makes the next of these calls take effect and then bring <see cref="ProblemKind.Unreachable"/>, as a lost answer does.</summary>
    /// <param name="times">How many calls; at least 1.</param>
    public void TimeOutNext(int times = 1) =>
        _timeouts.FailNext(Problem.Unreachable("The answer was lost; whether the call took effect is unknown."), times);

    /// <summary>What a region is in truth, reachable or not.</summary>
    internal ReplicaRole RoleOf(RegionId region) => Locked(() => _replicas[region].Role);

    /// <summary>The marker of a region in truth.</summary>
    internal Marker? MarkerOf(RegionId region) => Locked(() => _replicas[region].Marker);

    /// <summary>The regions that have a replica.</summary>
    internal ImmutableArray<RegionId> Regions => Locked(() => _replicas.Keys.ToImmutableArray());

    /// <inheritdoc />
    public ValueTask<DataObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Locked(() => new DataObservation([.. _replicas.Select(static pair => pair.Value.Observe(pair.Key))])));
    }

    /// <inheritdoc />
    public ValueTask<Result<FenceOutcome>> FenceAsync(RegionId region, Marker marker, CancellationToken cancellationToken) =>
        Call<FenceOutcome>(region, marker, needsAnswer: false, Fence, cancellationToken);

    /// <inheritdoc />
    public ValueTask<Result<DemotionToken>> DemoteAsync(RegionId region, Marker marker, CancellationToken cancellationToken) =>
        Call<DemotionToken>(region, marker, needsAnswer: true, Demote, cancellationToken);

    /// <inheritdoc />
    public ValueTask<Result<Promotion>> PromoteAsync(RegionId region, DemotionToken? token, Marker marker, CancellationToken cancellationToken) =>
        Call<Promotion>(region, marker, needsAnswer: true, (at, replica, by) => Promote(at, replica, token, by), cancellationToken);

    private Result<FenceOutcome> Fence(RegionId region, InMemoryReplica replica, Marker marker)
    {
        var outcome = replica.IsReachable ? FenceOutcome.Confirmed : replica.FenceOutcome;
        var isOver = outcome != FenceOutcome.Unconfirmed && replica.Role == ReplicaRole.Writable;
        replica.Role = isOver ? ReplicaRole.Fenced : replica.Role;
        Record(new(DataOperationKind.Fence, region, marker, outcome.ToString()));
        return outcome;
    }

    private Result<DemotionToken> Demote(RegionId region, InMemoryReplica replica, Marker marker)
    {
        if (replica.Role == ReplicaRole.Writable)
        {
            replica.Role = ReplicaRole.Standby;
            replica.Token = new(string.Create(CultureInfo.InvariantCulture, $"{region}#{++_tokens}"));
            Record(new(DataOperationKind.Demote, region, marker, replica.Token.Document));
        }

        // A token proves a position only until somebody writes again.
        return replica.Token is { } token ? token : Problem.Refused($"{region} is {replica.Role}, not writable: there is nothing to demote.");
    }

    private Result<Promotion> Promote(RegionId region, InMemoryReplica replica, DemotionToken? token, Marker marker)
    {
        if (replica.Role == ReplicaRole.Writable)
        {
            return new Promotion(replica.Lost);
        }

        if (replica.Role != ReplicaRole.Standby)
        {
            return Problem.Refused($"{region} is {replica.Role}: attach it as a standby first.");
        }

        if (token is not null && _replicas.Values.All(other => other.Token != token))
        {
            return Problem.Refused($"The token '{token.Document}' proves nothing about the present data.");
        }

        replica.Lost = token is null ? replica.Lag : TimeSpan.Zero;
        ObservedSplitBrain |= _replicas.Values.Any(static other => other.Role == ReplicaRole.Writable);
        (replica.Role, replica.Lag) = (ReplicaRole.Writable, TimeSpan.Zero);
        foreach (var other in _replicas.Values)
        {
            other.Token = null;
        }

        Record(new(DataOperationKind.Promote, region, marker, replica.Lost?.ToString("c", CultureInfo.InvariantCulture) ?? "unknown loss"));
        return new Promotion(replica.Lost);
    }

    private ValueTask<Result<T>> Call<T>(
        RegionId region, Marker marker, bool needsAnswer, Func<RegionId, InMemoryReplica, Marker, Result<T>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marker);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Locked(() =>
        {
            if (Refusal(region, marker, needsAnswer) is { } problem)
            {
                return problem;
            }

            var replica = _replicas[region];
            var result = act(region, replica, marker);
            replica.Marker = result.Succeeded && replica.IsReachable ? marker : replica.Marker;
            return result.Succeeded && _timeouts.Take() is { } lost ? lost : result;
        }));
    }

    private Problem? Refusal(RegionId region, Marker marker, bool needsAnswer) =>
        _faults.Take() is { } fault ? fault
        : !_replicas.TryGetValue(region, out var replica) ? new(ProblemKind.NotFound, $"There is no replica in {region}.", Retryable: false)
        : !replica.IsReachable ? needsAnswer ? Problem.Unreachable($"{region} does not answer.") : null
        : marker.Against(replica.Marker) switch
        {
            MarkerOrder.Older => Problem.Fenced($"{region}: {marker} was superseded by {replica.Marker}."),
            MarkerOrder.Conflicting => Problem.Conflict($"{region}: {marker} meets {replica.Marker}, the same place in the same epoch by another plan."),
            _ => null,
        };

    private void Record(DataOperation operation) => _log = _log.Contains(operation) ? _log : _log.Add(operation);

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private sealed class InMemoryReplica
    {
        public required ReplicaRole Role { get; set; }

        public TimeSpan? Lag { get; set; }

        public bool IsReachable { get; set; } = true;

        public FenceOutcome FenceOutcome { get; set; } = FenceOutcome.Unconfirmed;

        public Marker? Marker { get; set; }

        public DemotionToken? Token { get; set; }

        public TimeSpan? Lost { get; set; } = TimeSpan.Zero;

        public ReplicaObservation Observe(RegionId region) => IsReachable
            ? new() { Region = region, Role = Role, Lag = Lag, Marker = Marker }
            : new() { Region = region, Role = ReplicaRole.Unknown };
    }
}

/// <summary>What was done to a data set.</summary>
public enum DataOperationKind
{
    /// <summary>A region was fenced.</summary>
    Fence,

    /// <summary>A region gave the writable role up.</summary>
    Demote,

    /// <summary>A region became writable.</summary>
    Promote,
}

/// <summary>Something that was done to a data set.</summary>
/// <param name="Kind">What.</param>
/// <param name="Region">Where.</param>
/// <param name="Marker">Under which marker.</param>
/// <param name="Outcome">What came of it: the fence outcome, the token, or the time lost.</param>
public sealed record DataOperation(DataOperationKind Kind, RegionId Region, Marker Marker, string Outcome);
