using System.Collections.Immutable;

namespace MultiRegion.Health;

/// <summary>A service of a board and where its deployments lie: one after the other, in the order of the topology.</summary>
internal sealed record ServiceRow(ServiceId Id, int First, int Count, int Quorum, HealthThresholds Thresholds, DegradedSettings? Degraded);

/// <summary>
/// How one revision of the topology lies in the flat arrays of a board: the endpoints first, by deployment and then vantage
/// point, so that the votes on a deployment lie side by side; then the reference targets, by vantage point.
/// </summary>
internal sealed class BoardLayout
{
    private readonly Dictionary<(ServiceId Service, RegionId Region), int> _deployments = [];
    private readonly Dictionary<ServiceId, int> _services = [];
    private readonly Dictionary<VantageId, int> _vantages = [];
    private readonly int[] _firstReference;

    public BoardLayout(EstateTopology topology)
    {
        Revision = topology.Revision;
        Vantages = [.. topology.Vantages.Select(static vantage => vantage.Id)];
        Services = PlaceServices(topology);
        Deployments = [.. topology.Services.SelectMany(static service => service.Deployments.Select(deployment => (service.Id, deployment.Region)))];
        Index();
        _firstReference = PlaceReferences(topology);
        Thresholds = PlaceThresholds();
    }

    public long Revision { get; }

    public ImmutableArray<VantageId> Vantages { get; }

    public ImmutableArray<ServiceRow> Services { get; }

    public ImmutableArray<(ServiceId Service, RegionId Region)> Deployments { get; }

    /// <summary>By target.</summary>
    public HealthThresholds[] Thresholds { get; }

    public int Endpoints => Deployments.Length * Vantages.Length;

    public int Targets => _firstReference[^1];

    /// <summary>Those of the targets that are reference targets of a vantage point.</summary>
    public Span<EndpointHealth> References(EndpointHealth[] targets, int vantage)
    {
        var first = _firstReference[vantage];
        return targets.AsSpan(first, _firstReference[vantage + 1] - first);
    }

    public int? Deployment(ServiceId service, RegionId region) => _deployments.TryGetValue((service, region), out var index) ? index : null;

    public int? Vantage(VantageId vantage) => _vantages.TryGetValue(vantage, out var index) ? index : null;

    public ServiceRow? Service(ServiceId service) => _services.TryGetValue(service, out var index) ? Services[index] : null;

    /// <summary>The endpoint target; null when there is no such deployment or vantage point.</summary>
    public int? Endpoint(ServiceId service, RegionId region, VantageId vantage) =>
        (Deployment(service, region) * Vantages.Length) + Vantage(vantage);

    /// <summary>The reference target at a position of a vantage point's list; null when there is none.</summary>
    public int? Reference(VantageId vantage, int position) =>
        Vantage(vantage) is { } index && _firstReference[index] + position is var target && position >= 0 && target < _firstReference[index + 1]
            ? target
            : null;

    private ImmutableArray<ServiceRow> PlaceServices(EstateTopology topology)
    {
        var first = 0;
        return [.. topology.Services.Select(Place)];

        ServiceRow Place(ServiceDefinition service)
        {
            var quorum = Quorum.Needed(service.Health.Quorum, Vantages.Length);
            var row = new ServiceRow(
                service.Id, first, service.Deployments.Length, quorum, HealthThresholds.Of(service.Health), service.Health.Degraded);
            first += row.Count;
            return row;
        }
    }

    private void Index()
    {
        foreach (var (index, deployment) in Deployments.Index())
        {
            _deployments.Add(deployment, index);
        }

        foreach (var (index, service) in Services.Index())
        {
            _services.Add(service.Id, index);
        }

        foreach (var (index, vantage) in Vantages.Index())
        {
            _vantages.Add(vantage, index);
        }
    }

    private int[] PlaceReferences(EstateTopology topology)
    {
        var first = new int[Vantages.Length + 1];
        first[0] = Endpoints;
        foreach (var (index, vantage) in topology.Vantages.Index())
        {
            first[index + 1] = first[index] + vantage.References.Length;
        }

        return first;
    }

    private HealthThresholds[] PlaceThresholds()
    {
        var thresholds = new HealthThresholds[Targets];
        thresholds.AsSpan(Endpoints).Fill(HealthThresholds.Default);
        foreach (var service in Services)
        {
            thresholds.AsSpan(service.First * Vantages.Length, service.Count * Vantages.Length).Fill(service.Thresholds);
        }

        return thresholds;
    }
}
