namespace MultiRegion.Health;

/// <content>Stretches in which every result is like the one before.</content>
internal sealed partial class HealthBoard
{
    /// <summary>Whether nothing changes as long as probes answer what they did, and users of healthy regions do not suffer.</summary>
    public bool IsSettled(TimeSpan now)
    {
        for (var target = 0; target < _targets.Length; target++)
        {
            if (!_targets[target].IsSettled || _targets[target].IsStale(now, _layout.Thresholds[target]))
            {
                return false;
            }
        }

        return !IsAnybodySuffering(now, Verdict.Unhealthy) && !_sights.AsSpan().ContainsAnyExcept(Sight.Clear);
    }

    /// <summary>Whether the last results of a target were failures.</summary>
    public bool Fails(int target) => _targets[target].IsDoubted;

    /// <summary>Whether the users of any region suffer, but for those with one verdict.</summary>
    public bool IsAnybodySuffering(TimeSpan now, Verdict? except = null)
    {
        foreach (var service in _layout.Services)
        {
            for (var deployment = service.First; service.Degraded is { } settings && deployment < service.First + service.Count; deployment++)
            {
                if (_verdicts[deployment] != except && _grey[deployment].IsSufferingAt(now, settings))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A result like the last one has just come, which the next <see cref="Repeat"/> counts.</summary>
    public void Touch(int target, TimeSpan now)
    {
        var state = _targets[target];
        _targets[target] = state with { LastUsableAt = now, LastSuccessAt = state.IsDoubted ? state.LastSuccessAt : now };
    }

    /// <summary>Folds many results like the last one; the last of them comes now.</summary>
    public void Repeat(int target, long times, TimeSpan now)
    {
        var state = _targets[target].Repeated(times - 1);
        var (outcome, why) = state.IsDoubted ? (ProbeOutcome.Failure, state.LastFailure) : (ProbeOutcome.Success, state.LastReason);

        // Nobody was away: what lies between was only not looked at.
        _targets[target] = EndpointHealth.Fold(state with { LastUsableAt = now }, outcome, why, now, _layout.Thresholds[target]);
    }
}
