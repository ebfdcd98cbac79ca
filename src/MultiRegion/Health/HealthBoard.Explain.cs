namespace MultiRegion.Health;

internal sealed partial class HealthBoard
{
    /// <summary>Why the verdict is what it is: the vote of each vantage point with its evidence, and what users get.</summary>
    /// <exception cref="KeyNotFoundException">The topology has no such deployment.</exception>
    public Reason Explain(ServiceId service, RegionId region)
    {
        var (deployment, row) = (Deployment(service, region), Row(service));
        var votes = Enumerable.Range(0, _sights.Length).Select(vantage => Vote(deployment, vantage, row.Thresholds)).ToArray();
        var because = votes.Index().Select(vote => ExplainVote(deployment, vote.Index, vote.Item, row.Thresholds)).ToList();
        if (row.Degraded is { } settings && _grey[deployment].IsDegradedAt(_now, settings))
        {
            because.Add(HealthReasons.Traffic(region, _grey.AsSpan(row.First, row.Count), deployment - row.First, _now, settings));
        }

        return HealthReasons.Region(region, _verdicts[deployment], votes, row.Quorum).With([.. because]);
    }

    private Reason ExplainVote(int deployment, int vantage, Verdict vote, in HealthThresholds thresholds)
    {
        ref readonly var endpoint = ref _targets[Target(deployment, vantage)];
        var evidence = HealthReasons.Evidence(endpoint, _now, thresholds);
        var caveat = endpoint.IsReported
            ? ""
            : HealthReasons.Caveat(_sights[vantage], References(vantage), vote, endpoint.VerdictAt(_now, thresholds), _now);
        return new Reason(ReasonCode.VantageVote, _layout.Vantages[vantage].Value, evidence + caveat);
    }
}
