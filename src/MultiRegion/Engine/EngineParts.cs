using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using MultiRegion.Execution;
using MultiRegion.Probing;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>Everything that an engine is put together from.</summary>
internal sealed record EngineParts
{
    public required EngineOptions Options { get; init; }

    public required ControllerId Controller { get; init; }

    public required TimeProvider Time { get; init; }

    public required TopologySource Topology { get; init; }

    public required Planes Planes { get; init; }

    public required IFailoverJournal Journal { get; init; }

    public required ILeaseStore Lease { get; init; }

    public IOperatorInbox? Inbox { get; init; }

    public required ProbeContext Probes { get; init; }

    /// <summary>Where observations come from; null: from probes on their schedule.</summary>
    public IProbeSource? Source { get; init; }

    public required ImmutableDictionary<PolicyId, IFailoverPolicy> Policies { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Sees every probe's result; null: nobody does.</summary>
    public ObservationWriter? Observations { get; init; }

    public EngineSeams Seams { get; init; } = EngineSeams.None;

    /// <summary>What ends with the engine, because it was made for it.</summary>
    public ImmutableArray<IDisposable> Owned { get; init; } = [];
}
