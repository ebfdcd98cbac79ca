using System.Collections.Immutable;
using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Written;

/// <summary>How services are written.</summary>
internal static class ServiceForms
{
    public static readonly SectionForm<WorkloadReference> Workload = new(static () => new() { Cluster = default, Workload = default, ServingReplicas = 0 }, static () =>
    [
        Key<WorkloadReference>.Required("Cluster", new IdForm<ClusterId>(), static it => it.Cluster, static (it, value) => it with { Cluster = value }),
        Key<WorkloadReference>.Required("Workload", new IdForm<WorkloadId>(), static it => it.Workload, static (it, value) => it with { Workload = value }),
        Key<WorkloadReference>.Of(
            "StandbyReplicas", Scalars.Optional(Scalars.Integer(Bounds.CountOrZero)),
            static it => it.StandbyReplicas, static (it, value) => it with { StandbyReplicas = value }),
        Key<WorkloadReference>.Required(
            "ServingReplicas", Scalars.Count, static it => it.ServingReplicas, static (it, value) => it with { ServingReplicas = value }),
    ]);

    public static readonly SectionForm<DeploymentDefinition> Deployment = new(static () => new() { Region = default, Endpoint = default }, static () =>
    [
        Key<DeploymentDefinition>.Required("Region", Scalars.Region, static it => it.Region, static (it, value) => it with { Region = value }),
        Key<DeploymentDefinition>.Required("Endpoint", new EndpointForm(), static it => it.Endpoint, static (it, value) => it with { Endpoint = value }),
        Key<DeploymentDefinition>.Of("Role", new ChoiceForm<DeploymentRole>(), static it => it.Role, static (it, value) => it with { Role = value }),
        Key<DeploymentDefinition>.Of(
            "Temperature", new ChoiceForm<StandbyTemperature>(), static it => it.Temperature, static (it, value) => it with { Temperature = value }),
        Key<DeploymentDefinition>.Of("ServesUnpromoted", Scalars.Flag, static it => it.ServesUnpromoted, static (it, value) => it with { ServesUnpromoted = value }),
        Key<DeploymentDefinition>.Of(
            "Capacity", Scalars.Optional(Scalars.Number(Bounds.Amount)), static it => it.Capacity, static (it, value) => it with { Capacity = value }),
        Key<DeploymentDefinition>.Of(
            "FullCapacity", Scalars.Optional(Scalars.Number(Bounds.Amount)), static it => it.FullCapacity, static (it, value) => it with { FullCapacity = value }),
        Key<DeploymentDefinition>.Of(
            "Workloads", new ListForm<WorkloadReference>(static () => Workload, static () => Workload.Seed()),
            static it => it.Workloads, static (it, value) => it with { Workloads = value }),
    ]);

    public static readonly SectionForm<DataReference> Data = new(static () => new() { ReplicaSet = default }, static () =>
    [
        Key<DataReference>.Required("ReplicaSet", new IdForm<ReplicaSetId>(), static it => it.ReplicaSet, static (it, value) => it with { ReplicaSet = value }),
        Key<DataReference>.Of("SingleWriter", Scalars.Flag, static it => it.SingleWriter, static (it, value) => it with { SingleWriter = value }),
        Key<DataReference>.Of("Vault", Scalars.OptionalText, static it => it.Vault, static (it, value) => it with { Vault = value }),
    ], textKey: "ReplicaSet");

    public static readonly SectionForm<RecoveryObjectives> Objectives = new(static () => new(), static () =>
    [
        Key<RecoveryObjectives>.Of("RecoveryTime", Scalars.Optional(Scalars.Time), static it => it.RecoveryTime, static (it, value) => it with { RecoveryTime = value }),
        Key<RecoveryObjectives>.Of("RecoveryPoint", Scalars.TimeOrZero, static it => it.RecoveryPoint, static (it, value) => it with { RecoveryPoint = value }),
    ]);

    public static readonly SectionForm<ServiceDefinition> Service = new(Seed, static () =>
    [
        Key<ServiceDefinition>.Required("Id", new IdForm<ServiceId>(), static it => it.Id, static (it, value) => it with { Id = value }),
        Key<ServiceDefinition>.Required("Hostname", Scalars.Text, static it => it.Hostname, static (it, value) => it with { Hostname = value }),
        Key<ServiceDefinition>.Required(
            "Deployments", new ListForm<DeploymentDefinition>(static () => Deployment, static () => Deployment.Seed()),
            static it => it.Deployments, static (it, value) => it with { Deployments = value }),
        Key<ServiceDefinition>.Of(
            "Routing", new MaybeForm<Routing.RoutingNode>(RoutingForm.Node, RoutingForm.Unread), static it => it.Routing, static (it, value) => it with { Routing = value }),
        Key<ServiceDefinition>.Of(
            "Data", new KeyedForm<DataReference, ReplicaSetId>(Data, "ReplicaSet", static it => it.ReplicaSet),
            static it => it.Data, static (it, value) => it with { Data = value }),
        Key<ServiceDefinition>.Of(
            "MoveGroup", Scalars.OptionalId<MoveGroupId>(), static it => it.MoveGroup, static (it, value) => it with { MoveGroup = value }),
        Key<ServiceDefinition>.Of("Priority", Scalars.Integer(Bounds.Priority), static it => it.Priority, static (it, value) => it with { Priority = value }),
        Key<ServiceDefinition>.Of("Load", Scalars.Optional(Scalars.Number(Bounds.Amount)), static it => it.Load, static (it, value) => it with { Load = value }),
        Key<ServiceDefinition>.Of("Objectives", Objectives, static it => it.Objectives, static (it, value) => it with { Objectives = value }),
        .. Inheritable(isService: true),
    ]);

    /// <summary>What services get that do not say it themselves.</summary>
    public static readonly SectionForm<ServiceDefinition> Defaults = new(Seed, static () => Inheritable(isService: false));

    private static ServiceDefinition Seed() => new()
    {
        Id = default,
        Hostname = "",
        Routers = [],
        Deployments = [],
        Probe = ProbeForms.Unread,
    };

    private static ImmutableArray<Key<ServiceDefinition>> Inheritable(bool isService) =>
    [
        Key<ServiceDefinition>.RequiredUnlessInherited(
            "Routers", new ListForm<RouterId>(static () => new IdForm<RouterId>(), static () => default),
            static it => it.Routers, static (it, value) => it with { Routers = value }, it => isService && it.Routers.IsEmpty),
        Key<ServiceDefinition>.RequiredUnlessInherited(
            "Probe", ProbeForms.Probe, static it => it.Probe, static (it, value) => it with { Probe = value },
            it => isService && ReferenceEquals(it.Probe, ProbeForms.Unread)),
        Key<ServiceDefinition>.Of("Schedule", SettingsForms.Schedule, static it => it.Schedule, static (it, value) => it with { Schedule = value }),
        Key<ServiceDefinition>.Of("Health", SettingsForms.Health, static it => it.Health, static (it, value) => it with { Health = value }),
        Key<ServiceDefinition>.Of("Policy", new IdForm<PolicyId>(), static it => it.Policy, static (it, value) => it with { Policy = value }),
        Key<ServiceDefinition>.Of("Failover", SettingsForms.Failover, static it => it.Failover, static (it, value) => it with { Failover = value }),
        Key<ServiceDefinition>.Of("Failback", SettingsForms.Failback, static it => it.Failback, static (it, value) => it with { Failback = value }),
        Key<ServiceDefinition>.Of("Guards", GuardForms.Guards, static it => it.Guards, static (it, value) => it with { Guards = value }),
    ];
}
