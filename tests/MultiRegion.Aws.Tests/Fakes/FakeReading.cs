using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Reads the requests of Route 53: names in their namespace, known members only, each once.</summary>
internal static class FakeReading
{
    private static readonly string[] RecordMembers =
    [
        "Name", "Type", "SetIdentifier", "Weight", "Region", "GeoLocation", "Failover", "MultiValueAnswer", "TTL", "ResourceRecords", "AliasTarget", "HealthCheckId",
        "TrafficPolicyInstanceId", "CidrRoutingConfig", "GeoProximityLocation",
    ];

    private static readonly string[] ConfigMembers =
    [
        "IPAddress", "Port", "Type", "ResourcePath", "FullyQualifiedDomainName", "SearchString", "RequestInterval", "FailureThreshold", "MeasureLatency", "Inverted", "Disabled",
        "HealthThreshold", "ChildHealthChecks", "EnableSNI", "Regions", "AlarmIdentifier", "InsufficientDataHealthStatus", "RoutingControlArn",
    ];

    private static readonly string[] UpdateMembers =
    [
        "HealthCheckVersion", "IPAddress", "Port", "ResourcePath", "FullyQualifiedDomainName", "SearchString", "FailureThreshold", "Inverted", "Disabled", "HealthThreshold",
        "ChildHealthChecks", "EnableSNI", "Regions", "AlarmIdentifier", "InsufficientDataHealthStatus", "ResetElements",
    ];

    public static XElement Root(FakeRequest request, string name)
    {
        using var reader = XmlReader.Create(new MemoryStream(request.Body), new() { DtdProcessing = DtdProcessing.Prohibit });
        var root = XDocument.Load(reader).Root!;
        return root.Name == FakeXml.Space + name ? root : throw new FakeRefusal(400, "MalformedInput", $"Unexpected root element {root.Name}");
    }

    public static ImmutableArray<RecordChange> Changes(XElement root)
    {
        Only(root, "ChangeBatch");
        var batch = Needed(root, "ChangeBatch");
        Only(batch, "Comment", "Changes");
        if (Text(batch, "Comment") is { Length: > 256 })
        {
            throw new FakeRefusal(400, "InvalidInput", "Comment is longer than 256 characters");
        }

        var changes = List(batch, "Changes", "Change").Select(Change).ToImmutableArray();
        return changes.IsEmpty ? throw new FakeRefusal(400, "InvalidInput", "At least one change is needed") : changes;
    }

    public static HealthCheckConfig Config(XElement config)
    {
        Only(config, ConfigMembers);
        return new()
        {
            Type = Text(config, "Type") ?? throw new FakeRefusal(400, "InvalidInput", "Missing Type"),
            IpAddress = Text(config, "IPAddress"),
            Port = (int?)Number(config, "Port"),
            ResourcePath = Text(config, "ResourcePath"),
            FullyQualifiedDomainName = Text(config, "FullyQualifiedDomainName"),
            SearchString = Text(config, "SearchString"),
            RequestInterval = (int?)Number(config, "RequestInterval"),
            FailureThreshold = (int?)Number(config, "FailureThreshold"),
            MeasureLatency = Flag(config, "MeasureLatency"),
            Inverted = Flag(config, "Inverted"),
            Disabled = Flag(config, "Disabled"),
            HealthThreshold = (int?)Number(config, "HealthThreshold"),
            Children = [.. List(config, "ChildHealthChecks", "ChildHealthCheck").Select(static one => one.Value)],
            EnableSni = Flag(config, "EnableSNI"),
            Regions = [.. List(config, "Regions", "Region").Select(static one => one.Value)],
            Alarm = Child(config, "AlarmIdentifier") is { } alarm ? new(Needed(alarm, "Region").Value, Needed(alarm, "Name").Value) : null,
            InsufficientDataHealthStatus = Text(config, "InsufficientDataHealthStatus"),
            RoutingControlArn = Text(config, "RoutingControlArn"),
        };
    }

    /// <summary>What an update leaves out stays, unless it is reset by name.</summary>
    public static HealthCheckConfig Updated(XElement root, HealthCheckConfig live)
    {
        Only(root, UpdateMembers);
        var reset = List(root, "ResetElements", "ResettableElementName").Select(static one => one.Value).ToList();
        var children = List(root, "ChildHealthChecks", "ChildHealthCheck").Select(static one => one.Value).ToImmutableArray();
        var regions = List(root, "Regions", "Region").Select(static one => one.Value).ToImmutableArray();
        return live with
        {
            IpAddress = Text(root, "IPAddress") ?? live.IpAddress,
            Port = (int?)Number(root, "Port") ?? live.Port,
            ResourcePath = Text(root, "ResourcePath") ?? (reset.Contains("ResourcePath") ? null : live.ResourcePath),
            FullyQualifiedDomainName = Text(root, "FullyQualifiedDomainName") ?? (reset.Contains("FullyQualifiedDomainName") ? null : live.FullyQualifiedDomainName),
            SearchString = Text(root, "SearchString") ?? live.SearchString,
            FailureThreshold = (int?)Number(root, "FailureThreshold") ?? live.FailureThreshold,
            Inverted = Flag(root, "Inverted") ?? live.Inverted,
            Disabled = Flag(root, "Disabled") ?? live.Disabled,
            HealthThreshold = (int?)Number(root, "HealthThreshold") ?? live.HealthThreshold,
            Children = !children.IsEmpty ? children : reset.Contains("ChildHealthChecks") ? [] : live.Children,
            EnableSni = Flag(root, "EnableSNI") ?? live.EnableSni,
            Regions = !regions.IsEmpty ? regions : reset.Contains("Regions") ? [] : live.Regions,
            Alarm = Child(root, "AlarmIdentifier") is { } alarm ? new(Needed(alarm, "Region").Value, Needed(alarm, "Name").Value) : live.Alarm,
            InsufficientDataHealthStatus = Text(root, "InsufficientDataHealthStatus") ?? live.InsufficientDataHealthStatus,
        };
    }

