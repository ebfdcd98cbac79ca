using System.Collections.Immutable;

namespace MultiRegion.Kubernetes;

/// <summary>Where users reach something in a cluster, as the status of a Service or an Ingress says.</summary>
public sealed record KubernetesEndpoint
{
    /// <summary>How far it is.</summary>
    public required KubernetesEndpointState State { get; init; }

    /// <summary>The addresses, in a stable order; empty unless it is <see cref="KubernetesEndpointState.Found"/>.</summary>
    public ImmutableArray<EndpointAddress> Addresses { get; init; } = [];

    /// <summary>What there is to say about it, in words.</summary>
    public required string Detail { get; init; }
}

/// <summary>How far an endpoint is.</summary>
public enum KubernetesEndpointState
{
    /// <summary>No address has been given to it yet: ask again.</summary>
    Pending,

    /// <summary>It has one address or several.</summary>
    Found,

    /// <summary>It is of a kind that nobody reaches from outside.</summary>
    Internal,
}
