using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>What a client is given.</summary>
/// <param name="Parts">The probability of each endpoint; together 1, unless there is a <paramref name="Failure"/> for some or all.</param>
/// <param name="Failure">What comes instead where nothing is answered.</param>
internal sealed record Answer(ImmutableArray<EndpointPart> Parts, NoAnswer Failure = NoAnswer.None)
{
    /// <summary>How many endpoints one answer holds at most.</summary>
    public int Records { get; init; } = 1;

    public static Answer Nothing(NoAnswer failure) => new([], failure);
}

/// <param name="Endpoint">The endpoint, never a nested one.</param>
/// <param name="Probability">Above 0, up to 1: how likely a client that takes any record of its answer takes this one.</param>
internal readonly record struct EndpointPart(Endpoint Endpoint, double Probability);

internal enum NoAnswer
{
    /// <summary>There is an answer.</summary>
    None,

    /// <summary>The name is there, and has no address.</summary>
    NoData,

    /// <summary>The name is not there.</summary>
    NameDoesNotExist,
}

/// <summary>What the probes say of an endpoint that is not nested.</summary>
internal enum ProbeState
{
    /// <summary>No first result yet.</summary>
    Checking,

    Good,

    Bad,

    /// <summary>The web app behind it does not run.</summary>
    NotRunning,
}
