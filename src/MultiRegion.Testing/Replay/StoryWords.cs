using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Testing.Replay;

/// <summary>What changed between two states of a group, in words. Bringing the routers up to date is no news.</summary>
internal static class StoryWords
{
    public static IEnumerable<IncidentEvent> Between(EstateEntry entry, GroupState before, GroupState after) =>
        Regions(before, after).Concat(Began(before, after)).Concat(Shares(before, after)).Concat(Data(before, after)).Concat(Asked(before, after))
            .Concat(Failed(entry, before)).Concat(Ended(before, after)).Concat(Stops(before, after))
            .Select(change => new IncidentEvent(entry.Utc, change.Kind, after.Group, change.Region, change.Text));

    public static IncidentEvent? Command(EstateEntry entry) => entry switch
    {
        GroupEntry { Event: OperatorSaid { Command: { } said } } happened => Said(entry, happened.Group, $"{said.Actor} says {said.Kind}: {said.Reason}"),
        GroupEntry { Event: MoveStarted { By: { } by } } started => Said(entry, started.Group, $"{by} begins a move"),
        DrainEntry drain => Said(entry, "estate", $"{drain.Region} is {(drain.Drained ? "drained" : "opened again")}: {drain.Reason.Detail}"),
        _ => null,
    };

    private static IncidentEvent Said(EstateEntry entry, MoveGroupId group, string text) => new(entry.Utc, IncidentEventKind.Command, group, null, text);

    private static IEnumerable<Change> Regions(GroupState before, GroupState after) => after.Regions
        .Where(region => before.Has(region.Region) && before.In(region.Region).Verdict != region.Verdict)
        .Select(static region => new Change(IncidentEventKind.Verdict, $"{region.Region} is {region.Verdict.ToString().ToLowerInvariant()}", region.Region));

    private static IEnumerable<Change> Began(GroupState before, GroupState after) =>
        after.Move is { Kind: not MoveKind.Establish } move && before.Move?.Request != move.Request
            ? [new(IncidentEventKind.MoveBegan, $"{Words(move)} begins, epoch {move.Epoch}", About(move))]
            : [];

    private static IEnumerable<Change> Shares(GroupState before, GroupState after) => after.Move is { Kind: not MoveKind.Establish }
        ? after.Regions.Where(region => before.Has(region.Region) && before.In(region.Region).Share != region.Share)
            .Select(static region => new Change(IncidentEventKind.Shifted, $"routers are told: {region.Region} {region.Share}", region.Region))
        : [];

    private static IEnumerable<Change> Data(GroupState before, GroupState after) =>
        before.DataAt == after.DataAt ? [] : [new(IncidentEventKind.DataMoved, $"data is writable in {after.DataAt}", after.DataAt)];

    private static IEnumerable<Change> Asked(GroupState before, GroupState after) =>
        Question(after.Move) is { } question && Question(before.Move) != question ? [new(IncidentEventKind.Asked, $"waits for a person: {question}", About(after.Move!))] : [];

    private static IEnumerable<Change> Failed(EstateEntry entry, GroupState before) =>
        entry is GroupEntry { Event: StepEnded { Outcome.Problem: { } problem } ended } && before.Move?.Find(ended.Sequence) is { } step
            ? [new(IncidentEventKind.StepFailed, $"'{step.Step.Words}' failed: {problem.Detail}", step.Step.Where)]
            : [];

    private static IEnumerable<Change> Ended(GroupState before, GroupState after) =>
        before.Move is { Kind: not MoveKind.Establish } move && after is { Move: null, Last: var last }
            ? [new(IncidentEventKind.MoveEnded, $"{Words(move)} {(last?.Epoch == move.Epoch && last.Outcome == MoveOutcome.Completed ? "is complete" : "was given up")}", About(move))]
            : [];

    private static IEnumerable<Change> Stops(GroupState before, GroupState after)
    {
        if (after.Move?.Halted is { } halted && before.Move?.Halted is null)
        {
            yield return new(IncidentEventKind.Halted, $"halted: {halted.Detail}", About(after.Move));
        }

        if ((before.Hold is null) != (after.Hold is null))
        {
            yield return new(IncidentEventKind.Held, after.Hold is { } hold ? $"held: {hold.Reason.Detail}" : "not held any more", null);
        }

        if (after.Report is { } report && before.Report != report)
        {
            yield return new(IncidentEventKind.Reported, $"{report.Detail}: {string.Join("; ", report.Because.Select(static reason => reason.Detail))}", null);
        }
    }

    private static string Words(Move move) => move.Request.From is { } from
        ? $"{move.Kind.ToString().ToLowerInvariant()} from {from} to {string.Join(", ", move.Request.Targets)}"
        : $"{move.Kind.ToString().ToLowerInvariant()} of {move.Request.Target}";

    private static RegionId About(Move move) => move.Request.From ?? move.Request.Target;

    private static string? Question(Move? move) =>
        move?.Steps.Select(static step => step is { State: StepState.Running, Step: ApproveStep approve } ? approve.Question : null).FirstOrDefault(static question => question is not null);

    private readonly record struct Change(IncidentEventKind Kind, string Text, RegionId? Region);
}
