using System.Collections.Immutable;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Forecast;

/// <summary>
/// An upper bound of the time from the death of a region until the last user of a service is away from it, part by part, each with the settings
/// that it comes from. It holds when nothing else goes wrong meanwhile: the engine leads and is calm, no probe is lost, every call
/// is answered.
/// </summary>
public sealed record RecoveryForecast
{
    /// <summary>The service.</summary>
    public required ServiceId Service { get; init; }

    /// <summary>The move group that it moves with.</summary>
    public required MoveGroupId Group { get; init; }

    /// <summary>The region that dies.</summary>
    public required RegionId Region { get; init; }

    /// <summary>Who takes over; empty when nobody does.</summary>
    public ImmutableArray<RegionId> Targets { get; init; } = [];

    /// <summary>How it ends.</summary>
    public required ForecastEnd End { get; init; }

    /// <summary>Why it ends so, where it does not simply recover.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The parts, in the order in which they follow each other. Where it waits for a person, without the time that the person takes.</summary>
    public ImmutableArray<ForecastPart> Parts { get; init; } = [];

    /// <summary>The service's objective; null: none.</summary>
    public TimeSpan? Objective { get; init; }

    /// <summary>The latest that the region is found dead.</summary>
    public TimeSpan Detection => Sum(ForecastStage.Detection);

    /// <summary>The latest that routers answer without the region; null when a person has to act first, or nothing moves.</summary>
    public TimeSpan? Switch => End == ForecastEnd.Recovers ? Sum(ForecastStage.Propagation) : null;

    /// <summary>The latest that the last user is away from the region; null when a person has to act first, or nothing moves.</summary>
    public TimeSpan? Recovery => End == ForecastEnd.Recovers ? OwnTime : null;

    /// <summary>What all parts take together, a person's time left out.</summary>
    public TimeSpan OwnTime => Sum(ForecastStage.Caching);

    /// <summary>Whether the bound is within the objective; null without an objective.</summary>
    public bool? MeetsObjective => Objective is { } objective ? End == ForecastEnd.Unaffected || Recovery <= objective : null;

    /// <summary>The bounds of every service for the death of every region, one at a time.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="delays">The world; null: one without delays.</param>
    /// <param name="options">The engine's settings; null: the defaults.</param>
    /// <param name="policies">The application's own policies, by id; null: none.</param>
    /// <exception cref="TopologyException">The engine would refuse the topology.</exception>
    /// <exception cref="ArgumentException">A delay is negative, or the engine would refuse its settings.</exception>
    public static ImmutableArray<RecoveryForecast> Of(
        EstateTopology topology, WorldDelays? delays = null, EngineOptions? options = null, IReadOnlyDictionary<PolicyId, IFailoverPolicy>? policies = null)
    {
        var forecaster = Forecaster.For(topology, delays, options, policies);
        return
        [
            .. from service in topology.Services
               from deployment in service.Deployments
               select forecaster.Forecast(service, deployment.Region),
        ];
    }

    /// <summary>The bound of one service for the death of one region.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="service">A service of the topology.</param>
    /// <param name="region">A region that it is deployed in.</param>
    /// <param name="delays">The world; null: one without delays.</param>
    /// <param name="options">The engine's settings; null: the defaults.</param>
    /// <param name="policies">The application's own policies, by id; null: none.</param>
    /// <exception cref="TopologyException">The engine would refuse the topology.</exception>
    /// <exception cref="ArgumentException">A delay is negative, the engine would refuse its settings, or the service is not deployed in the region.</exception>
    /// <exception cref="KeyNotFoundException">The topology has no such service.</exception>
    public static RecoveryForecast Of(
        EstateTopology topology,
        ServiceId service,
        RegionId region,
        WorldDelays? delays = null,
        EngineOptions? options = null,
        IReadOnlyDictionary<PolicyId, IFailoverPolicy>? policies = null)
    {
        var forecaster = Forecaster.For(topology, delays, options, policies);
        var definition = topology.Service(service);
        return definition.DeploymentIn(region) is not null
            ? forecaster.Forecast(definition, region)
            : throw new ArgumentException($"'{service}' is not deployed in '{region}': it is in {string.Join(", ", definition.Deployments.Select(static deployment => deployment.Region))}.", nameof(region));
    }

    /// <summary>The forecast as text, a line a part.</summary>
    public string ToText() => ForecastText.Of(this);

    private TimeSpan Sum(ForecastStage until) => new(Parts.Where(part => part.Stage <= until).Sum(static part => part.Time.Ticks));
}

/// <summary>A part of a recovery.</summary>
/// <param name="Stage">What it belongs to.</param>
/// <param name="Time">How long it takes at most.</param>
/// <param name="From">What happens, and the settings and delays that the time comes from.</param>
public sealed record ForecastPart(ForecastStage Stage, TimeSpan Time, string From);

/// <summary>What a part of a recovery belongs to, in the order in which they follow each other.</summary>
public enum ForecastStage
{
    /// <summary>Until the region is found dead.</summary>
    Detection,

    /// <summary>Until the move begins.</summary>
    Decision,

    /// <summary>What has to be done before traffic can go: fence, restore, promote, scale, wait until ready, a first shift of those for whom there is room.</summary>
    Preparation,

    /// <summary>Writing the shift that leaves nobody behind.</summary>
    Shift,

    /// <summary>Until routers answer from it.</summary>
    Propagation,

    /// <summary>Until clients have let go of earlier answers.</summary>
    Caching,
}

/// <summary>How the death of a region ends.</summary>
public enum ForecastEnd
{
    /// <summary>The service recovers without anybody's help.</summary>
    Recovers,

    /// <summary>The move begins, and waits for a person's approval on the way.</summary>
    WaitsForPerson,

    /// <summary>A step of the move takes longer than it may, and the move halts.</summary>
    Halts,

    /// <summary>Nothing is moved.</summary>
    Stays,

    /// <summary>Nobody is served from that region, so nothing needs to move.</summary>
    Unaffected,
}
