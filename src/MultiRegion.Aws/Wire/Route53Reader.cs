using System.Collections.Immutable;
using System.Xml.Linq;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Wire;

/// <summary>From the answers of Route 53 to the documents.</summary>
internal static class Route53Reader
{
    public static HostedZone Zone(XElement zone) => new(
        Id(zone.NeededText("Id")), DnsNames.Read(zone.NeededText("Name")), zone.One("Config")?.Flag("PrivateZone") ?? false, zone.Number("ResourceRecordSetCount") ?? 0);

    public static ChangeInfo Change(XElement change) => new(
        Id(change.NeededText("Id")), change.NeededText("Status") == "INSYNC", change.Moment("SubmittedAt") ?? throw new FormatException("'ChangeInfo' without 'SubmittedAt'"));

    public static ResourceRecordSet Record(XElement set) => new()
    {
        Name = DnsNames.Read(set.NeededText("Name")),
        Type = set.NeededText("Type"),
        SetIdentifier = set.Text("SetIdentifier"),
        Weight = set.Number("Weight"),
        Region = set.Text("Region"),
        GeoLocation = set.One("GeoLocation") is { } area ? new(area.Text("ContinentCode"), area.Text("CountryCode"), area.Text("SubdivisionCode")) : null,
        Failover = set.Text("Failover"),
        MultiValueAnswer = set.Flag("MultiValueAnswer"),
        Ttl = set.Number("TTL"),
        Values = [.. set.All("ResourceRecords", "ResourceRecord").Select(static value => value.NeededText("Value"))],
        Alias = set.One("AliasTarget") is { } alias ? Alias(alias) : null,
        HealthCheckId = set.Text("HealthCheckId"),
        TrafficPolicyInstanceId = set.Text("TrafficPolicyInstanceId"),
        CidrRouting = set.One("CidrRoutingConfig") is { } cidr ? new(cidr.NeededText("CollectionId"), cidr.NeededText("LocationName")) : null,
        GeoProximity = set.One("GeoProximityLocation") is { } place ? Place(place) : null,
    };

    public static HealthCheck Check(XElement check) => new(
        check.NeededText("Id"), check.NeededText("CallerReference"), check.Number("HealthCheckVersion") ?? 1, Config(check.Needed("HealthCheckConfig")));

    public static HealthObservation Observation(XElement observation) => new(
        observation.Text("Region") ?? "", observation.Text("IPAddress") ?? "", observation.One("StatusReport")?.Text("Status") ?? "", observation.One("StatusReport")?.Moment("CheckedTime"));

    public static ImmutableDictionary<string, string> Tags(XElement set) =>
        set.All("Tags", "Tag").ToImmutableDictionary(static tag => tag.NeededText("Key"), static tag => tag.Text("Value") ?? "");

    /// <summary>Ids come with the path of their kind before them.</summary>
    public static string Id(string id) => id[(id.LastIndexOf('/') + 1)..];

    private static AliasTarget Alias(XElement alias) => new(
        alias.NeededText("HostedZoneId"), DnsNames.Read(alias.NeededText("DNSName")), alias.Flag("EvaluateTargetHealth") ?? throw new FormatException("'AliasTarget' without 'EvaluateTargetHealth'"));

    private static GeoProximity Place(XElement place) => new(
        place.Text("AWSRegion"), place.Text("LocalZoneGroup"), place.One("Coordinates")?.Text("Latitude"), place.One("Coordinates")?.Text("Longitude"), place.Small("Bias"));

    private static HealthCheckConfig Config(XElement config) => new()
    {
        Type = config.NeededText("Type"),
        IpAddress = config.Text("IPAddress"),
        Port = config.Small("Port"),
        ResourcePath = config.Text("ResourcePath"),
        FullyQualifiedDomainName = config.Text("FullyQualifiedDomainName"),
        SearchString = config.Text("SearchString"),
        RequestInterval = config.Small("RequestInterval"),
        FailureThreshold = config.Small("FailureThreshold"),
        MeasureLatency = config.Flag("MeasureLatency"),
        Inverted = config.Flag("Inverted"),
        Disabled = config.Flag("Disabled"),
        EnableSni = config.Flag("EnableSNI"),
        Regions = [.. config.All("Regions", "Region").Select(static region => region.Value)],
        HealthThreshold = config.Small("HealthThreshold"),
        Children = [.. config.All("ChildHealthChecks", "ChildHealthCheck").Select(static child => child.Value)],
        Alarm = config.One("AlarmIdentifier") is { } alarm ? new(alarm.NeededText("Region"), alarm.NeededText("Name")) : null,
        InsufficientDataHealthStatus = config.Text("InsufficientDataHealthStatus"),
        RoutingControlArn = config.Text("RoutingControlArn"),
    };
}
