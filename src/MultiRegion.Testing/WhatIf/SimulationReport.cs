using System.Collections.Immutable;
using MultiRegion.Testing.Forecast;
using MultiRegion.Testing.Simulation;

namespace MultiRegion.Testing.WhatIf;

/// <summary>What became of the variants.</summary>
public sealed record SimulationReport
{
    /// <summary>The variants, in the order in which they were named.</summary>
    public required ImmutableArray<VariantReport> Variants { get; init; }

    /// <summary>How many years all of them lived through together.</summary>
    public double SimulatedYears => Variants.Sum(static variant => variant.Years);

    /// <summary>What must never happen and did, over all of them.</summary>
    public ImmutableArray<Violation> Violations => [.. Variants.SelectMany(static variant => variant.Violations)];

    /// <summary>The variants side by side, as a table for people.</summary>
    public string ToText() => ReportTable.Of(this);
}

/// <summary>What became of one variant.</summary>
public sealed record VariantReport
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What was simulated.</summary>
    public required SimulationInput Input { get; init; }

    /// <summary>How many years it lived through.</summary>
    public required double Years { get; init; }

    /// <summary>Everything that its users suffered from, run by run.</summary>
    public required ImmutableArray<ObservedOutage> Outages { get; init; }

    /// <summary>From the failure of a region until the engine found it; null when it never did.</summary>
    public Distribution? Detection { get; init; }

    /// <summary>Until every router answered without the region; null when none did.</summary>
    public Distribution? Switch { get; init; }

    /// <summary>Until users had recovered, be it by a move or since the region came back; null when they never suffered.</summary>
    public Distribution? Recovery { get; init; }

    /// <summary>From the repair of a region until everything was as in normal times; null when it never was.</summary>
    public Distribution? Return { get; init; }

    /// <summary>How much data was lost by each outage, in time; null without outages.</summary>
    public Distribution? DataLost { get; init; }

    /// <summary>The part of requests that succeeded, 0 to 1.</summary>
    public required Estimate Availability { get; init; }

    /// <summary>The availability in nines: 3 for 99.9 %; infinite when nothing failed.</summary>
    public double Nines => -Math.Log10(1 - Availability.Value);

    /// <summary>Requests that failed in a year.</summary>
    public required Estimate FailedRequestsPerYear { get; init; }

    /// <summary>Unplanned moves in a year.</summary>
    public required Estimate FailoversPerYear { get; init; }

    /// <summary>Moves in a year that came too soon after another, or left a region that served well.</summary>
    public required Estimate FlapsPerYear { get; init; }

    /// <summary>The forecasts for the death of each region that serves a service.</summary>
    public required ImmutableArray<RecoveryForecast> Forecasts { get; init; }

    /// <summary>The longest of them; null when one waits for a person of whom nobody knows how long they take, or does not recover.</summary>
    public TimeSpan? Bound => Forecasts.IsEmpty || Forecasts.Any(static forecast => forecast.Recovery is null) ? null : Forecasts.Max(static forecast => forecast.Recovery);

    /// <summary>How it does against the objectives of the services that have some.</summary>
    public required ImmutableArray<ObjectiveReport> Objectives { get; init; }

    /// <summary>How many services ended a run in which phase.</summary>
    public required ImmutableSortedDictionary<GroupPhase, int> Phases { get; init; }

    /// <summary>How many faults of which kind there were.</summary>
    public required ImmutableSortedDictionary<FaultKind, int> Faults { get; init; }

    /// <summary>What must never happen and did; empty unless the engine has a bug.</summary>
    public required ImmutableArray<Violation> Violations { get; init; }

    /// <summary>How many rounds the engines made, and entries they wrote.</summary>
    public required long Events { get; init; }

    /// <summary>The outage whose users took longest to recover; null when there was none.</summary>
    public ObservedOutage? Worst => Outages.IsEmpty ? null : Outages.MaxBy(static outage => outage.Recovery);

    /// <summary>Lives through the run of an outage once more, and tells what happened meanwhile.</summary>
    /// <param name="outage">An outage of this variant.</param>
    public OutageTimeline Explain(ObservedOutage outage)
    {
        ArgumentNullException.ThrowIfNull(outage);
        return OutageTimeline.Of(Input, outage);
    }

    internal static VariantReport Of(string name, SimulationInput input, RunPlan plan, IReadOnlyList<RunCount> runs)
    {
        ImmutableArray<ObservedOutage> outages = [.. runs.SelectMany(run => run.Outages.Select(outage => new ObservedOutage(outage, run.Seed, plan.Length)))];
        var years = plan.Years / plan.Count;
        Estimate PerYear(Func<RunCount, double> count) => Estimate.Mean([.. runs.Select(run => count(run) / years)]);
        var failing = Estimate.Mean([.. runs.Select(static run => run.Requests == 0 ? 0 : run.Failed / run.Requests)]);
        return new()
        {
            Name = name,
            Input = input,
            Years = plan.Years,
            Outages = outages,
            Detection = Distribution.Of(outages.Select(static outage => outage.Detection).OfType<TimeSpan>()),
            Switch = Distribution.Of(outages.Select(static outage => outage.Switch).OfType<TimeSpan>()),
            Recovery = Distribution.Of(outages.Select(static outage => outage.Recovery).OfType<TimeSpan>()),
            Return = Distribution.Of(outages.Select(static outage => outage.Return).OfType<TimeSpan>()),
            DataLost = Distribution.Of(outages.Select(static outage => outage.Seen.DataLost)),
            Availability = new(1 - failing.Value, 1 - failing.High, 1 - failing.Low),
            FailedRequestsPerYear = PerYear(static run => run.Failed),
            FailoversPerYear = PerYear(static run => run.Failovers),
            FlapsPerYear = PerYear(static run => run.Flaps),
            Forecasts = [.. RecoveryForecast.Of(input.Topology, WorldDelays.Of(input.World), input.Options, input.Policies).Where(static forecast => forecast.End != ForecastEnd.Unaffected)],
            Objectives = [.. input.Topology.Services.Select(service => ObjectiveReport.Of(service, outages)).OfType<ObjectiveReport>()],
            Phases = runs.SelectMany(static run => run.Ends).GroupBy(static end => end.Phase).ToImmutableSortedDictionary(static phase => phase.Key, static phase => phase.Count()),
            Faults = runs.SelectMany(static run => run.Faults).GroupBy(static kind => kind.Key).ToImmutableSortedDictionary(static kind => kind.Key, static kind => kind.Sum(static count => count.Value)),
            Violations = [.. runs.SelectMany(static run => run.Violations)],
            Events = runs.Sum(static run => run.Events),
        };
    }
}

