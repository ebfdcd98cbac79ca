using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Written;

/// <summary>The estate while it is read.</summary>
internal sealed record EstateDraft(EstateTopology Topology, ServiceDefinition Defaults)
{
    public EngineOptions Engine { get; init; } = new();
}

/// <summary>How an estate is written.</summary>
internal static class EstateForms
{
    public static readonly SectionForm<GeoCoordinate> Location = new(static () => default, static () =>
    [
        Key<GeoCoordinate>.Required("Latitude", Scalars.Number(Bounds.Latitude), static it => it.Latitude, static (it, value) => it with { Latitude = value }),
        Key<GeoCoordinate>.Required("Longitude", Scalars.Number(Bounds.Longitude), static it => it.Longitude, static (it, value) => it with { Longitude = value }),
    ]);

    public static readonly SectionForm<RegionDefinition> Region = new(static () => new() { Id = default }, static () =>
    [
        Key<RegionDefinition>.Required("Id", Scalars.Region, static it => it.Id, static (it, value) => it with { Id = value }),
        Key<RegionDefinition>.Of("Provider", Scalars.OptionalText, static it => it.Provider, static (it, value) => it with { Provider = value }),
        Key<RegionDefinition>.Of(
            "Location", new OptionalForm<GeoCoordinate>(Location, takesNone: false), static it => it.Location, static (it, value) => it with { Location = value }),
        Key<RegionDefinition>.Of("Pair", Scalars.OptionalId<RegionId>(), static it => it.Pair, static (it, value) => it with { Pair = value }),
        Key<RegionDefinition>.Of(
            "SovereigntyZone", Scalars.OptionalText, static it => it.SovereigntyZone, static (it, value) => it with { SovereigntyZone = value }),
    ]);

    public static readonly SectionForm<ClusterDefinition> Cluster = new(static () => new() { Id = default, Region = default, Fleet = default }, static () =>
    [
        Key<ClusterDefinition>.Required("Id", new IdForm<ClusterId>(), static it => it.Id, static (it, value) => it with { Id = value }),
        Key<ClusterDefinition>.Required("Region", Scalars.Region, static it => it.Region, static (it, value) => it with { Region = value }),
        Key<ClusterDefinition>.Required("Fleet", new IdForm<FleetId>(), static it => it.Fleet, static (it, value) => it with { Fleet = value }),
    ]);

    public static readonly SectionForm<VantageDefinition> Vantage = new(static () => new() { Id = default }, static () =>
    [
        Key<VantageDefinition>.Required("Id", new IdForm<VantageId>(), static it => it.Id, static (it, value) => it with { Id = value }),
        Key<VantageDefinition>.Of(
            "References", new ListForm<ProbeDefinition>(static () => ProbeForms.Probe, static () => ProbeForms.Unread),
            static it => it.References, static (it, value) => it with { References = value }),
    ]);

    public static readonly SectionForm<ControllerHome> Home = new(static () => ControllerHome.OutsideAllRegions, static () =>
    [
        Key<ControllerHome>.Of("Region", Scalars.OptionalId<RegionId>(), static it => it.Region, static (it, value) => it with { Region = value }),
        Key<ControllerHome>.Of(
            "AcknowledgeInside", Scalars.Flag, static it => it.AcknowledgeInside, static (it, value) => it with { AcknowledgeInside = value }),
    ]);

    public static readonly SectionForm<EstateDraft> Estate = new(static () => new(Unread(), ServiceForms.Defaults.Seed()), static () =>
    [
        Key<EstateDraft>.Required(
            "Regions", new KeyedForm<RegionDefinition, RegionId>(Region, "Id", static it => it.Id),
            static it => it.Topology.Regions, static (it, value) => it with { Topology = it.Topology with { Regions = value } }),
        Key<EstateDraft>.Of(
            "Clusters", new KeyedForm<ClusterDefinition, ClusterId>(Cluster, "Id", static it => it.Id),
            static it => it.Topology.Clusters, static (it, value) => it with { Topology = it.Topology with { Clusters = value } }),
        Key<EstateDraft>.Of(
            "Vantages", new KeyedForm<VantageDefinition, VantageId>(Vantage, "Id", static it => it.Id),
            static it => it.Topology.Vantages, static (it, value) => it with { Topology = it.Topology with { Vantages = value } }),
        Key<EstateDraft>.Of(
            "Home", Home, static it => it.Topology.Home, static (it, value) => it with { Topology = it.Topology with { Home = value } }),
        Key<EstateDraft>.Of("Engine", EngineForms.Engine, static it => it.Engine, static (it, value) => it with { Engine = value }),
        Key<EstateDraft>.Of("Defaults", ServiceForms.Defaults, static it => it.Defaults, static (it, value) => it with { Defaults = value }),
        new ServicesKey(),
    ]);

    /// <summary>What stands where nothing could be read: one region without an id, so that nobody is told that a region is unknown.</summary>
    private static EstateTopology Unread() => new() { Regions = [Region.Seed()], Services = [] };

    /// <summary>Services are read onto what <c>Defaults</c> says, which is read before them.</summary>
    private sealed class ServicesKey : Key<EstateDraft>
    {
        private static readonly KeyedForm<ServiceDefinition, ServiceId> Services = new(ServiceForms.Service, "Id", static it => it.Id);

        public ServicesKey() => IsRequired = true;

        public override string Name => "Services";

        public override Form Form => Services;

        public override EstateDraft Read(ConfigNode node, EstateDraft owner, Findings findings) =>
            owner with { Topology = owner.Topology with { Services = Services.Read(Single(node, findings), owner.Defaults, findings) } };

        public override void Check(EstateDraft owner, string path, Findings findings) =>
            Services.Check(owner.Topology.Services, Findings.Join(path, Name), findings);

        public override string? Default(EstateDraft owner) => null;
    }
}
