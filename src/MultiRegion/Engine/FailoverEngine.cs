using System.Collections.Immutable;
using MultiRegion.Coordination;
using MultiRegion.Engine;
using MultiRegion.Execution;
using MultiRegion.Machine;
using MultiRegion.Probing;
using MultiRegion.Telemetry;
using MultiRegion.Topology;

namespace MultiRegion;

/// <summary>
/// Watches, decides and carries out failovers: one loop that owns the state. Made by <see cref="CreateBuilder"/> or by
/// <c>services.AddMultiRegion</c>; driven by <see cref="RunAsync"/>, or round by round by <see cref="TickAsync"/>.
/// </summary>
public sealed partial class FailoverEngine : IAsyncDisposable
{
    private readonly EngineParts _parts;
    private readonly EngineOptions _options;
    private readonly EngineClock _clock;
    private readonly WakeSignal _signal;
    private readonly JournalKeeper _keeper;
    private readonly LeaseKeeper _lease;
    private readonly AlarmBell _bell;
    private readonly HealthFeed _health;
    private readonly EngineView _view;
    private readonly EffectRunner _effects;
    private readonly PlaneWatch _planes;
    private readonly CommandDesk _desk;
    private readonly NoticeDesk _notices;
    private readonly EventStream _events = new();
    private readonly EngineTelemetry _telemetry;
    private readonly ClockGuard _guard;
    private readonly Background<LeaseState> _renewal;
    private readonly ImmutableDictionary<PolicyId, IFailoverPolicy> _policies;
    private TimeSpan _nextRenewal;
    private TimeSpan _nextInbox;
    private bool _led;
    private int _turn;
    private int _disposed;
    private ImmutableDictionary<MoveGroupId, Decision> _decisions = ImmutableDictionary<MoveGroupId, Decision>.Empty;
    private volatile Lazy<EngineStatus> _status;

    internal FailoverEngine(EngineParts parts)
    {
        _parts = parts;
        _options = parts.Options;
        _signal = new WakeSignal(parts.Time, hasThread: parts.Probes.Grain > TimeSpan.Zero);
        _clock = new EngineClock(parts.Time);
        _guard = new ClockGuard(_clock, _options.LeaseDuration / 2);
        _keeper = new JournalKeeper(parts.Journal, _clock, parts.Seams.Fold);
        _lease = new LeaseKeeper(parts.Lease, parts.Controller, _options.LeaseDuration, parts.Time);
        _renewal = new Background<LeaseState>(parts.Time, _signal.Set);
        var source = parts.Source ?? new ProbeScheduler(parts.Time, _options.Seed ?? Seed(parts.Controller), _signal.Set, parts.Probes.Grain) { ProbesPerHost = _options.ProbesPerHost };
        _bell = new AlarmBell(_signal.Set);
        _health = new HealthFeed(_clock, source, parts.Probes, _bell, parts.Observations is { } log ? log.Write : null);
        _health.Use(parts.Topology.Current);
        _view = new EngineView(_clock, _lease, _options.WriteTimeout);
        _effects = new EffectRunner(new StepExecutor(parts.Planes, parts.Time, parts.Seams.Polls ?? parts.Time, _view), parts.Controller, _view, _signal.Set);
        _planes = new PlaneWatch(parts.Planes, parts.Time, _signal.Set);
        _desk = new CommandDesk(parts.Inbox, parts.Time, _signal.Set);
        _notices = new NoticeDesk(parts.Planes.Notifiers, parts.Time, _signal.Set);
        _telemetry = new EngineTelemetry(parts.Logger, parts.Controller, _clock, () => Status, new ProbeCounts(source));
        _policies = parts.Policies;
        _status = new(EmptyStatus(_clock.Utc, _clock.Machine));
    }

    /// <summary>Begins to put an engine together, without dependency injection.</summary>
    public static FailoverEngineBuilder CreateBuilder() => new();

    /// <summary>Where everything stands, as of the end of the last round. Safe from any thread.</summary>
    public EngineStatus Status => _status.Value;

    /// <summary>
    /// What happens from now on. Each read of the property is a reader of its own; one that falls 4,096 events behind loses
    /// the oldest.
    /// </summary>
    public IAsyncEnumerable<EngineEvent> Events => _events.Read();

