using MultiRegion.Execution;

namespace MultiRegion.Testing.Simulation;

/// <summary>A probe of one controller: answered by what the regions and the path to them are when it is sent.</summary>
internal sealed class SimulatedProbe(SimulatedWorld world, Controller controller) : IHealthProbe
{
    public const string Name = "simulated";

    private readonly Dictionary<(ServiceId, RegionId), ProbeLots> _lots = [];

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var lots = LotsOf(target);
        var number = lots.Count++;
        if (controller.Isolations > 0 || world.ProbesLost(target.Region) || lots.IsLost(number, world.ProbeLoss))
        {
            return HangAsync(cancellationToken);
        }

        if (target.Region != default && world.Regions[target.Region].IsDown)
        {
            return world.Settings.DeadRegionsHang ? HangAsync(cancellationToken) : AnswerAsync(ProbeOutcome.Failure, ProbeReason.ConnectionRefused, lots.LatencyOf(number), cancellationToken);
        }

        return AnswerAsync(ProbeOutcome.Success, ProbeReason.Ok, lots.LatencyOf(number), cancellationToken);
    }

    public ProbeLots LotsOf(ProbeTarget target)
    {
        if (!_lots.TryGetValue((target.Service, target.Region), out var lots))
        {
            _lots.Add((target.Service, target.Region), lots = new(new Lots(world.Seed, $"probes of {controller.Number} to {target.Service} in {target.Region}"), world.Settings.ProbeLatency));
        }

        return lots;
    }

    private async ValueTask<ProbeResult> AnswerAsync(ProbeOutcome outcome, ProbeReason reason, TimeSpan latency, CancellationToken cancellationToken)
    {
        if (latency > TimeSpan.Zero)
        {
            try
            {
                await Pause.ForAsync(controller.Clock, latency, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return new(ProbeOutcome.Failure, ProbeReason.TimedOut, latency);
            }
        }

        return new(outcome, reason, latency);
    }

    // The answer to the time-out comes within it, on the same thread.
    private ValueTask<ProbeResult> HangAsync(CancellationToken cancellationToken)
    {
        var (began, answer) = (controller.Clock.GetTimestamp(), new TaskCompletionSource<ProbeResult>());
        cancellationToken.UnsafeRegister(_ => answer.TrySetResult(new(ProbeOutcome.Failure, ProbeReason.TimedOut, controller.Clock.GetElapsedTime(began))), null);
        return new(answer.Task);
    }
}

/// <summary>What is drawn for the probes of one target, each by its number.</summary>
internal sealed class ProbeLots(Lots lots, TimeSpan mean)
{
    /// <summary>How many probes have been sent.</summary>
    public long Count { get; set; }

    public TimeSpan LatencyOf(long number) => mean * (0.8 + (0.4 * lots[number * 2]));

    public bool IsLost(long number, double part) => part > 0 && lots[(number * 2) + 1] < part;
}
