using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Wire;
using Call = MultiRegion.Aws.Tests.Parity.SameCall<MultiRegion.Aws.Wire.Route53Client>;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>The recorded cases of Route 53, called by our client.</summary>
internal static class Route53Calls
{
    private const string Zone = "Z1D633PJN98FT9";
    private const string Check = "abcdef11-2222-3333-4444-555555fedcba";
    private const string Control = "arn:aws:route53-recovery-control::1:controlpanel/p/routingcontrol/r";

    private static readonly ResourceRecordSet A = new() { Name = "www.example.com.", Type = "A", Ttl = 60, Values = ["192.0.2.1"] };

    public static IReadOnlyDictionary<string, Call> All { get; } = new Dictionary<string, Call>
    {
        ["get-zone"] = Call.Of(static client => client.GetZoneAsync($"/hostedzone/{Zone}", default), static read => SdkRead.Zone(read[0].GetProperty("HostedZone"))),
        ["find-zones"] = Call.Of(static client => client.FindZonesAsync("Example.com", default), static read => All_(read, "HostedZones", SdkRead.Zone).Where(static zone => zone.Name == "example.com.")),
        ["list-records"] = Call.Of(static client => client.ListRecordsAsync(Zone, null, false, default), static read => All_(read, "ResourceRecordSets", SdkRead.Record)),
        ["list-records-from"] = Call.Of(static client => client.ListRecordsAsync(Zone, "*.a b.example.com.", true, default), static read => All_(read, "ResourceRecordSets", SdkRead.Record)),

        ["weighted"] = Change("weighted", Create(A with { SetIdentifier = "a", Weight = 0 }), Create(A with { SetIdentifier = "b", Weight = 255, HealthCheckId = Check })),
        ["failover"] = Change("failover", Create(A with { SetIdentifier = "p", Failover = "PRIMARY", HealthCheckId = Check }), Create(A with { SetIdentifier = "s", Failover = "SECONDARY" })),
        ["geolocation"] = Change(
            "geolocation",
            Create(A with { SetIdentifier = "eu", GeoLocation = new("EU", null, null) }),
            Create(A with { SetIdentifier = "jp", GeoLocation = new(null, "JP", null) }),
            Create(A with { SetIdentifier = "us-ca", GeoLocation = new(null, "US", "CA") }),
            Create(A with { SetIdentifier = "all", GeoLocation = new(null, "*", null) })),
        ["latency"] = Change("latency", Create(A with { SetIdentifier = "l1", Region = "eu-central-1" }), Create(A with { SetIdentifier = "l2", Region = "ap-northeast-1" })),
        ["multivalue"] = Change("multivalue", Create(A with { SetIdentifier = "m1", MultiValueAnswer = true }), Create(A with { SetIdentifier = "m2", MultiValueAnswer = true, Values = ["192.0.2.2"] })),
        ["alias"] = Change(
            "alias",
            Create(new() { Name = "www.example.com.", Type = "A", Alias = new("Z2BJ6XQ5FK7U4H", "a1234567890abcdef.awsglobalaccelerator.com.", false) }),
            Create(new() { Name = "www.example.com.", Type = "AAAA", SetIdentifier = "x", Weight = 1, Alias = new(Zone, "b.example.com.", true) })),
        ["batch"] = Change(
            "batch",
            Delete(new() { Name = "_multiregion.www.example.com.", Type = "TXT", Ttl = 60, Values = ["\"owner=me,epoch=1\""] }),
            Create(new() { Name = "_multiregion.www.example.com.", Type = "TXT", Ttl = 60, Values = ["\"owner=me,epoch=2 <&> 'x' é \U0001F600\"", "\"second\" \"part\""] }),
            new(ChangeAction.Upsert, new() { Name = "*.example.com.", Type = "CNAME", Ttl = 0, Values = ["other.example.net."] })),
        ["foreign-policies"] = Change(
            "foreign-policies",
            Delete(A with { SetIdentifier = "g", GeoProximity = new(null, null, "49.22", "-74.01", -10) }),
            Delete(A with { SetIdentifier = "h", GeoProximity = new("us-west-2", null, null, null, 5) }),
            Delete(A with { SetIdentifier = "i", GeoProximity = new(null, "us-west-2-lax-1", null, null, null) }),
            Delete(A with { SetIdentifier = "c", CidrRouting = new("c8c02a84-aaaa-bbbb-e0d2-d833a2f80106", "*") }),
            Delete(new() { Name = "t.example.com.", Type = "A", TrafficPolicyInstanceId = "9527adf9-d5b2-4c1c-a0e0-000000000000" })),
        ["change-without-comment"] = Change("", Create(A)),
        ["get-change"] = Call.Of(static client => client.GetChangeAsync("C2682N5HXP0BZ4", default), static read => SdkRead.Change(read[0].GetProperty("ChangeInfo"))),

        ["list-checks"] = Call.Of(static client => client.ListHealthChecksAsync(default), static read => All_(read, "HealthChecks", SdkRead.Check)),
        ["check-http"] = NewCheck("check-http", new() { Type = "HTTP", IpAddress = "192.0.2.44", Port = 80, ResourcePath = "/healthz?x=1&y=2", FullyQualifiedDomainName = "a.example.com", RequestInterval = 30, FailureThreshold = 3 }),
        ["check-https"] = NewCheck("check-https", new() { Type = "HTTPS", FullyQualifiedDomainName = "a.example.com", Port = 443, ResourcePath = "/healthz", RequestInterval = 10, FailureThreshold = 1, MeasureLatency = true, EnableSni = true, Regions = ["us-east-1", "eu-west-1", "sa-east-1"] }),
        ["check-http-string"] = NewCheck("check-http-string", new() { Type = "HTTP_STR_MATCH", FullyQualifiedDomainName = "a.example.com", Port = 8080, ResourcePath = "/", SearchString = "<ok> & \"well\"", RequestInterval = 10, FailureThreshold = 2 }),
        ["check-https-string"] = NewCheck("check-https-string", new() { Type = "HTTPS_STR_MATCH", FullyQualifiedDomainName = "a.example.com", Port = 443, ResourcePath = "/", SearchString = "ok", RequestInterval = 10, FailureThreshold = 2, EnableSni = false }),
        ["check-tcp"] = NewCheck("check-tcp", new() { Type = "TCP", IpAddress = "2001:db8::1", Port = 443, RequestInterval = 30, FailureThreshold = 10 }),
        ["check-calculated"] = NewCheck("check-calculated", new() { Type = "CALCULATED", HealthThreshold = 2, Children = ["c1", "c2", "c3"], Inverted = true, Disabled = false }),
        ["check-alarm"] = NewCheck("check-alarm", new() { Type = "CLOUDWATCH_METRIC", Alarm = new("eu-west-1", "grey & failing"), InsufficientDataHealthStatus = "LastKnownStatus" }),
        ["check-control"] = NewCheck("check-control", new() { Type = "RECOVERY_CONTROL", RoutingControlArn = Control }),
        ["delete-check"] = Call.Of(static client => client.DeleteHealthCheckAsync("c1", default), static _ => true),
        ["check-status"] = Call.Of(static client => client.GetHealthCheckStatusAsync("c1", default), static read => All_(read, "HealthCheckObservations", SdkRead.Observation)),
        ["list-tags"] = Call.Of(
            static client => client.ListHealthCheckTagsAsync(["c1", "c2"], default),
            static read => SdkRead.List(read[0], "ResourceTagSets").ToDictionary(static set => set.GetProperty("ResourceId").GetString()!, SdkRead.Tags)),
        ["tag-check"] = Call.Of(
            static client => client.TagHealthCheckAsync("c1", ImmutableDictionary<string, string>.Empty.Add("multiregion:service", "shop & co").Add("multiregion:owner", "a"), default), static _ => true),
        ["untag-check"] = Call.Of(static client => client.UntagHealthCheckAsync("c1", ["multiregion:shop", "a & b"], default), static _ => true),

        ["error-throttling"] = Fails,
        ["error-no-zone"] = Fails,
        ["error-denied"] = Fails,
        ["error-expired"] = Fails,
        ["error-key"] = Fails,
        ["error-unavailable"] = Fails,
        ["error-invalid"] = Fails,
        ["error-prior"] = Change("", Create(A)),
        ["error-batch"] = Change("", Create(A)),
        ["error-batch-list"] = Change("", Create(A)),
        ["error-no-check"] = Change("", Create(A)),
    };

    private static Call Fails => Call.Of(static client => client.GetZoneAsync(Zone, default), static _ => null);

    private static object OneCheck(IReadOnlyList<JsonElement> read) => SdkRead.Check(read[0].GetProperty("HealthCheck"));

    private static RecordChange Create(ResourceRecordSet record) => new(ChangeAction.Create, record);

    private static RecordChange Delete(ResourceRecordSet record) => new(ChangeAction.Delete, record);

    private static Call Change(string comment, params ImmutableArray<RecordChange> changes) =>
        Call.Of(client => client.ChangeAsync(Zone, changes, comment, default), static read => SdkRead.Change(read[0].GetProperty("ChangeInfo")));

    private static Call NewCheck(string name, HealthCheckConfig config) => Call.Of(client => client.CreateHealthCheckAsync($"ref-{name}", config, default), OneCheck);

    private static IEnumerable<T> All_<T>(IReadOnlyList<JsonElement> read, string list, Func<JsonElement, T> map) => read.SelectMany(one => SdkRead.List(one, list)).Select(map);
}