    /// <summary>Whether the loop has begun a round lately. For health checks.</summary>
    /// <param name="within">How long ago the last round may be.</param>
    public bool IsAlive(TimeSpan within) => _guard.SinceLast <= within;

    /// <summary>Hands an operator's command to the engine. Safe from any thread; the answer comes with a later round.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Stops the waiting; the command may be carried out all the same.</param>
    public async Task<CommandAnswer> SubmitAsync(OperatorCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return CommandChecks.Objection(command) is { } objection
            ? new CommandAnswer(command.Id ?? "", Accepted: false, objection)
            : await _desk.SubmitAsync(command).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One round: takes what has come, decides, starts what follows. Never waits for a probe or a step.</summary>
    /// <param name="cancellationToken">Cancels between two entries of the journal.</param>
    /// <exception cref="InvalidOperationException">Another round is being made: the loop has one owner.</exception>
    public async ValueTask TickAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _turn, 1) == 1)
        {
            throw new InvalidOperationException("A round is being made already: the engine has one loop. Use either RunAsync or TickAsync, from one place.");
        }

        try
        {
            using var round = _telemetry.Round();
            MindTheClocks();
            PumpHealth();
            await LeadAsync(cancellationToken).ConfigureAwait(false);
            _status = TakeStatus();
            _parts.Observations?.EndRound();
        }
        finally
        {
            Volatile.Write(ref _turn, 0);
        }
    }

    /// <summary>Makes rounds until cancelled: at once when something came, else at the latest after the loop interval.</summary>
    /// <param name="cancellationToken">Ends the loop; attempts under way are cancelled, the lease is given up.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await TickAsync(cancellationToken).ConfigureAwait(false);
                await _signal.WaitAsync(NextWake(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how a run ends.
        }
        finally
        {
            await StandDownAsync().ConfigureAwait(false);
        }
    }

    /// <summary>After how long the next round is due, at most the loop interval. For hosts that drive rounds themselves.</summary>
    public TimeSpan NextWake()
    {
        if (_signal.IsSet)
        {
            return TimeSpan.Zero;
        }

        var (process, machine) = (_clock.Process, _clock.Machine);
        var next = Earlier(_options.LoopInterval, _health.NextDue);
        next = Earlier(next, _nextRenewal - process);
        if (!_led || _keeper.Trouble is not null)
        {
            // What is due is somebody else's, or cannot be recorded: it stays due, and does not bring on the next round.
            return next > TimeSpan.Zero ? next : TimeSpan.Zero;
        }

        next = Earlier(next, _planes.NextDue - process);
        next = _parts.Inbox is null ? next : Earlier(next, _nextInbox - process);
        foreach (var group in Groups.ById)
        {
            next = Earlier(next, FailoverMachine.WakeAt(_keeper.Estate.Groups[group.Id]) - machine);
            next = Earlier(next, RecheckIn(group.Id));
        }

        return next > TimeSpan.Zero ? next : TimeSpan.Zero;
    }

    // As of the last round, which may be a while ago.
    private TimeSpan? RecheckIn(MoveGroupId group) =>
        _decisions.TryGetValue(group, out var decision) && decision.RecheckIn is { } left ? left - _guard.SinceLast : null;

    /// <summary>Ends everything that this engine started. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await StandDownAsync().ConfigureAwait(false);
        _health.Dispose();
        _planes.Dispose();
        _desk.Dispose();
        _notices.Dispose();
        _renewal.Dispose();
        _telemetry.Dispose();
        _signal.Dispose();
        foreach (var owned in _parts.Owned)
        {
            owned.Dispose();
        }
    }

    private static int Seed(ControllerId controller) => controller.Value.Aggregate(17, static (hash, character) => unchecked((hash * 31) + character));

    private static TimeSpan Earlier(TimeSpan left, TimeSpan? right) => right is { } other && other < left ? other : left;

    private async ValueTask StandDownAsync()
    {
        await _effects.StopAsync().ConfigureAwait(false);
        _planes.Cancel();
        _renewal.Cancel();
        if (_lease.Holds)
        {
            await _lease.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _led = false;
        _keeper.Unload();
        _desk.Close();
        _events.End();
    }
}
