using System.Globalization;
using System.Text;
using MultiRegion.Testing.Replay;
using MultiRegion.Topology;
using static MultiRegion.Tests.Forecast.Estates;

namespace MultiRegion.Tests.Replay;

public sealed class IncidentReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_topology_would_have_done_what_was_done()
    {
        await RealRun.WriteAsync(_folder.Path);
        var record = await IncidentRecord.ReadFolderAsync(_folder.Path);
        var replay = await IncidentReplay.RunAsync(record, RealRun.Topology);

        record.Topology.ShouldNotBeNull();
        replay.Happened.Select(static happened => happened.Kind).ShouldContain(IncidentEventKind.MoveEnded);
        replay.WouldHave.Select(static happened => (happened.Kind, happened.Region, happened.Text)).ShouldBe(
            replay.Happened.Select(static happened => (happened.Kind, happened.Region, happened.Text)), replay.ToText());
        replay.Rows.Where(static row => row.Seen is null).ShouldAllBe(static row => row.Later!.Value.Duration() < TimeSpan.FromMilliseconds(600), replay.ToText());
        replay.Phases["shop"].ShouldBe(GroupPhase.Steady);
    }

    [Fact]
    public async Task A_candidate_that_waits_longer_would_have_moved_later()
    {
        await RealRun.WriteAsync(_folder.Path);
        var record = await IncidentRecord.ReadFolderAsync(_folder.Path);
        var patient = Changed(static service => service with { Guards = service.Guards with { MinimumFailureSpan = TimeSpan.FromSeconds(12) } });
        var replay = await IncidentReplay.RunAsync(record, patient);

        var began = replay.Rows.First(static row => row.Happened?.Kind == IncidentEventKind.MoveBegan);
        began.Later!.Value.ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        replay.ToText().ShouldContain("later)");
    }

    [Fact]
    public async Task A_candidate_that_asks_would_have_waited()
    {
        await RealRun.WriteAsync(_folder.Path);
        var record = await IncidentRecord.ReadFolderAsync(_folder.Path);
        var asking = Changed(static service => service with { Failover = service.Failover with { Approval = MoveApproval.OnApproval } });
        var replay = await IncidentReplay.RunAsync(record, asking);

        replay.WouldHave.ShouldContain(static happened => happened.Kind == IncidentEventKind.Asked);
        replay.WouldHave.ShouldNotContain(static happened => happened.Kind == IncidentEventKind.Shifted);
        replay.Rows.ShouldContain(static row => row.Happened != null && row.Happened.Kind == IncidentEventKind.Shifted && row.WouldHave == null);
    }

    [Fact]
    public async Task A_candidate_that_probes_less_often_sees_less()
    {
        var record = IncidentRecord.ReadCsv(Csv(static second => second is < 20 or >= 26));
        var (close, rare) = (await IncidentReplay.RunAsync(record, Of(Service())), await IncidentReplay.RunAsync(record, Changed(static service => service with
        {
            Schedule = new() { Interval = TimeSpan.FromSeconds(10), ConfirmInterval = TimeSpan.FromSeconds(10) },
            Health = new() { StaleAfter = TimeSpan.FromSeconds(60) },
        })));

        close.WouldHave.ShouldContain(static happened => happened.Kind == IncidentEventKind.MoveBegan);
        rare.WouldHave.ShouldNotContain(static happened => happened.Kind == IncidentEventKind.MoveBegan);
        rare.Caveats.ShouldContain(static caveat => caveat.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_runs_over_the_same_record_are_the_same()
    {
        var record = IncidentRecord.ReadCsv(Csv(static second => second is < 20 or >= 40));

        (await IncidentReplay.RunAsync(record, Of(Service()))).ToText().ShouldBe((await IncidentReplay.RunAsync(record, Of(Service()))).ToText());
    }

    [Fact]
    public async Task Other_vantage_points_vote()
    {
        var path = _folder.Write("votes.csv", Table(static second => second is < 20 or >= 40, ["local", "paris"], deaf: "paris"));
        var (both, alone) = (new VantageDefinition { Id = "paris" }, IncidentRecord.ReadCsv(path));
        var topology = Of(Service()) with { Vantages = [VantageDefinition.Local, both] };

        // Paris never sees the region fail, and two of two have to agree.
        (await IncidentReplay.RunAsync(alone, topology)).WouldHave.ShouldNotContain(static happened => happened.Kind == IncidentEventKind.MoveBegan);
        (await IncidentReplay.RunAsync(IncidentRecord.ReadCsv(_folder.Write("agree.csv", Table(static second => second is < 20 or >= 40, ["local", "paris"], deaf: ""))), topology))
            .WouldHave.ShouldContain(static happened => happened.Kind == IncidentEventKind.MoveBegan);
    }

    [Fact]
    public async Task A_record_that_the_candidate_does_not_know_is_refused_with_its_line()
    {
        var path = Csv(static _ => true);
        var record = IncidentRecord.ReadCsv(path);
        var smaller = Of(Service() with { Deployments = [.. Service().Deployments.Take(2)] });
        var error = await Should.ThrowAsync<RecordException>(() => IncidentReplay.RunAsync(record, smaller));

        (error.Path, error.Line).ShouldBe((path, 4));
        error.Message.ShouldContain("the region 'c' of shop");
        (await Should.ThrowAsync<RecordException>(() => IncidentReplay.RunAsync(record, Of(Service("other"))))).Message.ShouldContain("the service 'shop'");
        (await Should.ThrowAsync<RecordException>(() => IncidentReplay.RunAsync(record, Of(Service()) with { Vantages = [new() { Id = "paris" }] }))).Message.ShouldContain("the vantage point 'local'");
    }

    [Fact]
    public async Task A_record_without_the_eyes_that_the_candidate_needs_is_refused()
    {
        var record = IncidentRecord.ReadCsv(Csv(static _ => true));
        var voting = Of(Service()) with { Vantages = [VantageDefinition.Local, new() { Id = "paris" }] };
        var referred = Of(Service()) with { Vantages = [VantageDefinition.Local with { References = [new TcpProbeDefinition { Host = "example.com", Port = 443 }] }] };

        (await Should.ThrowAsync<RecordException>(() => IncidentReplay.RunAsync(record, voting))).Message.ShouldContain("1 of 2 vantage points");
        (await Should.ThrowAsync<RecordException>(() => IncidentReplay.RunAsync(record, referred))).Message.ShouldContain("reference targets");
    }

    [Fact]
    public async Task A_candidate_that_the_engine_would_refuse_is_refused() => await Should.ThrowAsync<TopologyException>(() =>
        IncidentReplay.RunAsync(IncidentRecord.ReadCsv(Csv(static _ => true)), Of(Service() with { Hostname = "" })));

    private static EstateTopology Changed(Func<ServiceDefinition, ServiceDefinition> change) => RealRun.Topology with { Services = [change(RealRun.Topology.Services[0])] };

    private string Csv(Func<int, bool> isUp) => _folder.Write("probes.csv", Table(isUp, ["local"], deaf: ""));

    private static string Table(Func<int, bool> isUp, string[] vantages, string deaf)
    {
        var text = new StringBuilder("time,service,region,vantage,outcome,latencyMs,reason\n");
        for (var second = 0; second < 60; second++)
        {
            foreach (var (vantage, region) in vantages.SelectMany(static vantage => new[] { "a", "b", "c" }.Select(region => (vantage, region))))
            {
                var fails = region == "a" && vantage != deaf && !isUp(second);
                text.Append(CultureInfo.InvariantCulture, $"2026-03-01T10:00:{second:00}Z,shop,{region},{vantage},{(fails ? "failure,500,TimedOut" : "success,12,")}\n");
            }
        }

        return text.ToString();
    }
}
