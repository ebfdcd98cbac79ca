using System.Collections.Immutable;
using System.Globalization;

namespace MultiRegion.Policies;

/// <summary>What stands between a decision and its effect.</summary>
internal enum Guard
{
    LastServingRegion,
    OneRegionOut,
    CoolDown,
    Quorum,
    FreshCandidate,
    MinimumFailureSpan,
    DailyBudget,
    Capacity,
    DataLoss,
    FreezeWindow,
    Approval,
    MonitorOnly,
}

/// <summary>What a guard does when it is not satisfied.</summary>
internal enum GuardRule
{
    /// <summary>It does not bind this kind of move.</summary>
    Ignore,

    /// <summary>The move waits until the guard is satisfied.</summary>
    Wait,

    /// <summary>The move goes only as far as the guard allows.</summary>
    Ramp,

    /// <summary>A person must approve.</summary>
    Ask,

    /// <summary>The move is recorded and not made.</summary>
    Report,

    /// <summary>The move is not made.</summary>
    Refuse,
}

/// <summary>The table guard × cause; <c>docs/guards.md</c> prints it.</summary>
internal static class GuardTable
{
    public static GuardRule Rule(Guard guard, MoveCause cause) => (guard, cause) switch
    {
        (Guard.LastServingRegion, MoveCause.Planned) => GuardRule.Refuse,
        (Guard.LastServingRegion, MoveCause.Grey) => GuardRule.Refuse,
        (Guard.LastServingRegion, MoveCause.Dead) => GuardRule.Ignore,
        (Guard.OneRegionOut, MoveCause.Planned) => GuardRule.Refuse,
        (Guard.OneRegionOut, MoveCause.Grey) => GuardRule.Refuse,
        (Guard.OneRegionOut, MoveCause.Dead) => GuardRule.Ignore,
        (Guard.CoolDown, MoveCause.Planned) => GuardRule.Wait,
        (Guard.CoolDown, MoveCause.Grey) => GuardRule.Wait,
        (Guard.CoolDown, MoveCause.Dead) => GuardRule.Ignore,
        (Guard.Quorum, MoveCause.Planned) => GuardRule.Refuse,
        (Guard.Quorum, MoveCause.Grey) => GuardRule.Refuse,
        (Guard.Quorum, MoveCause.Dead) => GuardRule.Wait,
        (Guard.FreshCandidate, MoveCause.Planned) => GuardRule.Ignore,
        (Guard.FreshCandidate, MoveCause.Grey) => GuardRule.Wait,
        (Guard.FreshCandidate, MoveCause.Dead) => GuardRule.Wait,
        (Guard.MinimumFailureSpan, MoveCause.Planned) => GuardRule.Ignore,
        (Guard.MinimumFailureSpan, MoveCause.Grey) => GuardRule.Ignore,
        (Guard.MinimumFailureSpan, MoveCause.Dead) => GuardRule.Wait,
        (Guard.DailyBudget, MoveCause.Planned) => GuardRule.Wait,
        (Guard.DailyBudget, MoveCause.Grey) => GuardRule.Refuse,
        (Guard.DailyBudget, MoveCause.Dead) => GuardRule.Ask,
        (Guard.Capacity, MoveCause.Planned) => GuardRule.Refuse,
        (Guard.Capacity, MoveCause.Grey) => GuardRule.Ramp,
        (Guard.Capacity, MoveCause.Dead) => GuardRule.Ramp,
        (Guard.DataLoss, MoveCause.Planned) => GuardRule.Refuse,
        (Guard.DataLoss, MoveCause.Grey) => GuardRule.Refuse,
        (Guard.DataLoss, MoveCause.Dead) => GuardRule.Ask,
        (Guard.FreezeWindow, MoveCause.Planned) => GuardRule.Wait,
        (Guard.FreezeWindow, MoveCause.Grey) => GuardRule.Refuse,
        (Guard.FreezeWindow, MoveCause.Dead) => GuardRule.Ignore,
        (Guard.Approval, _) => GuardRule.Ask,
        (Guard.MonitorOnly, _) => GuardRule.Report,
        _ => throw new ArgumentOutOfRangeException(nameof(guard), $"No rule for {guard} and {cause}."),
    };
}