    /// <summary>Refuses members that are not known or come twice.</summary>
    public static void Only(XElement parent, params string[] members)
    {
        var seen = new HashSet<XName>();
        if (parent.Elements().FirstOrDefault(child => !seen.Add(child.Name) || child.Name.Namespace != FakeXml.Space || !members.Contains(child.Name.LocalName)) is { } wrong)
        {
            throw new FakeRefusal(400, "MalformedInput", $"Invalid XML ; cvc-complex-type.2.4.a: Invalid content was found starting with element '{wrong.Name.LocalName}'.");
        }
    }

    public static XElement? Child(XElement parent, string name) => parent.Element(FakeXml.Space + name);

    public static XElement Needed(XElement parent, string name) => Child(parent, name) ?? throw new FakeRefusal(400, "InvalidInput", $"Missing {name} in {parent.Name.LocalName}");

    public static string? Text(XElement parent, string name) => Child(parent, name)?.Value;

    public static long? Number(XElement parent, string name) => Text(parent, name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FakeRefusal(400, "MalformedInput", $"'{text}' is not a valid value for {name}");

    public static bool? Flag(XElement parent, string name) => Text(parent, name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw new FakeRefusal(400, "MalformedInput", $"'{text}' is not a valid value for {name}"),
    };

    public static IEnumerable<XElement> List(XElement parent, string list, string entry) => Child(parent, list) is not { } found ? []
        : found.Elements().All(one => one.Name == FakeXml.Space + entry) ? found.Elements()
        : throw new FakeRefusal(400, "MalformedInput", $"Invalid content in {list}");

    private static RecordChange Change(XElement change)
    {
        Only(change, "Action", "ResourceRecordSet");
        var action = Needed(change, "Action").Value switch
        {
            "CREATE" => ChangeAction.Create,
            "DELETE" => ChangeAction.Delete,
            "UPSERT" => ChangeAction.Upsert,
            var other => throw new FakeRefusal(400, "InvalidInput", $"Invalid action {other}"),
        };
        return new(action, Record(Needed(change, "ResourceRecordSet")));
    }

    private static ResourceRecordSet Record(XElement set)
    {
        Only(set, RecordMembers);
        return new()
        {
            Name = FakeNames.Plain(Needed(set, "Name").Value),
            Type = Needed(set, "Type").Value,
            SetIdentifier = Text(set, "SetIdentifier"),
            Weight = Number(set, "Weight"),
            Region = Text(set, "Region"),
            GeoLocation = Child(set, "GeoLocation") is { } area ? new(Text(area, "ContinentCode"), Text(area, "CountryCode"), Text(area, "SubdivisionCode")) : null,
            Failover = Text(set, "Failover"),
            MultiValueAnswer = Flag(set, "MultiValueAnswer"),
            Ttl = Number(set, "TTL"),
            Values = [.. List(set, "ResourceRecords", "ResourceRecord").Select(static one => Needed(one, "Value").Value)],
            Alias = Child(set, "AliasTarget") is { } alias ? Alias(alias) : null,
            HealthCheckId = Text(set, "HealthCheckId"),
            TrafficPolicyInstanceId = Text(set, "TrafficPolicyInstanceId"),
            CidrRouting = Child(set, "CidrRoutingConfig") is { } cidr ? new(Needed(cidr, "CollectionId").Value, Needed(cidr, "LocationName").Value) : null,
            GeoProximity = Child(set, "GeoProximityLocation") is { } place ? Place(place) : null,
        };
    }

    private static AliasTarget Alias(XElement alias)
    {
        Only(alias, "HostedZoneId", "DNSName", "EvaluateTargetHealth");
        return new(Needed(alias, "HostedZoneId").Value, FakeNames.Plain(Needed(alias, "DNSName").Value), Flag(alias, "EvaluateTargetHealth") ?? throw new FakeRefusal(400, "InvalidInput", "Missing EvaluateTargetHealth"));
    }

    private static GeoProximity Place(XElement place) => new(
        Text(place, "AWSRegion"), Text(place, "LocalZoneGroup"), Child(place, "Coordinates") is { } one ? Text(one, "Latitude") : null,
        Child(place, "Coordinates") is { } two ? Text(two, "Longitude") : null, (int?)Number(place, "Bias"));
}
