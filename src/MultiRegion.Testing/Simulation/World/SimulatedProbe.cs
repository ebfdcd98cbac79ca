using MultiRegion.Execution;
using MultiRegion.Probing;

namespace MultiRegion.Testing.Simulation;

/// <summary>A probe of one controller: answered by what the regions and the path to them are when it is sent.</summary>
internal sealed class SimulatedProbe(SimulatedWorld world, Controller controller) : IHealthProbe
{
    /// <summary>Stands for probes of the application's own.</summary>
    public const string Name = "simulated";

    /// <summary>Stands for ours, which may be sent beside each other.</summary>
    public const string PromptName = "simulated-prompt";

    // A server or a client ends a connection that rests for longer.
    private static readonly TimeSpan Rests = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(ServiceId, RegionId), ProbeLots> _lots = [];

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var lots = LotsOf(target);
        var number = lots.Begin();
        if (controller.Isolations > 0 || world.ProbesLost(target.Region) || lots.IsLost(number, world.ProbeLoss))
        {
            return HangAsync(lots, cancellationToken);
        }

        if (target.Region != default && world.Regions[target.Region].IsDown)
        {
            return world.Settings.DeadRegionsHang ? HangAsync(lots, cancellationToken) : AnswerAsync(lots, number, ProbeOutcome.Failure, ProbeReason.ConnectionRefused, cancellationToken);
        }

        return AnswerAsync(lots, number, ProbeOutcome.Success, ProbeReason.Ok, cancellationToken);
    }

    /// <summary>Whether a connection to a service's region is kept on which nothing is under way, so that it is noticed when it ends.</summary>
    public bool Watches(ServiceDefinition service, RegionId region) =>
        service.Probe is HttpProbeDefinition { Tripwire: true } && service.Schedule.Interval <= Rests && _lots.GetValueOrDefault((service.Id, region)) is { KeepsConnection: true };

    public ProbeLots LotsOf(ProbeTarget target)
    {
        if (!_lots.TryGetValue((target.Service, target.Region), out var lots))
        {
            _lots.Add((target.Service, target.Region), lots = new(new Lots(world.Seed, $"probes of {controller.Number} to {target.Service} in {target.Region}"), world.Settings.ProbeLatency));
        }

        return lots;
    }

    private async ValueTask<ProbeResult> AnswerAsync(ProbeLots lots, long number, ProbeOutcome outcome, ProbeReason reason, CancellationToken cancellationToken)
    {
        var latency = lots.LatencyOf(number);
        if (latency > TimeSpan.Zero)
        {
            try
            {
                await Pause.ForAsync(controller.Clock, latency, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return lots.End(new(ProbeOutcome.Failure, ProbeReason.TimedOut, latency));
            }
        }

        return lots.End(new(outcome, reason, latency));
    }

    // The answer to the time-out comes within it, on the same thread.
    private ValueTask<ProbeResult> HangAsync(ProbeLots lots, CancellationToken cancellationToken)
    {
        var (began, answer) = (controller.Clock.GetTimestamp(), new TaskCompletionSource<ProbeResult>());
        cancellationToken.UnsafeRegister(_ => answer.TrySetResult(lots.End(new(ProbeOutcome.Failure, ProbeReason.TimedOut, controller.Clock.GetElapsedTime(began)))), null);
        return new(answer.Task);
    }
}

/// <summary>The same as one of our own probes, which ends as soon as it is cancelled.</summary>
internal sealed class SimulatedPromptProbe(IHealthProbe probe) : IPromptProbe
{
    /// <summary>Whether a definition makes such a probe.</summary>
    public static bool Is(ProbeDefinition definition) => definition switch
    {
        NamedProbeDefinition => false,
        CompositeProbeDefinition composite => composite.Probes.All(Is),
        _ => true,
    };

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) => probe.ProbeAsync(target, cancellationToken);
}

/// <summary>What is drawn for the probes of one target, each by its number, and how they stand.</summary>
internal sealed class ProbeLots(Lots lots, TimeSpan mean)
{
    private int _underWay;
    private bool _answeredLast;

    /// <summary>Whether a connection is kept on which nothing is under way.</summary>
    public bool KeepsConnection => _underWay == 0 && _answeredLast;

    /// <summary>How many probes have been sent.</summary>
    public long Count { get; set; }

    /// <summary>A probe is sent; gives its number.</summary>
    public long Begin()
    {
        _underWay++;
        return Count++;
    }

    /// <summary>A probe is over.</summary>
    public ProbeResult End(ProbeResult result)
    {
        (_underWay, _answeredLast) = (_underWay - 1, result.Outcome == ProbeOutcome.Success);
        return result;
    }

    public TimeSpan LatencyOf(long number) => mean * (0.8 + (0.4 * lots[number * 2]));

    public bool IsLost(long number, double part) => part > 0 && lots[(number * 2) + 1] < part;
}
