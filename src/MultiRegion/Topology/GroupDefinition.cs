using System.Collections.Immutable;

namespace MultiRegion.Topology;

/// <summary>Services that move together. A service without a group is a group of its own name.</summary>
internal sealed class GroupDefinition
{
    private GroupDefinition(MoveGroupId id, long revision, ImmutableArray<ServiceDefinition> services)
    {
        Id = id;
        Revision = revision;
        Services = services;
        Regions = [.. Lead.Deployments.Select(static deployment => deployment.Region)];
        Routers = [.. services.SelectMany(static service => service.Routers).Distinct()];
        SingleWriterData = [.. services.SelectMany(static service => service.Data).Where(static data => data.SingleWriter)
            .Select(static data => data.ReplicaSet).Distinct()];
        MinimumFailureSpan = services.Max(static service => service.Guards.MinimumFailureSpan)
            ?? (SingleWriterData.IsEmpty ? TimeSpan.Zero : TimeSpan.FromSeconds(30));
    }

    public MoveGroupId Id { get; }

    public long Revision { get; }

    /// <summary>The members, in order of priority, then of their ids.</summary>
    public ImmutableArray<ServiceDefinition> Services { get; }

    /// <summary>The member whose failover, failback and guard settings bind the group.</summary>
    public ServiceDefinition Lead => Services[0];

    /// <summary>In order of preference; all members have the same.</summary>
    public ImmutableArray<RegionId> Regions { get; }

    public ImmutableArray<RouterId> Routers { get; }

    public ImmutableArray<ReplicaSetId> SingleWriterData { get; }

    public bool HasSingleWriterData => !SingleWriterData.IsEmpty;

    /// <summary>Where the single-writer data is in normal times: in the first active region. Null without such data.</summary>
    public RegionId? DataHome => HasSingleWriterData ? Regions.First(region => RoleIn(region) == DeploymentRole.Active) : default(RegionId?);

    public TimeSpan MinimumFailureSpan { get; }

    public static ImmutableArray<GroupDefinition> Of(EstateTopology topology) =>
    [
        .. topology.Services
            .GroupBy(static service => service.MoveGroup ?? new MoveGroupId(service.Id.Value))
            .Select(group => new GroupDefinition(
                group.Key,
                topology.Revision,
                [.. group.OrderBy(static service => service.Priority).ThenBy(static service => service.Id)]))
            .OrderBy(static group => group.Lead.Priority)
            .ThenBy(static group => group.Id),
    ];

    public DeploymentRole RoleIn(RegionId region) => Lead.DeploymentIn(region)?.Role ?? DeploymentRole.Standby;

    /// <summary>Whether the region serves correctly as it stands, so that routers may fall back to it on their own.</summary>
    public bool ServesAsItStands(RegionId region) => Services.All(service =>
        service.DeploymentIn(region) is { } deployment
        && (deployment.Role == DeploymentRole.Active
            || (deployment.Temperature == StandbyTemperature.Hot
                && (deployment.ServesUnpromoted || !service.Data.Any(static data => data.SingleWriter)))));

    /// <summary>The coldest of the members' deployments there.</summary>
    public StandbyTemperature TemperatureIn(RegionId region) =>
        Services.Max(service => service.DeploymentIn(region)?.Temperature ?? StandbyTemperature.Cold);
}
