using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Engine;
using MultiRegion.Health;
using MultiRegion.Planning;
using MultiRegion.Probing;
using MultiRegion.Testing.Simulation;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Forecast;

/// <summary>
/// From the death until the move begins. The death falls right behind the start of a probe that still succeeds; the next one, an interval
/// later, fails; the confirmations follow. A member of a group that is found dead is enough to leave with all of them.
/// </summary>
internal static class DetectionBound
{
    private static readonly ProbeSchedule ReferenceSchedule = new();

    public static ImmutableArray<ForecastPart> Of(EstateTopology topology, GroupDefinition group, RegionId dead, MoveRequest request, WorldDelays delays)
    {
        var members = group.Services.Where(service => service.DeploymentIn(dead) is not null).Select(service => Pace.Of(group, service, topology, delays)).ToList();
        var first = members.MinBy(static member => member.Verdict)!;
        return [.. first.Parts(), .. Waiting(group, request, members, first, delays)];
    }

    private static IEnumerable<ForecastPart> Waiting(GroupDefinition group, MoveRequest request, List<Pace> members, Pace first, WorldDelays delays)
    {
        var failing = members.Min(static member => member.FirstFailure);
        var span = failing + group.MinimumFailureSpan;
        var fresh = Fresh(members, failing);
        if (fresh > first.Verdict && fresh > span)
        {
            yield return new(ForecastStage.Decision, fresh - first.Verdict, $"until {request.Target} has answered since the failures began (guard FreshCandidate, WorldDelays.HealthyProbe)");
        }
        else if (span > first.Verdict)
        {
            yield return new(ForecastStage.Decision, span - first.Verdict, $"until it has been failing for {ForecastText.Words(group.MinimumFailureSpan)} (Guards.MinimumFailureSpan)");
        }

        if (delays.Bookkeeping > TimeSpan.Zero)
        {
            yield return new(ForecastStage.Decision, delays.Bookkeeping, "the move is written down (WorldDelays.Bookkeeping)");
        }
    }

    // A first failure that leaves the verdict open has every target of the group probed at once; without one its own schedule brings the next look.
    private static TimeSpan Fresh(List<Pace> members, TimeSpan failing)
    {
        var alarm = members.Where(static member => member.Threshold > 1).Select(static member => (TimeSpan?)member.FirstFailure).Min();
        return members.Max(member =>
        {
            var regular = failing + member.Phase + member.Healthy;
            return Shorter(alarm + member.Healthy ?? regular, regular) + member.Report;
        });
    }

    /// <summary>The times of one service.</summary>
    private sealed record Pace
    {
        public required ProbeSchedule Schedule { get; init; }

        public required int Threshold { get; init; }

        public required TimeSpan Healthy { get; init; }

        public required TimeSpan Failing { get; init; }

        /// <summary>From the beginning of the probe that hangs to that of the last one beside it; null where none is sent beside another.</summary>
        public required (TimeSpan Suspicion, TimeSpan Company)? Beside { get; init; }

        /// <summary>Extra time until the eyes are proven; zero without reference targets.</summary>
        public required TimeSpan Sight { get; init; }

        public required TimeSpan Report { get; init; }

        public required TimeSpan Writing { get; init; }

        public TimeSpan Phase => Longer(Schedule.Interval, Healthy);

        public TimeSpan Confirmation => Longer(Schedule.ConfirmInterval, Failing);

        public TimeSpan FirstFailure => Phase + Failing;

        public TimeSpan Verdict => new(Parts().Sum(static part => part.Time.Ticks));

