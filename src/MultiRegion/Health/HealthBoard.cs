namespace MultiRegion.Health;

/// <summary>
/// The health of an estate: the one mutable holder around the pure rules, owned by the engine's loop and not safe for any
/// other thread. Results are folded as they come; <see cref="Refresh"/> makes verdicts of them. Verdicts are as of the last
/// refresh.
/// </summary>
internal sealed partial class HealthBoard
{
    private readonly BoardLayout _layout;
    private readonly EndpointHealth[] _targets;
    private readonly GreyHealth[] _grey;
    private readonly Verdict[] _verdicts;
    private readonly TimeSpan?[] _since;
    private readonly Sight[] _sights;
    private readonly Verdict[] _votes;
    private readonly TimeSpan[] _times;
    private readonly VerdictChange[] _changes;
    private TimeSpan _now;

    public HealthBoard(EstateTopology topology)
    {
        _layout = new BoardLayout(topology);
        _targets = new EndpointHealth[_layout.Targets];
        _grey = new GreyHealth[_layout.Deployments.Length];
        _verdicts = new Verdict[_layout.Deployments.Length];
        _since = new TimeSpan?[_layout.Deployments.Length];
        _changes = new VerdictChange[_layout.Deployments.Length];
        _sights = new Sight[_layout.Vantages.Length];
        _votes = new Verdict[_layout.Vantages.Length];
        _times = new TimeSpan[_layout.Vantages.Length];
        LookAround();
    }

    /// <summary>The revision of the topology that the board was built from.</summary>
    public long Revision => _layout.Revision;

    /// <summary>Takes the results of this process's own probes, in the order of their arrival; says how many belong to this board.</summary>
    public int Fold(ReadOnlySpan<ProbeSample> samples)
    {
        var folded = 0;
        foreach (ref readonly var sample in samples)
        {
            if (sample.Revision == Revision && (uint)sample.Target < (uint)_targets.Length)
            {
                Fold(sample);
                folded++;
            }
        }

        return folded;
    }

    /// <summary>Takes another process's vote; says whether it is news about an endpoint of this board.</summary>
    public bool Fold(in VantageReport report)
    {
        if (_layout.Endpoint(report.Service, report.Region, report.Vantage) is not { } target || _targets[target].LastUsableAt > report.At)
        {
            return false;
        }

        _targets[target] = EndpointHealth.Reported(report.Verdict, report.At, report.FirstFailureAt, report.LastSuccessAt);
        return true;
    }

    /// <summary>Takes what users got; says whether the service is on this board and judged by it.</summary>
    public bool Fold(TrafficSample sample, TimeSpan at)
    {
        if (_layout.Deployment(sample.Service, sample.Region) is not { } deployment
            || _layout.Service(sample.Service) is not { Degraded: { } settings } row)
        {
            return false;
        }

        var window = new TrafficWindow(at, sample.Requests, sample.Errors, sample.MeanLatency);
        _grey[deployment] = GreyFailure.Fold(_grey.AsSpan(row.First, row.Count), deployment - row.First, window, settings);
        return true;
    }

    /// <summary>
    /// Judges everything anew, after every batch of results; the changes are valid until the next call. Allocates nothing.
    /// </summary>
    public ReadOnlySpan<VerdictChange> Refresh(TimeSpan now)
    {
        _now = now;
        LookAround();
        var changes = 0;
        foreach (var service in _layout.Services)
        {
            for (var deployment = service.First; deployment < service.First + service.Count; deployment++)
            {
                var verdict = Judge(deployment, service);
                if (verdict != _verdicts[deployment])
                {
                    _changes[changes++] = Turn(deployment, verdict);
                }
            }
        }

        return _changes.AsSpan(0, changes);
    }

    /// <summary>
    /// Drops all that was seen, for when the process was suspended or its clocks disagree. What was failing has to prove
    /// itself again.
    /// </summary>
    public void Forget()
    {
        foreach (ref var target in _targets.AsSpan())
        {
            target = target.Forgotten();
        }

        Array.Clear(_grey);
    }

    private void Fold(in ProbeSample sample)
    {
        ref var state = ref _targets[sample.Target];
        var outcome = sample.Outcome == ProbeOutcome.Failure && !Sees(sample.Target) ? ProbeOutcome.Unknown : sample.Outcome;
        state = EndpointHealth.Fold(state, outcome, sample.Why, sample.At, _layout.Thresholds[sample.Target]);
    }

    // A failure seen with doubtful eyes says nothing about the endpoint; reference targets are what the eyes are judged by.
    private bool Sees(int target) => target >= _layout.Endpoints || _sights[target % _sights.Length] == Sight.Clear;

    private void LookAround()
    {
        for (var vantage = 0; vantage < _sights.Length; vantage++)
        {
            var before = _sights[vantage];
            _sights[vantage] = VantageVote.Look(References(vantage), _now, HealthThresholds.Default);
            if (before == Sight.Clear && _sights[vantage] != Sight.Clear)
            {
                Pardon(vantage);
            }
        }
    }

    // The failures before a vantage point notices that it is cut off have the same cause. Were they kept, the endpoints
    // that are probed last after its return would look dead beside those that are probed first.
    private void Pardon(int vantage)
    {
        for (var target = vantage; target < _layout.Endpoints; target += _sights.Length)
        {
            if (!_targets[target].IsReported)
            {
                _targets[target] = _targets[target].Pardoned();
            }
        }
    }

    private Verdict Judge(int deployment, ServiceRow service)
    {
        for (var vantage = 0; vantage < _votes.Length; vantage++)
        {
            _votes[vantage] = Vote(deployment, vantage, service.Thresholds);
        }

        var degraded = service.Degraded is { } settings && _grey[deployment].IsDegradedAt(_now, settings);
        return GreyHealth.Overlay(Quorum.Combine(_votes, service.Quorum), degraded);
    }

    private Verdict Vote(int deployment, int vantage, in HealthThresholds thresholds) =>
        VantageVote.Cast(_targets[Target(deployment, vantage)], _sights[vantage], References(vantage), _now, thresholds);

    private VerdictChange Turn(int deployment, Verdict verdict)
    {
        var (service, region) = _layout.Deployments[deployment];
        var change = new VerdictChange(service, region, _verdicts[deployment], verdict);
        _verdicts[deployment] = verdict;
        _since[deployment] = _now;
        return change;
    }

    private int Target(int deployment, int vantage) => (deployment * _sights.Length) + vantage;

    private ReadOnlySpan<EndpointHealth> References(int vantage) => _layout.References(_targets, vantage);
}
