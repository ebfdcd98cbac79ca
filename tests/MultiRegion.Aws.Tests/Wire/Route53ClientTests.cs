using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Wire;

public sealed class Route53ClientTests : IDisposable
{
    private readonly Rig _rig = new();
    private readonly string _zone;

    public Route53ClientTests() => _zone = _rig.Dns.AddZone("example.com");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_zone_is_read()
    {
        var zone = await _rig.RunAsync(_rig.Route53.GetZoneAsync(_zone, default));

        zone.Value.ShouldBe(new HostedZone(_zone, "example.com.", IsPrivate: false, RecordCount: 2), zone.Problem?.Detail);
    }

    [Fact]
    public async Task Zones_of_one_name_are_found_and_no_others()
    {
        var inside = _rig.Dns.AddZone("example.com", isPrivate: true);
        _rig.Dns.AddZone("example.net");
        _rig.Dns.AddZone("shop.example.com");

        var zones = await _rig.RunAsync(_rig.Route53.FindZonesAsync("Example.COM", default));

        zones.Value.Select(static zone => (zone.Id, zone.IsPrivate)).ShouldBe([(_zone, false), (inside, true)]);
        (await _rig.RunAsync(_rig.Route53.FindZonesAsync("example.org", default))).Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        ResourceRecordSet record = new() { Name = "*.shop.example.com.", Type = "A", SetIdentifier = "a", Weight = 255, Ttl = 30, Values = ["192.0.2.1"] };

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, [new(ChangeAction.Create, record)], "first", default));
        var records = await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, "*.shop.example.com.", true, default));

        change.Value.ShouldNotBeNull(change.Problem?.Detail).InSync.ShouldBeFalse();
        records.Value.ShouldBe([record]);
    }

    /// <summary>A deletion must repeat what is there to the letter.</summary>
    [Fact]
    public void Whatever_text_is_written_can_be_read_and_deleted()
    {
        var texts = ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(static text => new string([.. text.Get.Where(static letter => letter is >= ' ' and not '"' and not '\\' and < '\ud800').Take(200)])).ToArbitrary();
        Prop.ForAll(texts, text =>
        {
            var done = RoundTripAsync(text);
            return done.IsCompletedSuccessfully ? true : throw done.Exception!;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_change_is_pending_until_it_is_everywhere()
    {
        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));

        (await _rig.RunAsync(_rig.Route53.GetChangeAsync(change.Value!.Id, default))).Value!.InSync.ShouldBeFalse();
        (await _rig.RunAsync(_rig.Route53.GetChangeAsync(change.Value.Id, default))).Value!.InSync.ShouldBeTrue();
    }

    [Fact]
    public async Task S28_Records_are_listed_over_all_pages()
    {
        _rig.Dns.Seed(_zone, Enumerable.Range(0, 1000).Select(static n => Samples.Record($"h{n}.example.com.") with { SetIdentifier = $"id {n} &+%", Weight = 1 }));

        var records = await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, null, false, default));

        records.Value.Length.ShouldBe(1002, records.Problem?.Detail);
        records.Value.Distinct().Count().ShouldBe(1002);
        _rig.Dns.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task One_name_is_listed_over_its_pages_and_no_further()
    {
        _rig.Dns.RecordPage = 3;
        _rig.Dns.Seed(_zone, Enumerable.Range(0, 7).Select(static n => Samples.Record("www.example.com.") with { SetIdentifier = $"{n}", Weight = n }));
        _rig.Dns.Seed(_zone, Enumerable.Range(0, 50).Select(static n => Samples.Record($"x{n}.example.com.")));

        var records = await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, "WWW.example.com", true, default));

        records.Value.Select(static record => record.SetIdentifier).ShouldBe(["0", "1", "2", "3", "4", "5", "6"]);
        _rig.Dns.Requests.ShouldBe(3);
        (await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, "nowhere.example.com.", true, default))).Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task Health_checks_and_their_tags_are_read_in_the_portions_that_the_service_gives()
    {
        var ids = Enumerable.Range(0, 150).Select(n => _rig.Dns.AddHealthCheck(Samples.Https($"h{n}.example.com")).Id).ToImmutableArray();
        await _rig.RunAsync(_rig.Route53.TagHealthCheckAsync(ids[3], Enumerable.Range(0, 12).ToImmutableDictionary(static n => $"k{n}", static n => $"v{n}"), default));
        _rig.Dns.ResetCounts();

        var checks = await _rig.RunAsync(_rig.Route53.ListHealthChecksAsync(default));
        var tags = await _rig.RunAsync(_rig.Route53.ListHealthCheckTagsAsync(ids[..25], default));

        checks.Value.Length.ShouldBe(150);
        tags.Value.ShouldNotBeNull(tags.Problem?.Detail).Count.ShouldBe(25);
        tags.Value[ids[3]].Count.ShouldBe(12);
        _rig.Dns.Requests.ShouldBe(2 + 3);
    }

    [Fact]
    public async Task The_checkers_observations_are_read()
    {
        var check = _rig.Dns.AddHealthCheck(Samples.Https());
        HealthObservation seen = new("us-east-1", "15.177.2.55", "Success: HTTP Status Code 200, OK", _rig.Clock.GetUtcNow());
        _rig.Dns.Observe(check.Id, seen);

        (await _rig.RunAsync(_rig.Route53.GetHealthCheckStatusAsync(check.Id, default))).Value.ShouldBe([seen]);
    }

    [Theory]
    [InlineData("example.com", "example.com.")]
    [InlineData("\\052.Example.com.", "*.example.com.")]
    [InlineData("a\\056b.example.com.", "a\\056b.example.com.")]
    [InlineData("a\\134b.", "a\\134b.")]
    [InlineData("a\\040b.", "a\\040b.")]
    [InlineData("a\\100b.", "a@b.")]
    [InlineData("a\\05", "a\\05.")]
    [InlineData("", ".")]
    public void Names_are_read_without_the_escapes_that_need_not_be(string written, string read) => DnsNames.Read(written).ShouldBe(read);

    private async Task RoundTripAsync(string text)
    {
        ResourceRecordSet record = new() { Name = "txt.example.com.", Type = "TXT", Ttl = 1, Values = [$"\"{text}\""] };
        (await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, [new(ChangeAction.Create, record)], text, default))).Problem.ShouldBeNull();
        (await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, "txt.example.com.", true, default))).Value.ShouldBe([record]);
        (await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, [new(ChangeAction.Delete, record)], text, default))).Problem.ShouldBeNull();
    }
}
