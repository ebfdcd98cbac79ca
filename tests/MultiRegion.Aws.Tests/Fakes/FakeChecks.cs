using System.Net;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>The rules of health checks.</summary>
internal static class FakeChecks
{
    private static readonly string[] Endpoints = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"];

    public static void Validate(HealthCheckConfig config, IReadOnlySet<string> checks)
    {
        var complaint = Endpoints.Contains(config.Type) ? Endpoint(config) : config.Type switch
        {
            "CALCULATED" => Calculated(config, checks),
            "CLOUDWATCH_METRIC" => config.Alarm is null ? "AlarmIdentifier is needed" : OnlyOne(config, "alarm"),
            "RECOVERY_CONTROL" => config.RoutingControlArn is null ? "RoutingControlArn is needed" : OnlyOne(config, "control"),
            _ => $"Invalid type {config.Type}",
        };
        if (complaint is not null)
        {
            throw new FakeRefusal(400, "InvalidInput", $"Invalid parameter : {complaint}");
        }
    }

    private static string? Endpoint(HealthCheckConfig config) =>
        config is { IpAddress: null, FullyQualifiedDomainName: null } ? "an IP address or a domain name is needed"
        : config.IpAddress is { } address && !IPAddress.TryParse(address, out _) ? "the IP address is invalid"
        : config.Port is null && config.Type == "TCP" ? "a port is needed for TCP"
        : config.Port is < 1 or > 65535 ? "the port is out of range"
        : config.RequestInterval is not (null or 10 or 30) ? "the request interval must be 10 or 30"
        : config.FailureThreshold is < 1 or > 10 ? "the failure threshold must be 1 to 10"
        : config.Type.EndsWith("STR_MATCH", StringComparison.Ordinal) != config.SearchString is not null ? "a search string is needed for string matching, and for nothing else"
        : config.SearchString is { Length: 0 or > 255 } ? "the search string must have 1 to 255 characters"
        : config is { Type: "TCP", ResourcePath: not null } ? "a path is not allowed for TCP"
        : config is { EnableSni: true, Type: "HTTP" or "HTTP_STR_MATCH" or "TCP" } ? "SNI is for HTTPS only"
        : config.Regions.Length is 1 or 2 ? "at least three regions are needed"
        : !config.Children.IsEmpty || config.HealthThreshold is not null || config.Alarm is not null || config.RoutingControlArn is not null ? "members of another type"
        : null;

    private static string? Calculated(HealthCheckConfig config, IReadOnlySet<string> checks) =>
        config.Children.Length is 0 or > 255 ? "1 to 255 children are needed"
        : config.HealthThreshold is null or < 0 or > 256 ? "a health threshold of 0 to 256 is needed"
        : config.Children.FirstOrDefault(child => !checks.Contains(child)) is { } missing ? $"the child {missing} does not exist"
        : config.Children.Distinct().Count() != config.Children.Length ? "a child comes twice"
        : OnlyOne(config, "children");

    private static string? OnlyOne(HealthCheckConfig config, string kind) =>
        config.IpAddress is not null || config.FullyQualifiedDomainName is not null || config.Port is not null || config.RequestInterval is not null || config.ResourcePath is not null
            || (kind != "children" && !config.Children.IsEmpty) || (kind != "alarm" && config.Alarm is not null) || (kind != "control" && config.RoutingControlArn is not null)
            ? "members of another type" : null;
}