        public static Pace Of(GroupDefinition group, ServiceDefinition service, EstateTopology topology, WorldDelays delays)
        {
            var (schedule, threshold) = (service.Schedule, service.Health.DownThreshold);
            var failing = Shorter(delays.FailingProbe ?? schedule.Timeout, schedule.Timeout);
            var healthy = Shorter(delays.HealthyProbe ?? schedule.Timeout, schedule.Timeout);
            var beside = failing == schedule.Timeout ? CompanyOf(group, service, healthy) : null;
            var confirmed = beside is { } company ? company.Suspicion + company.Company : (threshold - 1) * Longer(schedule.ConfirmInterval, failing);
            var proven = Proven(topology, threshold, delays);
            return new()
            {
                Schedule = schedule,
                Threshold = threshold,
                Healthy = healthy,
                Beside = beside,
                Failing = failing,
                Sight = proven > confirmed ? proven - confirmed : TimeSpan.Zero,
                Report = Quorum.Needed(service.Health.Quorum, topology.Vantages.Length) > 1 ? delays.VantageReport : TimeSpan.Zero,
                Writing = delays.Bookkeeping,
            };
        }

        public IEnumerable<ForecastPart> Parts()
        {
            yield return new(ForecastStage.Detection, Phase, Phase > Schedule.Interval ? "a probe that began before the death succeeds (WorldDelays.HealthyProbe)" : "until the next probe begins (Schedule.Interval)");
            if (Beside is { } beside)
            {
                yield return new(ForecastStage.Detection, beside.Suspicion, "until it keeps us waiting for far longer than usual (Schedule.Suspicion, WorldDelays.HealthyProbe)");
                yield return new(ForecastStage.Detection, beside.Company, string.Create(CultureInfo.InvariantCulture, $"{Threshold - 1} confirmation(s) beside it, {ForecastText.Words(Schedule.AlarmInterval)} apart (Health.DownThreshold, Schedule.AlarmInterval)"));
            }
            else if (Threshold > 1)
            {
                var what = Confirmation > Schedule.ConfirmInterval ? "as long as a failing probe takes" : "Schedule.ConfirmInterval";
                yield return new(ForecastStage.Detection, (Threshold - 1) * Confirmation, string.Create(CultureInfo.InvariantCulture, $"{Threshold - 1} confirmation(s), each {ForecastText.Words(Confirmation)} (Health.DownThreshold, {what})"));
            }

            yield return new(ForecastStage.Detection, Failing, $"until the last probe has failed ({(Failing == Schedule.Timeout ? "Schedule.Timeout" : "WorldDelays.FailingProbe")})");
            foreach (var part in new ForecastPart[]
            {
                new(ForecastStage.Detection, Sight, "until the reference targets have proven our eyes (Vantages.References)"),
                new(ForecastStage.Detection, Report, "until enough vantage points have said so (Health.Quorum, WorldDelays.VantageReport)"),
                new(ForecastStage.Detection, Writing, "the verdict is written down (WorldDelays.Bookkeeping)"),
            }.Where(static part => part.Time > TimeSpan.Zero))
            {
                yield return part;
            }
        }

        // As the scheduler itself would when every answer took as long as the slowest.
        private static (TimeSpan Suspicion, TimeSpan Company)? CompanyOf(GroupDefinition group, ServiceDefinition service, TimeSpan healthy)
        {
            var (schedule, needed, usual) = (service.Schedule, service.Health.DownThreshold - 1, default(LatencyProfile));
            for (var answers = 0; answers < Suspicion.Enough; answers++)
            {
                usual = usual.With(healthy);
            }

            return needed > 0 && HealthFeed.MostBeside(group, service) >= needed && SimulatedPromptProbe.Is(service.Probe) && Suspicion.After(usual, schedule) is { } after
                ? (after, (needed - 1) * schedule.AlarmInterval)
                : null;
        }

        private static TimeSpan Proven(EstateTopology topology, int threshold, WorldDelays delays)
        {
            if (topology.Vantages.All(static vantage => vantage.References.IsEmpty))
            {
                return TimeSpan.Zero;
            }

            var answer = Shorter(delays.HealthyProbe ?? ReferenceSchedule.Timeout, ReferenceSchedule.Timeout);
            return threshold > 1 ? answer : Longer(ReferenceSchedule.Interval, answer) + answer;
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
