using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

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
    public async Task What_is_written_is_read_again()
    {
        ResourceRecordSet record = new() { Name = "*.shop.example.com.", Type = "A", SetIdentifier = "a", Weight = 255, Ttl = 30, Values = ["192.0.2.1"] };

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, [new(ChangeAction.Create, record)], "first", default));
        var records = await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, "*.shop.example.com.", true, default));

        change.Value.ShouldNotBeNull(change.Problem?.Detail).InSync.ShouldBeFalse();
        records.Value.ShouldBe([record]);
    }
}
