using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Documents;

/// <summary>A DNS zone.</summary>
internal sealed record Zone
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>active</c> when it is in use.</summary>
    public string? Status { get; init; }

    public Account? Account { get; init; }

    public ImmutableArray<string>? Permissions { get; init; }
}

internal sealed record Account(string? Id, string? Name);

/// <summary>Something that uses a pool, or is used by it.</summary>
internal sealed record ResourceReference
{
    public const string Balancer = "load_balancer";

    /// <summary><c>referrer</c> of what uses it, <c>referral</c> of what it uses.</summary>
    public string? ReferenceType { get; init; }

    public string? ResourceId { get; init; }

    public string? ResourceName { get; init; }

    public string? ResourceType { get; init; }
}

/// <summary>What the checkers of each data centre saw last.</summary>
internal sealed record PoolHealth
{
    public string? PoolId { get; init; }

    public ImmutableSortedDictionary<string, PopHealth>? PopHealth { get; init; }
}

internal sealed record PopHealth
{
    public bool? Healthy { get; init; }

    /// <summary>One or several entries of address and what was seen there.</summary>
    public ImmutableArray<ImmutableSortedDictionary<string, OriginHealth>>? Origins { get; init; }
}

internal sealed record OriginHealth
{
    public bool? Healthy { get; init; }

    public string? FailureReason { get; init; }

    public double? ResponseCode { get; init; }

    public string? Rtt { get; init; }
}