/// <summary>An outage, and the run that it was in.</summary>
/// <param name="Seen">How it went.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="RunLength">How long the run was.</param>
public sealed record ObservedOutage(SimulatedOutage Seen, int Seed, TimeSpan RunLength)
{
    /// <summary>Until the engine found it; null: it never did.</summary>
    public TimeSpan? Detection => Seen.DetectedAt - Seen.At;

    /// <summary>Until every router answered without the region; null: none did.</summary>
    public TimeSpan? Switch => Seen.SwitchedAt - Seen.At;

    /// <summary>Until users had recovered; null: they had not when the run ended.</summary>
    public TimeSpan? Recovery => Seen.RecoveredAt < RunLength ? Seen.RecoveredAt - Seen.At : null;

    /// <summary>From the repair until everything was as in normal times; null: it was not when the run ended.</summary>
    public TimeSpan? Return => Seen.ReturnedAt - Seen.RepairedAt;
}

/// <summary>How a service does against its objectives.</summary>
/// <param name="Service">The service.</param>
/// <param name="RecoveryTime">Its recovery-time objective; null: none.</param>
/// <param name="RecoveryPoint">Its recovery-point objective.</param>
/// <param name="WithinTime">The part of its outages that users recovered from within the time.</param>
/// <param name="WithinPoint">The part of its outages that lost no more than the objective allows.</param>
/// <param name="Time">Whether 99 of a hundred outages are within the time; null: too few to say.</param>
/// <param name="Point">Whether 99 of a hundred outages are within the point; null: too few to say.</param>
public sealed record ObjectiveReport(ServiceId Service, TimeSpan? RecoveryTime, TimeSpan RecoveryPoint, double WithinTime, double WithinPoint, bool? Time, bool? Point)
{
    internal static ObjectiveReport? Of(ServiceDefinition service, ImmutableArray<ObservedOutage> outages)
    {
        var own = outages.Where(outage => outage.Seen.Group == (service.MoveGroup ?? new MoveGroupId(service.Id.Value))).ToList();
        var (objectives, times) = (service.Objectives, Distribution.Of(own.Select(static outage => outage.Recovery ?? TimeSpan.MaxValue)));
        var points = service.Data.IsEmpty ? null : Distribution.Of(own.Select(static outage => outage.Seen.DataLost));
        return (objectives.RecoveryTime, times) is (null, _) && points is null ? null : new(
            service.Id,
            objectives.RecoveryTime,
            objectives.RecoveryPoint,
            objectives.RecoveryTime is { } time ? times?.Within(time) ?? 1 : 1,
            points?.Within(objectives.RecoveryPoint) ?? 1,
            objectives.RecoveryTime is { } limit ? Judge(times, limit) : true,
            points is null ? true : Judge(points, objectives.RecoveryPoint));
    }

    // Certain is only what the whole interval says.
    private static bool? Judge(Distribution? times, TimeSpan limit) => times?.P99 switch
    {
        { } p99 when p99.High <= limit.TotalMilliseconds => true,
        { } p99 when p99.Low > limit.TotalMilliseconds => false,
        _ => null,
    };
}
