using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws;

/// <summary>What the options of all routers of AWS have in common.</summary>
internal static class AwsSettings
{
    private const int LongestOwner = 64;

    public static IEnumerable<string> OwnerMistakes(string? owner) =>
        !IdText.IsValid(owner, out var problem) ? [$"Owner: {problem}"]
        : owner.Length > LongestOwner ? [$"Owner has {owner.Length} characters: write at most {LongestOwner}"]
        : [];

    public static IEnumerable<string> Mistakes(AwsConnectionOptions options)
    {
        var endpoint = AwsEndpoint.Route53(Client(options, null, TimeProvider.System, null));
        return
        [
            .. endpoint.Succeeded ? [] : new[] { $"Connection: {endpoint.Problem.Detail}" },
            .. options.RequestsPerSecond is null or >= 1 ? [] : new[] { $"Connection.RequestsPerSecond is {options.RequestsPerSecond}: write 1 or more" },
            .. options.RequestBurst is null or >= 1 ? [] : new[] { $"Connection.RequestBurst is {options.RequestBurst}: write 1 or more" },
        ];
    }

    public static AwsClientSettings Client(AwsConnectionOptions options, AWSCredentials? credentials, TimeProvider time, ILogger? logger)
    {
        var settings = new AwsClientSettings
        {
            Region = options.Region,
            UseDualStack = options.UseDualStack,
            UseFips = options.UseFips,
            Endpoint = options.Endpoint,
            Transport = options.Transport,
            RequestsPerSecond = options.RequestsPerSecond,
            RequestBurst = options.RequestBurst,
            Credentials = credentials,
            Time = time,
        };
        return logger is null ? settings : settings with { Logger = logger };
    }

    /// <exception cref="ArgumentException">There are mistakes; all of them are named.</exception>
    public static void ThrowIfAny(IEnumerable<string> mistakes, string parameter)
    {
        var all = string.Join("; ", mistakes);
        if (all.Length > 0)
        {
            throw new ArgumentException($"{all}.", parameter);
        }
    }
}
