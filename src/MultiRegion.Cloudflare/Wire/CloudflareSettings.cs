using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Shared.Http;

namespace MultiRegion.Cloudflare.Wire;

/// <summary>How a client reaches Cloudflare.</summary>
internal sealed record CloudflareSettings
{
    public static readonly Uri DefaultEndpoint = new("https://api.cloudflare.com/client/v4");

    public Uri Endpoint { get; init; } = DefaultEndpoint;

    /// <summary>Where the token comes from, and how that is called in messages.</summary>
    public required TokenSource Token { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public RetrySettings Retry { get; init; } = new();

    /// <summary>How many requests of the user's budget this client may use in five minutes.</summary>
    public int RequestsPerFiveMinutes { get; init; } = RequestBudget.PerFiveMinutes;

    /// <summary>Spreads the waits between attempts: from 0 to below 1.</summary>
    public Func<double> Roll { get; init; } = Jitter.Unforeseen().Next;

    /// <summary>What sends, innermost; null: sockets without redirects. The client never disposes of what it was given.</summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>Told of attempts that are repeated, never of what was sent.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
