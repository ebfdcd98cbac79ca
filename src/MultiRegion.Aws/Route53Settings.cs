using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws;

/// <summary>Reads options, and says everything that is wrong with them at once.</summary>
internal static class Route53Settings
{
    public static IEnumerable<string> Mistakes(Route53RouterOptions options) =>
    [
        .. AwsSettings.OwnerMistakes(options.Owner),
        .. options.HealthCheckInterval is 10 or 30 ? [] : new[] { $"HealthCheckInterval is {options.HealthCheckInterval}: Route 53 checks every 10 or every 30 seconds" },
        .. options.FailureThreshold is >= 1 and <= 10 ? [] : new[] { $"FailureThreshold is {options.FailureThreshold}: write 1 to 10" },
        .. options.Propagation > TimeSpan.Zero ? [] : new[] { $"Propagation is {options.Propagation}: write a time above zero" },
        .. options.HostedZoneIds.Where(static id => string.IsNullOrWhiteSpace(id)).Select(static _ => "HostedZoneIds holds an empty id"),
        .. options.Regions.SelectMany(static pair => Mistakes(pair.Key, pair.Value)),
        .. AwsSettings.Mistakes(options.Connection),
    ];

    public static CompileSettings Compile(Route53RouterOptions options) => new()
    {
        RequestInterval = options.HealthCheckInterval,
        FailureThreshold = options.FailureThreshold,
        Regions = options.Regions.ToImmutableDictionary(static pair => new RegionId(pair.Key), pair => new RegionSettings
        {
            AwsRegion = pair.Value.AwsRegion,
            AlsoHealthy = [.. Also(pair.Value, options)],
        }),
    };

    private static IEnumerable<string> Mistakes(string region, Route53RegionOptions options)
    {
        if (!IdText.IsValid(region, out var problem))
        {
            yield return $"Regions['{region}']: {problem}";
        }

        if (options.AwsRegion is { } name && AwsRegions.Find(name) is null)
        {
            yield return $"Regions['{region}'].AwsRegion is '{name}', which is no AWS region known here: write for example eu-west-1";
        }

        if (options.RoutingControlArn is { } arn && !arn.Contains(":route53-recovery-control:", StringComparison.Ordinal))
        {
            yield return $"Regions['{region}'].RoutingControlArn is '{arn}', which is not the ARN of a routing control";
        }

        if (options.SwitchAddress is { } address && address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return $"Regions['{region}'].SwitchAddress is '{address}': write an http or https address";
        }

        if (options.AlarmName is null != options.AlarmRegion is null)
        {
            yield return $"Regions['{region}']: AlarmName and AlarmRegion go together";
        }
    }

    private static IEnumerable<HealthCheckConfig> Also(Route53RegionOptions region, Route53RouterOptions options)
    {
        if (region.RoutingControlArn is { } arn)
        {
            yield return new() { Type = "RECOVERY_CONTROL", RoutingControlArn = arn };
        }

        if (region.SwitchAddress is { } address)
        {
            yield return new()
            {
                Type = address.Scheme == "https" ? "HTTPS" : "HTTP",
                FullyQualifiedDomainName = address.Host,
                Port = address.Port,
                ResourcePath = address.PathAndQuery,
                EnableSni = address.Scheme == "https" ? true : null,
                RequestInterval = options.HealthCheckInterval,
                FailureThreshold = options.FailureThreshold,
            };
        }

        if (region is { AlarmName: { } alarm, AlarmRegion: { } place })
        {
            yield return new() { Type = "CLOUDWATCH_METRIC", Alarm = new(place, alarm), InsufficientDataHealthStatus = "LastKnownStatus" };
        }
    }
}
