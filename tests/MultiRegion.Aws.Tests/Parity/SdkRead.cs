using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Fakes;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>From what the official clients read to our documents: names unescaped, ids without their prefix, nothing else.</summary>
internal static class SdkRead
{
    public static HostedZone Zone(JsonElement read) => new(
        Bare(Text(read, "Id")!), FakeNames.Plain(Text(read, "Name")!), read.GetProperty("Config").GetProperty("PrivateZone").GetBoolean(), read.GetProperty("ResourceRecordSetCount").GetInt64());

    public static ChangeInfo Change(JsonElement read) => new(Bare(Text(read, "Id")!), Text(read, "Status") == "INSYNC", read.GetProperty("SubmittedAt").GetDateTimeOffset());

    public static ResourceRecordSet Record(JsonElement read) => new()
    {
        Name = FakeNames.Plain(Text(read, "Name")!),
        Type = Text(read, "Type")!,
        SetIdentifier = Text(read, "SetIdentifier"),
        Weight = Number(read, "Weight"),
        Region = Text(read, "Region"),
        GeoLocation = Part(read, "GeoLocation") is { } area ? new(Text(area, "ContinentCode"), Text(area, "CountryCode"), Text(area, "SubdivisionCode")) : null,
        Failover = Text(read, "Failover"),
        MultiValueAnswer = Flag(read, "MultiValueAnswer"),
        Ttl = Number(read, "TTL"),
        Values = [.. List(read, "ResourceRecords").Select(static one => Text(one, "Value")!)],
        Alias = Part(read, "AliasTarget") is { } alias ? new(Text(alias, "HostedZoneId")!, FakeNames.Plain(Text(alias, "DNSName")!), Flag(alias, "EvaluateTargetHealth")!.Value) : null,
        HealthCheckId = Text(read, "HealthCheckId"),
        TrafficPolicyInstanceId = Text(read, "TrafficPolicyInstanceId"),
        CidrRouting = Part(read, "CidrRoutingConfig") is { } cidr ? new(Text(cidr, "CollectionId")!, Text(cidr, "LocationName")!) : null,
        GeoProximity = Part(read, "GeoProximityLocation") is { } place
            ? new(Text(place, "AWSRegion"), Text(place, "LocalZoneGroup"), Part(place, "Coordinates") is { } at ? Text(at, "Latitude") : null, Part(place, "Coordinates") is { } to ? Text(to, "Longitude") : null, (int?)Number(place, "Bias"))
            : null,
    };

    public static HealthCheck Check(JsonElement read) => new(Text(read, "Id")!, Text(read, "CallerReference")!, Number(read, "HealthCheckVersion")!.Value, Config(read.GetProperty("HealthCheckConfig")));

    public static HealthObservation Observation(JsonElement read) => new(
        Text(read, "Region")!, Text(read, "IPAddress")!, Text(read.GetProperty("StatusReport"), "Status")!,
        read.GetProperty("StatusReport").TryGetProperty("CheckedTime", out var time) ? time.GetDateTimeOffset() : null);

    public static Dictionary<string, string> Tags(JsonElement read) => List(read, "Tags").ToDictionary(static tag => Text(tag, "Key")!, static tag => Text(tag, "Value")!);

    public static Accelerator Accelerator(JsonElement read) => new(
        Text(read, "AcceleratorArn")!, Text(read, "Name")!, Flag(read, "Enabled")!.Value, Text(read, "Status") == "DEPLOYED", Text(read, "DnsName")!)
    {
        DualStackDnsName = Text(read, "DualStackDnsName"),
        Addresses = [.. List(read, "IpSets").SelectMany(static set => List(set, "IpAddresses")).Select(static one => one.GetString()!)],
        IpAddressType = Text(read, "IpAddressType")!,
    };

    public static Listener Listener(JsonElement read) => new(
        Text(read, "ListenerArn"), Text(read, "Protocol")!, Text(read, "ClientAffinity")!,
        [.. List(read, "PortRanges").Select(static one => new PortRange((int)Number(one, "FromPort")!, (int)Number(one, "ToPort")!))]);

    public static EndpointGroup Group(JsonElement read) => new()
    {
        Arn = Text(read, "EndpointGroupArn"),
        Region = Text(read, "EndpointGroupRegion")!,
        Dial = read.GetProperty("TrafficDialPercentage").GetDouble(),
        HealthPort = (int?)Number(read, "HealthCheckPort"),
        HealthProtocol = Text(read, "HealthCheckProtocol")!,
        HealthPath = Text(read, "HealthCheckPath"),
        HealthInterval = (int)Number(read, "HealthCheckIntervalSeconds")!,
        Threshold = (int)Number(read, "ThresholdCount")!,
        Endpoints =
        [
            .. List(read, "EndpointDescriptions").Select(static one => new AcceleratorEndpoint(
                Text(one, "EndpointId")!, (int)(Number(one, "Weight") ?? 128), Enum.Parse<EndpointHealth>(Text(one, "HealthState")!, ignoreCase: true), Text(one, "HealthReason"), Flag(one, "ClientIPPreservationEnabled"))),
        ],
        PortOverrides = [.. List(read, "PortOverrides").Select(static one => new PortOverride((int)Number(one, "ListenerPort")!, (int)Number(one, "EndpointPort")!))],
    };

    public static IEnumerable<JsonElement> List(JsonElement read, string name) => Part(read, name) is { } list ? list.EnumerateArray() : [];

    public static JsonElement? Part(JsonElement read, string name) => read.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part : null;

    private static HealthCheckConfig Config(JsonElement read) => new()
    {
        Type = Text(read, "Type")!,
        IpAddress = Text(read, "IPAddress"),
        Port = (int?)Number(read, "Port"),
        ResourcePath = Text(read, "ResourcePath"),
        FullyQualifiedDomainName = Text(read, "FullyQualifiedDomainName"),
        SearchString = Text(read, "SearchString"),
        RequestInterval = (int?)Number(read, "RequestInterval"),
        FailureThreshold = (int?)Number(read, "FailureThreshold"),
        MeasureLatency = Flag(read, "MeasureLatency"),
        Inverted = Flag(read, "Inverted"),
        Disabled = Flag(read, "Disabled"),
        EnableSni = Flag(read, "EnableSNI"),
        Regions = [.. List(read, "Regions").Select(static one => one.GetString()!)],
        HealthThreshold = (int?)Number(read, "HealthThreshold"),
        Children = [.. List(read, "ChildHealthChecks").Select(static one => one.GetString()!)],
        Alarm = Part(read, "AlarmIdentifier") is { } alarm ? new(Text(alarm, "Region")!, Text(alarm, "Name")!) : null,
        InsufficientDataHealthStatus = Text(read, "InsufficientDataHealthStatus"),
        RoutingControlArn = Text(read, "RoutingControlArn"),
    };

    private static string Bare(string id) => id.Split('/')[^1];

    private static string? Text(JsonElement read, string name) => Part(read, name)?.GetString();

    private static long? Number(JsonElement read, string name) => Part(read, name)?.GetInt64();

    private static bool? Flag(JsonElement read, string name) => Part(read, name)?.GetBoolean();
}
