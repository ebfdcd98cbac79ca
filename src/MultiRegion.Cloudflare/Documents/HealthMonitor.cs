using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Documents;

/// <summary>A monitor as the API writes it; a field that is null is absent.</summary>
internal sealed record HealthMonitor
{
    public string? Id { get; init; }

    public string? Description { get; init; }

    /// <summary><c>http</c>, <c>https</c>, <c>tcp</c>, <c>udp_icmp</c>, <c>icmp_ping</c> or <c>smtp</c>.</summary>
    public string? Type { get; init; }

    public string? Method { get; init; }

    public string? Path { get; init; }

    /// <summary>0 or absent: the protocol's own.</summary>
    public int? Port { get; init; }

    /// <summary>A code, a class like <c>2xx</c>, or a range.</summary>
    public string? ExpectedCodes { get; init; }

    /// <summary>A part of the body, whatever its case.</summary>
    public string? ExpectedBody { get; init; }

    public bool? FollowRedirects { get; init; }

    public bool? AllowInsecure { get; init; }

    /// <summary>Seconds between checks.</summary>
    public int? Interval { get; init; }

    /// <summary>Seconds.</summary>
    public int? Timeout { get; init; }

    /// <summary>At once, after a time-out.</summary>
    public int? Retries { get; init; }

    public int? ConsecutiveUp { get; init; }

    public int? ConsecutiveDown { get; init; }

    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Header { get; init; }
}
