using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Wire;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>The fake is as strict as the service.</summary>
public sealed class FakeRoute53Tests : IDisposable
{
    private const string Accelerator = "Z2BJ6XQ5FK7U4H";

    private static readonly ResourceRecordSet A = Samples.Record();

    private static readonly ResourceRecordSet Weighted = A with { SetIdentifier = "a", Weight = 1 };

    private readonly Rig _rig = new();
    private readonly string _zone;

    public FakeRoute53Tests()
    {
        _zone = _rig.Dns.AddZone("example.com", id: "ZTEST");
        _rig.Dns.Seed(_zone, A with { Name = "there.example.com." }, Weighted with { Name = "there-w.example.com." }, new() { Name = "alias.example.com.", Type = "CNAME", Ttl = 1, Values = ["x.example.net."] });
    }

    public static TheoryData<string> Refused => [.. Rows.Select(static row => row.Name)];

    private static IEnumerable<(string Name, string Says, ImmutableArray<RecordChange> Batch)> Rows =>
    [
        ("a duplicate creation", "it already exists", [Create(A with { Name = "there.example.com." })]),
        ("a deletion of nothing", "it was not found", [Delete(A)]),
        ("a deletion with another TTL", "do not match the current values", [Delete(A with { Name = "there.example.com.", Ttl = 31 })]),
        ("a deletion with another weight", "do not match the current values", [Delete(Weighted with { Name = "there-w.example.com.", Weight = 2 })]),
        ("a weight out of range", "between 0 and 255", [Create(Weighted with { Weight = 256 })]),
        ("a policy without an identifier", "Missing field 'SetIdentifier'", [Create(A with { Weight = 1 })]),
        ("an identifier without a policy", "but found none", [Create(A with { SetIdentifier = "a" })]),
        ("two policies", "but found more than one", [Create(Weighted with { Region = "eu-west-1" })]),
        ("neither alias nor values", "but found none", [Create(new() { Name = "n.example.com.", Type = "A" })]),
        ("alias and values", "but found more than one", [Create(A with { Alias = new(Accelerator, "a.awsglobalaccelerator.com.", false) })]),
        ("a health check that is unknown", "NoSuchHealthCheck", [Create(Weighted with { HealthCheckId = "none" })]),
        ("a CNAME beside others", "conflicts with other records", [Create(new() { Name = "there.example.com.", Type = "CNAME", Ttl = 1, Values = ["x.example.net."] })]),
        ("others beside a CNAME", "conflicts with other records", [Create(A with { Name = "alias.example.com." })]),
        ("a CNAME at the apex", "not permitted at apex", [Create(new() { Name = "example.com.", Type = "CNAME", Ttl = 1, Values = ["x.example.net."] })]),
        ("a name outside the zone", "not permitted in zone", [Create(A with { Name = "www.example.org." })]),
        ("a name that only ends like the zone", "not permitted in zone", [Create(A with { Name = "badexample.com." })]),
        ("two policies under one name", "other RRSets exist with the same name and type", [Create(Weighted), Create(A with { SetIdentifier = "b", Region = "eu-west-1" })]),
        ("simple beside weighted", "other RRSets exist with the same name and type", [Create(A with { Name = "there-w.example.com." })]),
        ("two primaries", "the same failover PRIMARY", [Create(A with { SetIdentifier = "p", Failover = "PRIMARY" }), Create(A with { SetIdentifier = "q", Failover = "PRIMARY" })]),
        ("one region twice", "the same region eu-west-1", [Create(A with { SetIdentifier = "p", Region = "eu-west-1" }), Create(A with { SetIdentifier = "q", Region = "eu-west-1" })]),
        ("one area twice", "the same geolocation", [Create(A with { SetIdentifier = "p", GeoLocation = new(null, "*", null) }), Create(A with { SetIdentifier = "q", GeoLocation = new(null, "*", null) })]),
        ("a continent that is none", "not a valid continent", [Create(A with { SetIdentifier = "p", GeoLocation = new("XX", null, null) })]),
        ("a text without quotes", "should be enclosed in quotation marks", [Create(new() { Name = "t.example.com.", Type = "TXT", Ttl = 1, Values = ["abc"] })]),
        ("an address that is none", "not a valid IPv4 address", [Create(Samples.Record(value: "192.0.2"))]),
        ("one value twice", "Duplicate Resource Record", [Create(A with { Values = ["192.0.2.1", "192.0.2.1"] })]),
        ("one record twice", "invalid set of changes", [Delete(A with { Name = "there.example.com." }), Delete(A with { Name = "there.example.com." })]),
        ("an alias to a name of another service", "does not lie within the target zone", [Create(new() { Name = "n.example.com.", Type = "A", Alias = new(Accelerator, "x.example.net.", false) })]),
        ("an alias to nothing", "that target was not found", [Create(new() { Name = "n.example.com.", Type = "A", Alias = new("ZTEST", "nothing.example.com.", true) })]),
        ("a multivalue alias", "alias and multivalue", [Create(new() { Name = "n.example.com.", Type = "A", SetIdentifier = "m", MultiValueAnswer = true, Alias = new(Accelerator, "a.awsglobalaccelerator.com.", false) })]),
        ("the zone's own records", "do not match the current values", [Delete(new() { Name = "example.com.", Type = "NS", Ttl = 1, Values = ["x."] })]),
        ("too many elements", "Number of records limit of 1000", [.. Enumerable.Range(0, 501).Select(static n => Upsert(Samples.Record($"h{n}.example.com.")))]),
        ("too many characters", "number of characters of 32000", [.. Enumerable.Range(0, 129).Select(static n => Create(new() { Name = $"t{n}.example.com.", Type = "TXT", Ttl = 1, Values = [$"\"{new string('x', 247)}\""] }))]),
        ("too many records of one name", "limit of 100", [.. Enumerable.Range(0, 101).Select(static n => Create(A with { SetIdentifier = $"{n}", Weight = 1 }))]),
    ];