/// <summary>What the guards look at: plain values, read before a move and once more before its effects.</summary>
internal sealed record GuardFacts
{
    public required MoveCause Cause { get; init; }

    /// <summary>Whether a person's command started it: every guard that would wait or ask is then answered already, but for lost data and the target's health.</summary>
    public bool ByOperator { get; init; }

    /// <summary>Whether the same was tried just before and given up: an operator's standing order then waits like the engine's own.</summary>
    public bool Repeats { get; init; }

    public ImmutableArray<string> Overridden { get; init; } = [];

    /// <summary>Regions that are healthy or degraded and would serve afterwards.</summary>
    public required int ServingAfterwards { get; init; }

    /// <summary>Another region of the group that is out, draining or returning.</summary>
    public RegionId? OtherRegionOut { get; init; }

    public TimeSpan? SinceLastMove { get; init; }

    public TimeSpan CoolDown { get; init; }

    public required Verdict TargetVerdict { get; init; }

    /// <summary>Whether the target has answered since the source began to fail.</summary>
    public bool TargetIsFresh { get; init; } = true;

    public TimeSpan FailingFor { get; init; }

    public TimeSpan MinimumFailureSpan { get; init; }

    public int MovesToday { get; init; }

    public int DailyBudget { get; init; } = int.MaxValue;

    /// <summary>Until the next UTC day, when the budget is new.</summary>
    public TimeSpan UntilNextDay { get; init; }

    /// <summary>What must be taken over; null: unknown, not guarded.</summary>
    public double? Load { get; init; }

    /// <summary>What the targets have room for, less the headroom; null: unknown, not guarded.</summary>
    public double? Room { get; init; }

    /// <summary>Whether a region becomes writable in this move.</summary>
    public bool Promotes { get; init; }

    /// <summary>How far behind the promoted side is; null: unknown.</summary>
    public TimeSpan? Lag { get; init; }

    public TimeSpan RecoveryPoint { get; init; }

    /// <summary>The reason of the freeze window that is open; null: none.</summary>
    public string? Frozen { get; init; }

    public TimeSpan FrozenFor { get; init; }

    public MoveApproval Approval { get; init; } = MoveApproval.Automatic;

    public EnforcementMode Mode { get; init; } = EnforcementMode.Enforce;
}

/// <summary>A guard that is not satisfied, and what follows.</summary>
/// <param name="Guard">Which one.</param>
/// <param name="Rule">What follows.</param>
/// <param name="Detail">Why, in words.</param>
/// <param name="WaitFor">After how long to look again; null: at the next change.</param>
internal sealed record GuardAnswer(Guard Guard, GuardRule Rule, string Detail, TimeSpan? WaitFor = null)
{
    public Reason ToReason() => new(ReasonCode.Guard, Guard.ToString(), $"{Rule.ToString().ToLowerInvariant()}: {Detail}");
}

/// <summary>All guards' answers about one move.</summary>
/// <param name="Answers">Those that are not satisfied.</param>
internal sealed record GuardReport(ImmutableArray<GuardAnswer> Answers)
{
    public static GuardReport Clear { get; } = new([]);

    /// <summary>The strictest rule among the answers.</summary>
    public GuardRule Strictest => Answers.IsEmpty ? GuardRule.Ignore : Answers.Max(static answer => answer.Rule);

    public bool Asks(Guard guard) => Answers.Any(answer => answer.Guard == guard && answer.Rule == GuardRule.Ask);

    /// <summary>Whether the move may be made now, if need be after an approval or by a ramp.</summary>
    public bool MayStart => Answers.All(static answer => answer.Rule is GuardRule.Ramp or GuardRule.Ask);

    public TimeSpan? WaitFor => Answers.Min(static answer => answer.WaitFor);

    public ImmutableArray<Reason> Reasons => [.. Answers.Select(static answer => answer.ToReason())];
}

