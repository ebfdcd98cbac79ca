using System.Globalization;
using System.Xml.Linq;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Writes the answers of Route 53.</summary>
internal static class FakeXml
{
    public static readonly XNamespace Space = "https://route53.amazonaws.com/doc/2013-04-01/";

    public static FakeResponse Xml(int status, XElement root) =>
        FakeResponse.Text(status, "text/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting));

    public static XElement Root(string name, params object?[] content) => new(Space + name, content);

    public static XElement ZoneXml(FakeZone zone) => new(
        Space + "HostedZone",
        E("Id", $"/hostedzone/{zone.Id}"),
        E("Name", FakeNames.Written(zone.Name)),
        E("CallerReference", $"ref-{zone.Id}"),
        new XElement(Space + "Config", E("PrivateZone", zone.IsPrivate)),
        E("ResourceRecordSetCount", zone.Count));

    public static XElement ChangeXml(string id, bool inSync) => new(
        Space + "ChangeInfo", E("Id", $"/change/{id}"), E("Status", inSync ? "INSYNC" : "PENDING"), E("SubmittedAt", "2026-01-01T00:00:00.123Z"));

    public static XElement RecordXml(ResourceRecordSet set) => new(
        Space + "ResourceRecordSet",
        E("Name", FakeNames.Written(set.Name)),
        E("Type", set.Type),
        E("SetIdentifier", set.SetIdentifier),
        E("Weight", set.Weight),
        E("Region", set.Region),
        set.GeoLocation is { } area ? new XElement(Space + "GeoLocation", E("ContinentCode", area.Continent), E("CountryCode", area.Country), E("SubdivisionCode", area.Subdivision)) : null,
        E("Failover", set.Failover),
        E("MultiValueAnswer", set.MultiValueAnswer),
        E("TTL", set.Ttl),
        set.Values.IsEmpty ? null : new XElement(Space + "ResourceRecords", set.Values.Select(static value => new XElement(Space + "ResourceRecord", E("Value", value)))),
        set.Alias is { } alias ? new XElement(Space + "AliasTarget", E("HostedZoneId", alias.HostedZoneId), E("DNSName", FakeNames.Written(alias.DnsName)), E("EvaluateTargetHealth", alias.EvaluateTargetHealth)) : null,
        E("HealthCheckId", set.HealthCheckId),
        E("TrafficPolicyInstanceId", set.TrafficPolicyInstanceId),
        set.CidrRouting is { } cidr ? new XElement(Space + "CidrRoutingConfig", E("CollectionId", cidr.CollectionId), E("LocationName", cidr.LocationName)) : null,
        set.GeoProximity is { } place ? PlaceXml(place) : null);

    public static XElement CheckXml(HealthCheck check) => new(
        Space + "HealthCheck", E("Id", check.Id), E("CallerReference", check.CallerReference), ConfigXml(check.Config), E("HealthCheckVersion", check.Version));

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static XElement PlaceXml(GeoProximity place) => new(
        Space + "GeoProximityLocation",
        E("AWSRegion", place.AwsRegion),
        E("LocalZoneGroup", place.LocalZoneGroup),
        place.Latitude is null ? null : new XElement(Space + "Coordinates", E("Latitude", place.Latitude), E("Longitude", place.Longitude)),
        E("Bias", place.Bias));

    private static XElement ConfigXml(HealthCheckConfig config) => new(
        Space + "HealthCheckConfig",
        E("IPAddress", config.IpAddress),
        E("Port", config.Port),
        E("Type", config.Type),
        E("ResourcePath", config.ResourcePath),
        E("FullyQualifiedDomainName", config.FullyQualifiedDomainName),
        E("SearchString", config.SearchString),
        E("RequestInterval", config.RequestInterval),
        E("FailureThreshold", config.FailureThreshold),
        E("MeasureLatency", config.MeasureLatency),
        E("Inverted", config.Inverted),
        E("Disabled", config.Disabled),
        E("HealthThreshold", config.HealthThreshold),
        config.Children.IsEmpty ? null : new XElement(Space + "ChildHealthChecks", config.Children.Select(static child => E("ChildHealthCheck", child))),
        E("EnableSNI", config.EnableSni),
        config.Regions.IsEmpty ? null : new XElement(Space + "Regions", config.Regions.Select(static region => E("Region", region))),
        config.Alarm is { } alarm ? new XElement(Space + "AlarmIdentifier", E("Region", alarm.Region), E("Name", alarm.Name)) : null,
        E("InsufficientDataHealthStatus", config.InsufficientDataHealthStatus),
        E("RoutingControlArn", config.RoutingControlArn));

    private static XElement? E(string name, object? value) => value is null ? null : new(Space + name, value);
}