    public void Dispose() => _rig.Dispose();

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_refuses(string name)
    {
        var (_, says, batch) = Rows.Single(row => row.Name == name);
        var before = _rig.Dns.Records(_zone);

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, batch, "c", default));

        change.Problem.ShouldNotBeNull().Detail.ShouldContain(says);
        _rig.Dns.Records(_zone).ShouldBe(before);
        _rig.Dns.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task It_takes_what_is_allowed_within_one_batch()
    {
        ImmutableArray<RecordChange> batch =
        [
            Delete(A with { Name = "there.example.com." }),
            Create(A with { Name = "there.example.com.", Values = ["192.0.2.2"] }),
            Create(new() { Name = "n.example.com.", Type = "A", Alias = new(_zone, "branch.example.com.", true) }),
            Create(A with { Name = "branch.example.com.", SetIdentifier = "a", Weight = 0 }),
            Upsert(A with { Name = "branch.example.com.", SetIdentifier = "b", Weight = 255 }),
            .. Enumerable.Range(0, 400).Select(static n => Upsert(Samples.Record($"h{n}.example.com."))),
        ];

        (await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, batch, "c", default))).Problem.ShouldBeNull();
        _rig.Dns.Batches.ShouldHaveSingleItem().Length.ShouldBe(405);
    }

    [Fact]
    public async Task It_aligns_the_TTL_of_weighted_records_with_the_last_one()
    {
        await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, [Create(Weighted with { Ttl = 60 }), Create(Weighted with { SetIdentifier = "b", Ttl = 10 })], "c", default));

        _rig.Dns.Records(_zone).Where(static record => record.Name == A.Name).ShouldAllBe(static record => record.Ttl == 10);
    }

    [Fact]
    public async Task It_takes_one_change_of_a_zone_at_a_time()
    {
        using var other = new Rig();
        var gate = new TaskCompletionSource();
        _rig.Dns.WriteGate = gate.Task;
        using var second = MultiRegion.Aws.Wire.Route53Client.Create(_rig.Settings with { Credentials = FakeKeys.Route53.Credentials, Transport = _rig.Dns.Handler, Retry = new() { Attempts = 1 } }).Value!;

        var first = _rig.Route53.ChangeAsync(_zone, [Create(A)], "c", default).AsTask();
        var refused = second.ChangeAsync(_zone, [Create(A with { Name = "b.example.com." })], "c", default).AsTask();
        gate.SetResult();

        (await refused).Problem.ShouldNotBeNull().Detail.ShouldContain("PriorRequestNotComplete");
        (await first).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task It_refuses_health_checks_that_make_no_sense()
    {
        var child = _rig.Dns.AddHealthCheck(Samples.Https());
        HealthCheckConfig[] wrong =
        [
            new() { Type = "TCP", IpAddress = "192.0.2.1" },
            new() { Type = "PING", IpAddress = "192.0.2.1" },
            new() { Type = "HTTP", Port = 80 },
            Samples.Https() with { RequestInterval = 20 },
            Samples.Https() with { FailureThreshold = 11 },
            Samples.Https() with { SearchString = "x" },
            Samples.Https() with { Type = "HTTPS_STR_MATCH" },
            Samples.Https() with { Regions = ["us-east-1"] },
            new() { Type = "CALCULATED", Children = ["none"], HealthThreshold = 1 },
            new() { Type = "CALCULATED", Children = [child.Id] },
            new() { Type = "CLOUDWATCH_METRIC" },
            new() { Type = "RECOVERY_CONTROL" },
        ];

        foreach (var config in wrong)
        {
            (await _rig.RunAsync(_rig.Route53.CreateHealthCheckAsync("r", config, default))).Problem.ShouldNotBeNull(config.ToString()).Kind.ShouldBe(ProblemKind.Refused);
        }

        (await _rig.RunAsync(_rig.Route53.CreateHealthCheckAsync("r", new() { Type = "CALCULATED", Children = [child.Id], HealthThreshold = 1 }, default))).Problem.ShouldBeNull();
        (await _rig.RunAsync(_rig.Route53.DeleteHealthCheckAsync(child.Id, default))).Problem.ShouldNotBeNull().Detail.ShouldContain("HealthCheckInUse");
    }

    private static RecordChange Create(ResourceRecordSet record) => new(ChangeAction.Create, record);

    private static RecordChange Delete(ResourceRecordSet record) => new(ChangeAction.Delete, record);

    private static RecordChange Upsert(ResourceRecordSet record) => new(ChangeAction.Upsert, record);
}
