using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using MultiRegion.Coordination;
using MultiRegion.Machine;

namespace MultiRegion.Telemetry;

/// <summary>Metrics, traces and logs, all under the name <c>MultiRegion</c>. Says what has happened, never decides anything.</summary>
internal sealed class EngineTelemetry : IDisposable
{
    public const string Name = "MultiRegion";

    private static readonly ActivitySource Traces = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _moves;
    private readonly Histogram<double> _moveDuration;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _troubles;
    private readonly ILogger _logger;
    private readonly EngineClock _clock;
    private TimeSpan _lastRound;
    private readonly Func<EngineStatus> _status;

    public EngineTelemetry(ILogger logger, ControllerId controller, EngineClock clock, Func<EngineStatus> status, ProbeCounts probes)
    {
        (_logger, _clock, _status) = (logger, clock, status);
        KeyValuePair<string, object?> tag = new("multiregion.controller", controller.Value);
        _moves = _meter.CreateCounter<long>("multiregion.moves", "{move}", "Moves that ended, by kind and outcome.");
        _moveDuration = _meter.CreateHistogram<double>("multiregion.move.duration", "s", "How long moves took.");
        _steps = _meter.CreateCounter<long>("multiregion.steps", "{attempt}", "Attempts at steps, by kind and outcome.");
        _verdicts = _meter.CreateCounter<long>("multiregion.verdict.changes", "{change}", "Changes of verdicts, by region and verdict.");
        _troubles = _meter.CreateCounter<long>("multiregion.troubles", "{trouble}", "What kept the engine from working as it should.");
        _meter.CreateObservableGauge("multiregion.heartbeat.age", () => new Measurement<double>((_clock.Process - _lastRound).TotalSeconds, tag), "s", "How long ago the last round of the loop ended.");
        _meter.CreateObservableCounter("multiregion.probe.missed_deadlines", () => new Measurement<long>(probes.MissedDeadlines(), tag), "{probe}", "Probes that started late because this process was busy or suspended, and rounds that were left out because too many probes of the host were in flight.");
        _meter.CreateObservableCounter("multiregion.probe.waited", () => new Measurement<long>(probes.Waited(), tag), "{probe}", "Probes that waited because as many of their host as may be were in flight.");
        _meter.CreateObservableCounter("multiregion.probe.alarms", () => new Measurement<long>(probes.Alarms(), tag), "{alarm}", "Alarms that made a target be probed before its time.");
        _meter.CreateObservableCounter("multiregion.probe.accompanied", () => new Measurement<long>(probes.Accompanied(), tag), "{probe}", "Confirmations that were sent beside a probe that kept us waiting.");
        _meter.CreateObservableGauge("multiregion.leader", () => new Measurement<int>(_status().IsLeader ? 1 : 0, tag), "1", "Whether this controller leads.");
        _meter.CreateObservableGauge("multiregion.epoch", () => new Measurement<long>(_status().Epoch, tag), "1", "The highest epoch known.");
        _meter.CreateObservableGauge("multiregion.group.phase", Phases, "1", "1 for the phase that a move group is in.");
        _meter.CreateObservableGauge("multiregion.region.share", Shares, "%", "What the routers were last told to give a region.");
    }

    public RoundScope Round() => new(this);

    public void Happened(MoveGroupId group, MachineEvent happened, GroupState before, StepResult step)
    {
        switch (happened)
        {
            case VerdictChanged changed:
                _verdicts.Add(1, new("multiregion.region", changed.Region.Value), new("multiregion.verdict", changed.Verdict.ToString()));
                break;
            case StepEnded ended when before.Move?.Find(ended.Sequence) is { } status:
                var failed = ended.Outcome.Problem is not null;
                var kind = status.Step.GetType().Name;
                _steps.Add(1, new("multiregion.step", kind), new("multiregion.outcome", failed ? "failed" : "succeeded"));
                TraceStep(group, before.Move, status, failed);
                break;
            default:
                break;
        }

        if (before.Move is { } move && step.State.Move is null && step.State.Last is { } last)
        {
            _moves.Add(1, new("multiregion.move", move.Kind.ToString()), new("multiregion.outcome", last.Outcome.ToString()));
            _moveDuration.Record((last.EndedAt - move.StartedAt).TotalSeconds, new("multiregion.move", move.Kind.ToString()), new("multiregion.group", group.Value));
        }
    }

    public void Published(EngineEvent happened)
    {
        if (happened.Kind == EngineEventKind.Trouble)
        {
            _troubles.Add(1, new KeyValuePair<string, object?>("multiregion.reason", happened.Reason.Code.ToString()));
        }

        var severe = happened.Kind is EngineEventKind.Trouble or EngineEventKind.Held || happened.Phase == GroupPhase.Halted;
        if (severe)
        {
            EngineLog.NeedsAttention(_logger, happened.Kind, happened.Group?.Value ?? "-", happened.Epoch, happened.Reason.ToTree());
        }
        else
        {
            EngineLog.Happened(_logger, happened.Kind, happened.Group?.Value ?? "-", happened.Epoch, happened.Step, happened.Reason);
        }
    }

    public void JournalUnreadable(Problem problem) => EngineLog.JournalUnreadable(_logger, problem.Detail);

    public void JournalUnwritable(Problem problem) => EngineLog.JournalUnwritable(_logger, problem.Detail);

    public void Dispose() => _meter.Dispose();

    private void TraceStep(MoveGroupId group, Move move, StepStatus status, bool failed)
    {
        var began = _clock.Utc - (_clock.Machine - (status.StartedAt ?? _clock.Machine));
        using var activity = Traces.StartActivity($"step {status.Step.GetType().Name}", ActivityKind.Internal, parentContext: default, startTime: began);
        activity?.SetTag("multiregion.group", group.Value)
            .SetTag("multiregion.epoch", move.Epoch)
            .SetTag("multiregion.sequence", status.Step.Sequence)
            .SetTag("multiregion.step.words", status.Step.Words)
            .SetStatus(failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
    }

    private IEnumerable<Measurement<int>> Phases() =>
        from status in _status().Groups
        from phase in Enum.GetValues<GroupPhase>()
        select new Measurement<int>(status.Phase == phase ? 1 : 0, new("multiregion.group", status.Group.Value), new("multiregion.phase", phase.ToString()));

    private IEnumerable<Measurement<double>> Shares() =>
        from status in _status().Groups
        from region in status.Regions
        select new Measurement<double>(region.Share.Percent, new("multiregion.group", status.Group.Value), new("multiregion.region", region.Region.Value));

    internal readonly struct RoundScope(EngineTelemetry telemetry) : IDisposable
    {
        public void Dispose() => telemetry._lastRound = telemetry._clock.Process;
    }
}
