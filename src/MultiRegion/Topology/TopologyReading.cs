using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace MultiRegion.Topology;

/// <summary>What reading a configuration gave: a topology, or everything that is wrong with it.</summary>
public sealed record TopologyReading
{
    internal TopologyReading()
    {
    }

    /// <summary>The topology; null when there are <see cref="Mistakes"/>.</summary>
    public EstateTopology? Topology { get; private init; }

    /// <summary>Everything that is wrong, in the order of the configuration reference; empty when there is a topology.</summary>
    public ImmutableArray<TopologyMistake> Mistakes { get; private init; } = [];

    /// <summary>Whether there is a topology.</summary>
    [MemberNotNullWhen(true, nameof(Topology))]
    public bool Succeeded => Topology is not null;

    /// <summary>The topology.</summary>
    /// <exception cref="TopologyException">There are mistakes; the exception carries all of them.</exception>
    public EstateTopology OrThrow() => Topology ?? throw new TopologyException(Mistakes);

    internal static TopologyReading Of(EstateTopology topology, ImmutableArray<TopologyMistake> mistakes) =>
        mistakes.IsEmpty ? new() { Topology = topology } : new() { Mistakes = mistakes };
}
