using System.Collections.Immutable;
using MultiRegion.Engine;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Policies;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Forecast;

/// <summary>Asks the engine's own decider and planner what they would do, and adds up what each step of it takes.</summary>
internal sealed record Forecaster(EstateTopology Topology, WorldDelays Delays, EngineOptions Options, ImmutableDictionary<PolicyId, IFailoverPolicy> Policies)
{
    // Long enough for every span that a guard waits for: what has to be waited is a part of its own.
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(36_500);

    public static Forecaster For(EstateTopology topology, WorldDelays? delays, EngineOptions? options, IReadOnlyDictionary<PolicyId, IFailoverPolicy>? policies)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var mistakes = TopologyValidator.Check(topology);
        if (!mistakes.IsEmpty)
        {
            throw new TopologyException(mistakes);
        }

        if ((delays?.Mistake() ?? EngineOptionsCheck.Find(options ?? new()).FirstOrDefault()) is { } wrong)
        {
            throw new ArgumentException(wrong, delays?.Mistake() is null ? nameof(options) : nameof(delays));
        }

        return new(topology, delays ?? new(), options ?? new(), PolicySet.Of(policies ?? ImmutableDictionary<PolicyId, IFailoverPolicy>.Empty));
    }

    public RecoveryForecast Forecast(ServiceDefinition service, RegionId region)
    {
        var group = GroupDefinition.Of(Topology).First(candidate => candidate.Services.Contains(service));
        var forecast = new RecoveryForecast
        {
            Service = service.Id,
            Group = group.Id,
            Region = region,
            Objective = service.Objectives.RecoveryTime,
            End = ForecastEnd.Unaffected,
            Detail = $"{region} stands by",
        };
        var (wanted, decision) = Decide(group, region);
        return decision.Event switch
        {
            MoveStarted { Request.Kind: MoveKind.Failover } started => Moving(forecast, group, service, started.Request),
            _ when wanted.Cause != MoveCause.Dead && group.RoleIn(region) == DeploymentRole.Standby => forecast,
            _ => forecast with { End = ForecastEnd.Stays, Detail = decision.Reason.ToTree().TrimEnd() },
        };
    }

    private RecoveryForecast Moving(RecoveryForecast forecast, GroupDefinition group, ServiceDefinition service, MoveRequest request)
    {
        var detection = DetectionBound.Of(Topology, group, forecast.Region, request, Delays);
        var steps = new StepBound(group, Delays, Options).Follow(request, service);
        return forecast with
        {
            Targets = request.Targets,
            End = steps.End,
            Detail = steps.Detail,
            Parts = [.. detection, .. steps.Parts],
        };
    }

    private (PolicyDecision Wanted, Decision Decision) Decide(GroupDefinition group, RegionId dead)
    {
        var state = GroupState.Initial(group);
        var input = new DecisionInput
        {
            Group = group,
            State = state,
            Facts = [.. group.Regions.Select(region => Facts(region, dead))],
            Drained = [],
            NextEpoch = 1,
            Now = LongAgo,
            Utc = DateTimeOffset.UnixEpoch,
        };
        var views = new RegionView[state.Regions.Length];
        Decider.Look(input, views);
        var wanted = Policies[group.Lead.Policy].Evaluate(new PolicyContext(group.Id, views));
        return (wanted, Decider.Decide(input, wanted));
    }

    private RegionFacts Facts(RegionId region, RegionId dead) => region == dead
        ? new(region, Verdict.Unhealthy, FailingSince: TimeSpan.Zero, LastGood: null, Lag: null)
        : new(region, Verdict.Healthy, FailingSince: null, LastGood: LongAgo, Delays.ReplicaLag);
}
