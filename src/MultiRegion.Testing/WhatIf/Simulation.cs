using System.Collections.Immutable;
using MultiRegion.Testing.Simulation;
using MultiRegion.Topology;

namespace MultiRegion.Testing.WhatIf;

/// <summary>
/// Years of outages of a topology, and of variants of it beside it, in seconds. Every variant lives through the same faults, drawn by the same
/// lots, so that what differs between them is their own doing.
/// </summary>
public sealed record Simulation
{
    private Simulation()
    {
    }

    /// <summary>What happens by lot when nothing else is said: each region is down for an hour, four times a year on average.</summary>
    public static FaultDistributions UsualFaults { get; } = new([new(FaultKind.RegionDown, TimeSpan.FromDays(90), TimeSpan.FromHours(1))]);

    /// <summary>The topology, the world and the faults that variants begin with.</summary>
    public required SimulationInput Base { get; init; }

    /// <summary>How many years each variant lives through. Above zero, default 20.</summary>
    public double Years { get; init; } = 20;

    /// <summary>What is compared; empty: the topology alone.</summary>
    public ImmutableArray<Variant> Variants { get; init; } = [];

    /// <summary>How many runs are made at a time. At least 1, default: as many as there are processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Begins a simulation.</summary>
    /// <param name="topology">The topology as it is, or is meant to be.</param>
    public static Simulation Of(EstateTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return new() { Base = new() { Topology = topology, Drawn = UsualFaults } };
    }

    /// <summary>Puts it into a world.</summary>
    /// <param name="world">How the world behaves.</param>
    public Simulation In(SimulationSettings world) => this with { Base = Base with { World = world } };

    /// <summary>Lets things go wrong by lot.</summary>
    /// <param name="drawn">How often, and for how long.</param>
    public Simulation Against(FaultDistributions drawn) => this with { Base = Base with { Drawn = drawn, Faults = FaultScript.Empty } };

    /// <summary>Lets the same things go wrong again and again, until the years are over. Probes and propagation are drawn anew each time.</summary>
    /// <param name="script">What goes wrong; each run ends two hours after the last of it.</param>
    public Simulation Against(FaultScript script) => this with { Base = Base with { Drawn = null, Faults = script } };

    /// <summary>Says for how long.</summary>
    /// <param name="years">How many years each variant lives through. Above zero.</param>
    /// <param name="seed">Decides everything that is drawn by lot.</param>
    public Simulation Over(double years, int seed = 1) => this with { Years = years, Base = Base with { Seed = seed } };

    /// <summary>Compares a variant. The first one named takes the place of the topology alone.</summary>
    /// <param name="name">Its name in the report; each may be there once.</param>
    /// <param name="change">What is different about it.</param>
    public Simulation Compare(string name, Func<SimulationInput, SimulationInput> change) => this with { Variants = Variants.Add(new(name, change)) };

    /// <summary>Compares a variant whose services are other ones.</summary>
    /// <param name="name">Its name in the report; each may be there once.</param>
    /// <param name="change">What is different about each service.</param>
    public Simulation CompareServices(string name, Func<ServiceDefinition, ServiceDefinition> change) =>
        Compare(name, input => input with { Topology = input.Topology with { Services = [.. input.Topology.Services.Select(change)] } });

    /// <summary>Lives through the years.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TopologyException">The engine would refuse a variant's topology.</exception>
    /// <exception cref="SimulationException">Something else in the input cannot be, or the years are more than memory holds; the message lists every mistake with its place.</exception>
    public Task<SimulationReport> RunAsync(CancellationToken cancellationToken = default) => new SimulationRuns(this).RunAsync(cancellationToken);
}

/// <summary>A variant of a simulation.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Change">What is different about it.</param>
public sealed record Variant(string Name, Func<SimulationInput, SimulationInput> Change);
