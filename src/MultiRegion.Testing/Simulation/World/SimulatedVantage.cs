using MultiRegion.Health;

namespace MultiRegion.Testing.Simulation;

/// <summary>Another vantage point's look at one service in one region: judged as the engine judges its own, and reported.</summary>
internal sealed class SimulatedVantage(SimulatedWorld world, VantageId id, ServiceDefinition service, RegionId region)
{
    private EndpointHealth _health;

    public void Plan() => world.Agenda.Add(world.Now + service.Schedule.Interval, Look);

    private void Look()
    {
        var outcome = world.Regions[region].IsDown ? ProbeOutcome.Failure : ProbeOutcome.Success;
        var reason = outcome == ProbeOutcome.Success ? ProbeReason.Ok : ProbeReason.TimedOut;
        _health = EndpointHealth.Fold(_health, outcome, reason, world.Now, HealthThresholds.Default with { Down = service.Health.DownThreshold, Up = service.Health.UpThreshold });
        var seen = new VantageObservation
        {
            Vantage = id,
            Service = service.Id,
            Region = region,
            Verdict = _health.Verdict,
            FailingFor = world.Now - _health.FirstFailureAt,
            SinceLastSuccess = world.Now - _health.LastSuccessAt,
        };
        foreach (var controller in world.Controllers)
        {
            if (controller is { Runs: true, Isolations: 0 })
            {
                world.Seams.Report(seen, controller.Engine!.ReportVantage);
            }
        }

        Plan();
    }
}
