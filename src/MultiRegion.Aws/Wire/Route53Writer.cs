using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Wire;

/// <summary>From the documents to the request bodies of Route 53.</summary>
internal static class Route53Writer
{
    private const string Space = "https://route53.amazonaws.com/doc/2013-04-01/";
    private const int LongestComment = 256;

    public static byte[] Batch(ImmutableArray<RecordChange> changes, string comment) => XmlBody.Of(Space, "ChangeResourceRecordSetsRequest", root => root.Part("ChangeBatch", batch =>
    {
        batch.Text("Comment", comment.Length == 0 ? null : Shared.Http.ErrorText.Line(comment, LongestComment - 1));
        batch.List("Changes", changes, static (list, change) => list.Part("Change", body => Change(body, change)));
    }));

    public static byte[] NewCheck(string reference, HealthCheckConfig config) => XmlBody.Of(Space, "CreateHealthCheckRequest", root =>
    {
        root.Text("CallerReference", reference);
        root.Part("HealthCheckConfig", body => Config(body, config));
    });

    public static byte[] TagQuery(IReadOnlyCollection<string> ids) => XmlBody.Of(
        Space, "ListTagsForResourcesRequest", root => root.List("ResourceIds", ids, static (list, id) => list.Text("ResourceId", id)));

    public static byte[] Tags(IReadOnlyCollection<KeyValuePair<string, string>> tags) => XmlBody.Of(
        Space, "ChangeTagsForResourceRequest", root => root.List("AddTags", tags, static (list, tag) => list.Part("Tag", body =>
        {
            body.Text("Key", tag.Key);
            body.Text("Value", tag.Value);
        })));

    public static byte[] TagRemoval(IReadOnlyCollection<string> keys) => XmlBody.Of(
        Space, "ChangeTagsForResourceRequest", root => root.List("RemoveTagKeys", keys, static (list, key) => list.Text("Key", key)));

    private static void Change(XmlBody body, RecordChange change)
    {
        body.Text("Action", change.Action switch
        {
            ChangeAction.Create => "CREATE",
            ChangeAction.Delete => "DELETE",
            ChangeAction.Upsert => "UPSERT",
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        });
        body.Part("ResourceRecordSet", change.Record, Record);
    }

    private static void Record(XmlBody body, ResourceRecordSet record)
    {
        body.Text("Name", record.Name);
        body.Text("Type", record.Type);
        body.Text("SetIdentifier", record.SetIdentifier);
        body.Number("Weight", record.Weight);
        body.Text("Region", record.Region);
        body.Part("GeoLocation", record.GeoLocation, Area);
        body.Text("Failover", record.Failover);
        body.Flag("MultiValueAnswer", record.MultiValueAnswer);
        body.Number("TTL", record.Ttl);
        body.List("ResourceRecords", record.Values, static (list, value) => list.Part("ResourceRecord", one => one.Text("Value", value)));
        body.Part("AliasTarget", record.Alias, Alias);
        body.Text("HealthCheckId", record.HealthCheckId);
        body.Text("TrafficPolicyInstanceId", record.TrafficPolicyInstanceId);
        body.Part("CidrRoutingConfig", record.CidrRouting, Cidr);
        body.Part("GeoProximityLocation", record.GeoProximity, Place);
    }

    private static void Area(XmlBody body, GeoLocation area)
    {
        body.Text("ContinentCode", area.Continent);
        body.Text("CountryCode", area.Country);
        body.Text("SubdivisionCode", area.Subdivision);
    }

    private static void Alias(XmlBody body, AliasTarget alias)
    {
        body.Text("HostedZoneId", alias.HostedZoneId);
        body.Text("DNSName", alias.DnsName);
        body.Flag("EvaluateTargetHealth", alias.EvaluateTargetHealth);
    }

    private static void Cidr(XmlBody body, CidrRouting cidr)
    {
        body.Text("CollectionId", cidr.CollectionId);
        body.Text("LocationName", cidr.LocationName);
    }

    private static void Place(XmlBody body, GeoProximity place)
    {
        body.Text("AWSRegion", place.AwsRegion);
        body.Text("LocalZoneGroup", place.LocalZoneGroup);
        body.Part("Coordinates", place.Latitude is null && place.Longitude is null ? null : place, static (point, at) =>
        {
            point.Text("Latitude", at.Latitude);
            point.Text("Longitude", at.Longitude);
        });
        body.Number("Bias", place.Bias);
    }

    private static void Config(XmlBody body, HealthCheckConfig config)
    {
        body.Text("IPAddress", config.IpAddress);
        body.Number("Port", config.Port);
        body.Text("Type", config.Type);
        body.Text("ResourcePath", config.ResourcePath);
        body.Text("FullyQualifiedDomainName", config.FullyQualifiedDomainName);
        body.Text("SearchString", config.SearchString);
        body.Number("RequestInterval", config.RequestInterval);
        body.Number("FailureThreshold", config.FailureThreshold);
        body.Flag("MeasureLatency", config.MeasureLatency);
        body.Flag("Inverted", config.Inverted);
        body.Flag("Disabled", config.Disabled);
        body.Number("HealthThreshold", config.HealthThreshold);
        body.List("ChildHealthChecks", config.Children, static (list, child) => list.Text("ChildHealthCheck", child));
        body.Flag("EnableSNI", config.EnableSni);
        body.List("Regions", config.Regions, static (list, region) => list.Text("Region", region));
        body.Part("AlarmIdentifier", config.Alarm, Alarm);
        body.Text("InsufficientDataHealthStatus", config.InsufficientDataHealthStatus);
        body.Text("RoutingControlArn", config.RoutingControlArn);
    }

    private static void Alarm(XmlBody body, AlarmIdentifier alarm)
    {
        body.Text("Region", alarm.Region);
        body.Text("Name", alarm.Name);
    }
}
