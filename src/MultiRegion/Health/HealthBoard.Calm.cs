namespace MultiRegion.Health;

/// <content>Stretches in which every result is like the one before.</content>
internal sealed partial class HealthBoard
{
    /// <summary>Whether nothing changes as long as probes answer what they did; what users get is another matter.</summary>
    public bool IsSettled(TimeSpan now)
    {
        for (var target = 0; target < _targets.Length; target++)
        {
            if (!_targets[target].IsSettled || _targets[target].IsStale(now, _layout.Thresholds[target]))
            {
                return false;
            }
        }

        return !_sights.AsSpan().ContainsAnyExcept(Sight.Clear);
    }

    /// <summary>Whether the last results of a target were failures.</summary>
    public bool Fails(int target) => _targets[target].IsDoubted;

    /// <summary>Until when it matters at most that the users of a region suffer, but for those with one verdict; null: nobody's do.</summary>
    public TimeSpan? SufferingMattersUntil(TimeSpan now, Verdict? except = null)
    {
        TimeSpan? first = null;
        foreach (var service in _layout.Services)
        {
            for (var deployment = service.First; service.Degraded is { } settings && deployment < service.First + service.Count; deployment++)
            {
                var until = _verdicts[deployment] == except ? null : _grey[deployment].MattersUntil(now, settings);
                first = until >= first ? first : until ?? first;
            }
        }

        return first;
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
