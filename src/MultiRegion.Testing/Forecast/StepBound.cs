using System.Collections.Immutable;
using MultiRegion.Execution;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Forecast;

internal readonly record struct StepForecast(ForecastEnd End, string Detail, ImmutableArray<ForecastPart> Parts);

/// <summary>The steps of a move, stage by stage, until the shift that leaves nobody in the dead region.</summary>
internal sealed class StepBound(GroupDefinition group, WorldDelays delays, EngineOptions options)
{
    private readonly ImmutableArray<ForecastPart>.Builder _parts = ImmutableArray.CreateBuilder<ForecastPart>();
    private (ForecastEnd End, string Detail) _end = (ForecastEnd.Recovers, "");

    public StepForecast Follow(MoveRequest request, ServiceDefinition service)
    {
        foreach (var stage in MovePlanner.Plan(group, request).GroupBy(static step => step.Stage))
        {
            var isLast = stage.Any(step => step is ShiftStep shift && shift.Shares[request.From!.Value].IsDrained);
            if (isLast)
            {
                Leave(service);
            }
            else
            {
                Pass([.. stage]);
            }

            if (isLast || _end.End == ForecastEnd.Halts)
            {
                break;
            }
        }

        return new(_end.End, _end.Detail, _parts.ToImmutable());
    }

    private void Pass(ImmutableArray<MoveStep> stage)
    {
        var slowest = stage.Select(step => (Step: step, Took: Took(step))).MaxBy(static pair => pair.Took);
        var (step, took) = slowest;
        if (step is not ApproveStep && took > step.Timeout)
        {
            // What is skipped or halts only at the end costs its whole time-out, and the plan goes on.
            if (step.OnFailure is FailureAction.Halt or FailureAction.Abort && step is not FenceStep)
            {
                End(ForecastEnd.Halts, $"'{step.Words}' takes {ForecastText.Words(took)}, Failover.StepTimeout allows {ForecastText.Words(step.Timeout)}");
            }

            took = step.Timeout;
        }

        Add(ForecastStage.Preparation, took, $"{step.Words} ({Source(step)})");
        Add(ForecastStage.Preparation, stage.Length * delays.Bookkeeping, "what came of it is written down (WorldDelays.Bookkeeping)");
        Ask(step);
    }

    private void Ask(MoveStep step)
    {
        var question = step switch
        {
            ApproveStep approve => approve.Question,
            FenceStep fence when group.Lead.Guards.AcceptUnconfirmedFence is null && (delays.FenceOutcome == FenceOutcome.Unconfirmed || delays.Fence > fence.Timeout) =>
                $"{fence.Region} cannot be fenced for certain and may still write to {fence.ReplicaSet}",
            _ => null,
        };
        if (question is null)
        {
            return;
        }

        if (delays.Approval > group.Lead.Failover.ApprovalDeadline)
        {
            End(ForecastEnd.Halts, $"nobody approves it within Failover.ApprovalDeadline, {ForecastText.Words(group.Lead.Failover.ApprovalDeadline)}: {question}");
            return;
        }

        Add(ForecastStage.Preparation, delays.Approval ?? TimeSpan.Zero, $"until a person has approved: {question} (WorldDelays.Approval)");
        if (delays.Approval is null && _end.End == ForecastEnd.Recovers)
        {
            End(ForecastEnd.WaitsForPerson, question);
        }
    }

    private void Leave(ServiceDefinition service)
    {
        if (delays.Call > options.WriteTimeout)
        {
            End(ForecastEnd.Halts, $"a call takes {ForecastText.Words(delays.Call)}, and writes of routers are given up after EngineOptions.WriteTimeout, {ForecastText.Words(options.WriteTimeout)}");
        }

        var tree = service.RoutingTree();
        var (router, behind) = service.Routers.Select(router => (router, delays.Of(router))).MaxBy(pair => pair.Item2.Propagation + pair.Item2.KeptFor(tree));
        Add(ForecastStage.Shift, 2 * delays.Call, "the shift is planned and written (WorldDelays.Call)");
        Add(ForecastStage.Propagation, behind.Propagation, $"until {router} answers from it (RouterDelays.Propagation)");
        Add(ForecastStage.Caching, behind.KeptFor(tree), $"until clients of {router} let go of earlier answers (Routing.Ttl, RouterDelays.Ttl, OverstayFor)");
        Add(ForecastStage.Caching, delays.Request, "until the last request has failed (WorldDelays.Request)");
    }

    private TimeSpan Took(MoveStep step) => step switch
    {
        FenceStep => delays.Fence,
        RestoreStep => delays.Call + delays.Restore,
        PromoteStep => delays.Call + delays.Promotion,
        CustomStep => delays.CustomStep,
        CordonStep or ScaleStep => 2 * Fleets(step.Where!.Value) * delays.Call,
        WaitReadyStep ready => Ready(ready.Region),
        ShiftStep shift => 2 * delays.Call + Confirmed(delays.Of(shift.Router).Propagation),
        _ => TimeSpan.Zero,
    };

    private static string Source(MoveStep step) => step switch
    {
        FenceStep => "WorldDelays.Fence",
        RestoreStep => "WorldDelays.Restore",
        PromoteStep => "WorldDelays.Promotion",
        CustomStep => "WorldDelays.CustomStep",
        WaitReadyStep => "WorldDelays.StartUp, looked for every half second",
        ShiftStep => "WorldDelays.Call, RouterDelays.Propagation until it is seen",
        _ => "WorldDelays.Call",
    };

    private TimeSpan Ready(RegionId region)
    {
        var look = Fleets(region) * delays.Call;
        var every = look + FleetSteps.Poll;
        return (Grows(region) ? every * Math.Ceiling(delays.StartUp / every) : TimeSpan.Zero) + look;
    }

    // The looks for a change come further and further apart; the one that sees it counts.
    private TimeSpan Confirmed(TimeSpan propagation)
    {
        var at = delays.Call;
        for (var poll = RouterSteps.FirstPoll; at < propagation; poll = RouterSteps.NextPoll(poll))
        {
            at += poll + delays.Call;
        }

        return at;
    }

    private bool Grows(RegionId region) => Workloads(region).Any(static workload => workload.StandbyReplicas < workload.ServingReplicas);

    private int Fleets(RegionId region) => Workloads(region).Select(static workload => workload.Cluster).Distinct().Count();

    private IEnumerable<WorkloadReference> Workloads(RegionId region) => group.Services.SelectMany(service => service.DeploymentIn(region)?.Workloads ?? []);

    private void End(ForecastEnd end, string detail) => _end = (end, detail);

    private void Add(ForecastStage stage, TimeSpan time, string from)
    {
        if (time > TimeSpan.Zero)
        {
            _parts.Add(new(stage, time, from));
        }
    }
}
