using System.Collections.Immutable;
using MultiRegion.Machine;

namespace MultiRegion.Testing.Simulation;

/// <summary>Where the package's own tests put mistakes and accidents into a simulation, to see them found.</summary>
internal sealed record SimulationSeams
{
    public static SimulationSeams None { get; } = new();

    /// <summary>Folds an entry into the estate.</summary>
    public Func<EstateState, EstateEntry, EstateState> Fold { get; init; } = EstateMachine.Apply;

    public Func<IHealthProbe, IHealthProbe> Probe { get; init; } = static probe => probe;

    public Func<SimulatedWorld, IGlobalRouter, IGlobalRouter> Router { get; init; } = static (_, router) => router;

    public Func<SimulatedWorld, IClusterFleet, IClusterFleet> Fleet { get; init; } = static (_, fleet) => fleet;

    public Func<SimulatedWorld, IDataReplica, IDataReplica> Replica { get; init; } = static (_, replica) => replica;

    /// <summary>What clients make of the fractions that they are answered.</summary>
    public Func<double[], double[]> Answers { get; init; } = static fractions => fractions;

    /// <summary>Hands on what another vantage point sees.</summary>
    public Action<VantageObservation, Action<VantageObservation>> Report { get; init; } = static (seen, report) => report(seen);

    public ImmutableDictionary<PolicyId, IFailoverPolicy> Policies { get; init; } = ImmutableDictionary<PolicyId, IFailoverPolicy>.Empty;

    /// <summary>What befalls which of the run's boundaries (journal entries and calls that matter), counted from 1.</summary>
    public ImmutableDictionary<int, Fate> Boundaries { get; init; } = ImmutableDictionary<int, Fate>.Empty;

    /// <summary>Whether every plan of a router is applied a second time.</summary>
    public bool ReappliesPlans { get; init; }

    /// <summary>Whether it is written down what each boundary was.</summary>
    public bool NamesBoundaries { get; init; }

    /// <summary>Whether the journal is folded again from its bytes at every entry; otherwise only at the end.</summary>
    public bool ReplaysEveryEntry { get; init; }
}