internal static class Guards
{
    public static GuardReport Evaluate(GuardFacts facts)
    {
        ImmutableArray<GuardAnswer>.Builder? answers = null;
        foreach (var guard in Enum.GetValues<Guard>())
        {
            var rule = GuardTable.Rule(guard, facts.Cause);
            if (rule != GuardRule.Ignore && !facts.Overridden.Contains(guard.ToString(), StringComparer.OrdinalIgnoreCase) && Objection(guard, facts) is { } objection)
            {
                (answers ??= ImmutableArray.CreateBuilder<GuardAnswer>()).Add(new(guard, objection.Rule ?? rule, objection.Detail, objection.WaitFor));
            }
        }

        return answers is null ? GuardReport.Clear : new(answers.ToImmutable());
    }

    private static Complaint? Objection(Guard guard, GuardFacts facts) => guard switch
    {
        Guard.LastServingRegion when facts.ServingAfterwards < 1 => new("no healthy region would be left serving"),
        Guard.OneRegionOut when facts.OtherRegionOut is { } other => new($"{other} is out already: one region of a service at a time"),
        Guard.CoolDown when (!facts.ByOperator || facts.Repeats) && facts.SinceLastMove < facts.CoolDown =>
            new($"the last move ended {Words(facts.SinceLastMove.Value)} ago, cool-down is {Words(facts.CoolDown)}", facts.CoolDown - facts.SinceLastMove),
        Guard.Quorum when facts.TargetVerdict != Verdict.Healthy =>
            new($"the target is {facts.TargetVerdict.ToString().ToLowerInvariant()} by the configured vantage points"),
        Guard.FreshCandidate when !facts.ByOperator && !facts.TargetIsFresh => new("the target has not answered since the source began to fail"),
        Guard.MinimumFailureSpan when !facts.ByOperator && facts.FailingFor < facts.MinimumFailureSpan =>
            new($"failing for {Words(facts.FailingFor)} of {Words(facts.MinimumFailureSpan)}", facts.MinimumFailureSpan - facts.FailingFor),
        Guard.DailyBudget when !facts.ByOperator && facts.MovesToday >= facts.DailyBudget =>
            new(string.Create(CultureInfo.InvariantCulture, $"{facts.MovesToday} moves of {facts.DailyBudget} a day are used"), facts.UntilNextDay),
        Guard.Capacity when facts is { Load: { } load, Room: { } room } && room < load =>
            new(string.Create(CultureInfo.InvariantCulture, $"room for {room:0.##} of {load:0.##}")),
        Guard.DataLoss => DataLoss(facts),
        Guard.FreezeWindow when !facts.ByOperator && facts.Frozen is { } why => new($"frozen: {why}", facts.FrozenFor),
        Guard.Approval when !facts.ByOperator && facts.Approval == MoveApproval.OnApproval => new("the settings ask for approval"),
        Guard.Approval when !facts.ByOperator && facts.Approval == MoveApproval.Never => new("the settings leave it to a person", Rule: GuardRule.Refuse),
        Guard.MonitorOnly when facts.Mode == EnforcementMode.MonitorOnly => new("monitor-only: recorded, not made"),
        _ => null,
    };

    // A planned move loses nothing because it demotes with a final synchronisation; it only must be able to see the replica.
    private static Complaint? DataLoss(GuardFacts facts) => (facts.Promotes, facts.Cause, facts.Lag) switch
    {
        (false, _, _) => null,
        (_, MoveCause.Grey, _) => new("a degraded region is a ground for a drain, never for a promotion"),
        (_, _, null) => new("how far the replica is behind is not known"),
        (_, MoveCause.Planned, _) => null,
        (_, _, { } lag) when lag > facts.RecoveryPoint => new($"the replica is {Words(lag)} behind, the objective is {Words(facts.RecoveryPoint)}"),
        _ => null,
    };

    private static string Words(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");

    private sealed record Complaint(string Detail, TimeSpan? WaitFor = null, GuardRule? Rule = null);
}
