namespace MultiRegion.Health;

internal sealed partial class HealthBoard
{
    /// <summary>The number of an endpoint for <see cref="ProbeSample.Target"/>; null when the topology has no such endpoint.</summary>
    public int? Endpoint(ServiceId service, RegionId region, VantageId vantage) => _layout.Endpoint(service, region, vantage);

    /// <summary>The number of a vantage point's reference target, by its position in the list; null when there is none.</summary>
    public int? Reference(VantageId vantage, int position) => _layout.Reference(vantage, position);

    /// <summary>What is known of an endpoint or reference target, up to the last folded result.</summary>
    public ref readonly EndpointHealth this[int target] => ref _targets[target];

    /// <summary>How far a vantage point of this process can trust its own eyes.</summary>
    /// <exception cref="KeyNotFoundException">The topology has no such vantage point.</exception>
    public Sight SightOf(VantageId vantage) => _sights[Vantage(vantage)];

    /// <summary>The verdict on every service in every region, services and their deployments in the order of the topology.</summary>
    public ReadOnlySpan<Verdict> Verdicts() => _verdicts;

    /// <summary>The verdicts on the deployments of a service, in their order.</summary>
    /// <exception cref="KeyNotFoundException">The topology has no such service.</exception>
    public ReadOnlySpan<Verdict> Verdicts(ServiceId service) => _verdicts.AsSpan(Row(service).First, Row(service).Count);

    /// <summary>The verdict on a service in a region.</summary>
    /// <exception cref="KeyNotFoundException">The topology has no such deployment.</exception>
    public Verdict VerdictOn(ServiceId service, RegionId region) => _verdicts[Deployment(service, region)];

    /// <summary>How a service in a region is.</summary>
    /// <exception cref="KeyNotFoundException">The topology has no such deployment.</exception>
    public RegionHealth Get(ServiceId service, RegionId region)
    {
        var deployment = Deployment(service, region);
        var row = Row(service);
        return new RegionHealth(
            _verdicts[deployment],
            _since[deployment],
            Quorum.Earliest(Failing(deployment, row.Thresholds), row.Quorum),
            Quorum.Latest(Succeeded(deployment), row.Quorum),
            IsSuspect(deployment));
    }

    /// <summary>A vantage point's own vote, to be sent to other processes.</summary>
    /// <exception cref="KeyNotFoundException">The topology has no such deployment or vantage point.</exception>
    public VantageReport ReportOf(VantageId vantage, ServiceId service, RegionId region)
    {
        var (deployment, index) = (Deployment(service, region), Vantage(vantage));
        ref readonly var target = ref _targets[Target(deployment, index)];
        var vote = Vote(deployment, index, Row(service).Thresholds);
        return new VantageReport(vantage, service, region, vote, target.LastUsableAt ?? _now, target.FirstFailureAt, target.LastSuccessAt);
    }

    private Span<TimeSpan> Failing(int deployment, in HealthThresholds thresholds)
    {
        var count = 0;
        foreach (ref readonly var endpoint in Endpoints(deployment))
        {
            if (endpoint.FirstFailureAt is { } at && !endpoint.IsStale(_now, thresholds))
            {
                _times[count++] = at;
            }
        }

        return _times.AsSpan(0, count);
    }

    private Span<TimeSpan> Succeeded(int deployment)
    {
        var count = 0;
        foreach (ref readonly var endpoint in Endpoints(deployment))
        {
            if (endpoint.LastSuccessAt is { } at)
            {
                _times[count++] = at;
            }
        }

        return _times.AsSpan(0, count);
    }

    private bool IsSuspect(int deployment)
    {
        foreach (ref readonly var endpoint in Endpoints(deployment))
        {
            if (endpoint.IsSuspect)
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<EndpointHealth> Endpoints(int deployment) => _targets.AsSpan(Target(deployment, 0), _sights.Length);

    private ServiceRow Row(ServiceId service) =>
        _layout.Service(service) ?? throw new KeyNotFoundException($"The health board has no service '{service}'.");

    private int Deployment(ServiceId service, RegionId region) =>
        _layout.Deployment(service, region) ?? throw new KeyNotFoundException($"The health board has no service '{service}' in region '{region}'.");

    private int Vantage(VantageId vantage) =>
        _layout.Vantage(vantage) ?? throw new KeyNotFoundException($"The health board has no vantage point '{vantage}'.");
}
