using System.Collections.Immutable;

namespace MultiRegion;

/// <summary>How often a target is probed.</summary>
public sealed record ProbeSchedule
{
    /// <summary>The time between two probes of a target that is well. 10 ms to 1 h, default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time between two probes of a target that has just failed, until the verdict is clear. At most <see cref="Interval"/>, default 200 ms.</summary>
    public TimeSpan ConfirmInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The time between the confirmations of a failure after an alarm: the end of a kept connection, or a burst of users'
    /// errors. At most <see cref="ConfirmInterval"/>, 10 ms or more, default 10 ms. Before a promotion that no
    /// minimum failure span holds back, <see cref="ConfirmInterval"/> binds instead.
    /// </summary>
    public TimeSpan AlarmInterval { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a probe may take. Default 500 ms.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Whether a probe that waits far longer than its target usually takes has its confirmations sent beside it, so that a
    /// region that hangs is found after one time-out. Default true; never for probes of the application's own, which have one
    /// in flight at most.
    /// </summary>
    public bool Suspicion { get; init; } = true;

    /// <summary>How far a probe may be moved from its time, as a part of <see cref="Interval"/>, so that targets are spread. 0 to 0.5, default 0.1; always earlier, never later.</summary>
    public double Jitter { get; init; } = 0.1;
}

/// <summary>When probe results become a verdict.</summary>
public sealed record HealthSettings
{
    /// <summary>Failures that make a region unhealthy. Isolated successes between them do not clear them. At least 1, default 3.</summary>
    public int DownThreshold { get; init; } = 3;

    /// <summary>Successes in a row that make it healthy again and forget its failures. At least 1, default 2.</summary>
    public int UpThreshold { get; init; } = 2;

    /// <summary>After how long without any usable result the verdict becomes Unknown. Default 15 s; longer than interval + time-out.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many vantage points must agree; null: more than half of the configured ones.</summary>
    public int? Quorum { get; init; }

    /// <summary>When users' own errors and latency make a region degraded; null: never.</summary>
    public DegradedSettings? Degraded { get; init; } = new();
}

/// <summary>When a region that answers its probes is degraded all the same.</summary>
public sealed record DegradedSettings
{
    /// <summary>The part of user requests that fail. Above 0, up to 1; default 0.05.</summary>
    public double ErrorRatio { get; init; } = 0.05;

    /// <summary>How many times the error ratio of the best other region it must be. At least 1, default 3.</summary>
    public double ErrorRatioAgainstBest { get; init; } = 3;

    /// <summary>How many times the latency of the best other region it must be; at least 1; null: latency does not count. Default 5.</summary>
    public double? LatencyAgainstBest { get; init; } = 5;

    /// <summary>For how long without a break. Default 60 s.</summary>
    public TimeSpan SustainedFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The fewest requests in a sample that make it count. Default 20.</summary>
    public long MinimumRequests { get; init; } = 20;
}

/// <summary>Who starts a move.</summary>
public enum MoveApproval
{
    /// <summary>The engine, on its own.</summary>
    Automatic,

    /// <summary>The engine plans it and waits for a person's approval.</summary>
    OnApproval,

    /// <summary>Only a person's command.</summary>
    Never,
}

/// <summary>How a service fails over.</summary>
public sealed record FailoverSettings
{
    /// <summary>Who starts it. Default automatic.</summary>
    public MoveApproval Approval { get; init; } = MoveApproval.Automatic;

    /// <summary>How long one step may take, all its attempts together. Default 5 min.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a step is tried again after a problem that a retry can help. 0 to 100, default 5.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The first wait before a retry; it doubles each time, with full jitter, up to 30 s. Default 500 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a planned move waits until the source serves nothing, before it goes on. Default 60 s.</summary>
    public TimeSpan QuietDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether a planned move lets connections and sessions in a region that is well end by themselves before it takes the region out: nothing new goes there, the move waits for quiet or
    /// <see cref="QuietDeadline"/>, and then takes the region out for good, before data is demoted there or anything is scaled down. It costs a second write on each router; what a router
    /// can do for connections and sessions is in its own document. Default false: regions are taken out at once.
    /// </summary>
    public bool DrainsGently { get; init; }

