using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>How a client reaches AWS.</summary>
internal sealed record AwsClientSettings
{
    /// <summary>A region of the partition to work in; it decides the endpoints. Routes are global within a partition.</summary>
    public string Region { get; init; } = "us-east-1";

    public bool UseDualStack { get; init; }

    public bool UseFips { get; init; }

    /// <summary>An own endpoint, instead of the partition's; not together with FIPS or dual-stack.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Null: found by the AWS default chain.</summary>
    public AWSCredentials? Credentials { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public RetrySettings Retry { get; init; } = new();

    /// <summary>Null: the service's default.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Null: the service's default.</summary>
    public double? RequestBurst { get; init; }

    /// <summary>Spreads the waits between attempts: from 0 to below 1.</summary>
    public Func<double> Roll { get; init; } = Jitter.Unforeseen().Next;

    /// <summary>What sends, innermost; null: sockets without redirects. The client never disposes of what it was given.</summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>Is told of each attempt that is repeated, and why.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
