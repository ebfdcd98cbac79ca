using Azure.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Wire;

/// <summary>How a client reaches Azure Resource Manager.</summary>
internal sealed record ArmSettings
{
    public static readonly Uri PublicEndpoint = new("https://management.azure.com");

    public Uri Endpoint { get; init; } = PublicEndpoint;

    /// <summary>What the token is for; null: the endpoint's own.</summary>
    public string? Scope { get; init; }

    public required string Subscription { get; init; }

    public required string ResourceGroup { get; init; }

    public required TokenCredential Credential { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An attempt includes fetching a token.</summary>
    public RetrySettings Retry { get; init; } = new() { AttemptTimeout = TimeSpan.FromSeconds(30) };

    /// <summary>How long an operation that was accepted is waited for.</summary>
    public TimeSpan OperationDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Spreads the waits between attempts: from 0 to below 1.</summary>
    public Func<double> Roll { get; init; } = Jitter.Unforeseen().Next;

    /// <summary>What sends, innermost; null: sockets without redirects. The client never disposes of what it was given.</summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>Told of attempts that are repeated, never of what was sent.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