    /// <summary>How long the region must answer its probes after the switch. Default 0: one good verdict is enough.</summary>
    public TimeSpan VerifyFor { get; init; } = TimeSpan.Zero;

    /// <summary>How long a step that asks for approval waits before the move is given up. Default 1 h.</summary>
    public TimeSpan ApprovalDeadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Steps of the application's own, by the names under which they were registered, before traffic is switched to a region. Default none.</summary>
    public ImmutableArray<string> BeforeTraffic { get; init; } = [];

    /// <summary>Steps of the application's own after traffic has been switched. Default none.</summary>
    public ImmutableArray<string> AfterTraffic { get; init; } = [];
}

/// <summary>
/// When the writable side moves during a failback: to the first active region, its home, when that returns, or away from a
/// standby to whichever active region returns first. The return of any other region moves no data.
/// </summary>
public enum DataMove
{
    /// <summary>Before the first share: an abort after it is a planned switchover.</summary>
    BeforeFirst,

    /// <summary>After the last share: until then the returning region writes across regions.</summary>
    AfterLast,

    /// <summary>Not at all: the data stays where it is.</summary>
    Stay,
}

/// <summary>How traffic returns to a region.</summary>
public sealed record FailbackSettings
{
    /// <summary>Who starts it. Default automatic.</summary>
    public MoveApproval Approval { get; init; } = MoveApproval.Automatic;

    /// <summary>How long the region must have been healthy without a break. Default 5 min.</summary>
    public TimeSpan Stability { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The shares in percent, rising, the last 100. Default 10, 30, 50, 80, 100.</summary>
    public ImmutableArray<double> Steps { get; init; } = [10, 30, 50, 80, 100];

    /// <summary>The wait at each step before it is judged. Default 5 min.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long an inconclusive step is waited on after its soak, before the move steps back. Default 30 min.</summary>
    public TimeSpan InconclusiveFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>When the writable side moves. Default before the first share.</summary>
    public DataMove DataMove { get; init; } = DataMove.BeforeFirst;

    /// <summary>
    /// Whether a region can write to data that is writable in another. Default true. Without it, a single-writer service
    /// cannot be stepped, and comes back in one step.
    /// </summary>
    public bool CrossRegionWrites { get; init; } = true;
}

/// <summary>What stands between a decision and its effect; <c>docs/guards.md</c> has the table of what each does when.</summary>
public sealed record GuardSettings
{
    /// <summary>Whether moves are carried out or only reported. Default enforce.</summary>
    public EnforcementMode Mode { get; init; } = EnforcementMode.Enforce;

    /// <summary>The time after a move during which no voluntary one starts. Default 10 min.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a region must have been failing before it is left. Default null: 0 for a stateless service, 30 s before a
    /// promotion that may lose data.
    /// </summary>
    public TimeSpan? MinimumFailureSpan { get; init; }

    /// <summary>Moves that start on their own per UTC day. At least 1, default 4; moves that an operator starts do not count.</summary>
    public int DailyBudget { get; init; } = 4;

    /// <summary>The part of a region's capacity that is kept free. 0 to below 1, default 0.</summary>
    public double CapacityHeadroom { get; init; }

    /// <summary>Spans of UTC time in which no voluntary move starts. Default none.</summary>
    public ImmutableArray<FreezeWindow> FreezeWindows { get; init; } = [];

    /// <summary>
    /// Who accepted, and why, that a region which cannot be fenced is left with single-writer data all the same. Null: a
    /// person must approve each time.
    /// </summary>
    public RiskAcceptance? AcceptUnconfirmedFence { get; init; }
}

/// <summary>Whether moves are carried out.</summary>
public enum EnforcementMode
{
    /// <summary>Decisions are carried out.</summary>
    Enforce,

    /// <summary>Decisions are made, explained and recorded, and nothing is touched.</summary>
    MonitorOnly,
}

/// <summary>A span of UTC time in which no voluntary move starts.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Until">Its end, after the beginning.</param>
/// <param name="Reason">Why.</param>
public sealed record FreezeWindow(DateTimeOffset From, DateTimeOffset Until, string Reason);

/// <summary>A recorded acceptance of a risk.</summary>
/// <param name="By">Who accepted it.</param>
/// <param name="Reason">Why.</param>
public sealed record RiskAcceptance(string By, string Reason);
