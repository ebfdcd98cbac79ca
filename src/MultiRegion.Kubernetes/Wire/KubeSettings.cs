using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>How a client works.</summary>
internal sealed record KubeSettings
{
    /// <summary>How the cluster is called in messages.</summary>
    public required string Cluster { get; init; }

    public required Uri Server { get; init; }

    /// <summary>What sends. The client never disposes of it.</summary>
    public required HttpMessageHandler Transport { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public RetrySettings Retry { get; init; } = new() { Attempts = 4, FirstWait = TimeSpan.FromMilliseconds(100), LargestBody = 32 * 1024 * 1024 };

    /// <summary>Spreads the waits between attempts: from 0 to below 1.</summary>
    public Func<double> Roll { get; init; } = Jitter.Unforeseen().Next;

    /// <summary>How many requests go out at once, and a second after that.</summary>
    public (double Burst, double PerSecond) Rate { get; init; } = (100, 50);

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
