namespace MultiRegion.Health;

internal sealed partial class HealthBoard
{
    /// <summary>A board for another revision that keeps what is known of everything that is still there.</summary>
    public HealthBoard Rebuilt(EstateTopology topology)
    {
        var next = new HealthBoard(topology) { _now = _now };
        next.TakeDeployments(this);
        next.TakeSights(this);
        next.LookAround();
        return next;
    }

    private void TakeDeployments(HealthBoard old)
    {
        foreach (var (mine, key) in _layout.Deployments.Index())
        {
            if (old._layout.Deployment(key.Service, key.Region) is { } theirs)
            {
                _verdicts[mine] = old._verdicts[theirs];
                _since[mine] = old._since[theirs];
                _grey[mine] = old._grey[theirs];
                TakeEndpoints(mine, old, theirs);
            }
        }
    }

    private void TakeEndpoints(int mine, HealthBoard old, int theirs)
    {
        foreach (var (index, vantage) in _layout.Vantages.Index())
        {
            if (old._layout.Vantage(vantage) is { } same)
            {
                _targets[Target(mine, index)] = old._targets[old.Target(theirs, same)];
            }
        }
    }

    // The sight of before is taken too, so that a vantage point which loses it by the new revision pardons.
    private void TakeSights(HealthBoard old)
    {
        foreach (var (index, vantage) in _layout.Vantages.Index())
        {
            if (old._layout.Vantage(vantage) is { } same)
            {
                _sights[index] = old._sights[same];
                var mine = _layout.References(_targets, index);
                var theirs = old.References(same);
                theirs[..Math.Min(mine.Length, theirs.Length)].CopyTo(mine);
            }
        }
    }
}
