using MultiRegion.Testing.Forecast;
using MultiRegion.Topology;
using static MultiRegion.Tests.Forecast.Estates;

namespace MultiRegion.Tests.Forecast;

public sealed class RecoveryForecastTests
{
    public static TheoryData<string> Names => [.. All().Select(static estate => estate.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_outage_takes_longer_than_the_bound_and_the_worst_comes_near(string name)
    {
        var (_, topology, delays) = All().First(estate => estate.Name == name);
        var bound = RecoveryForecast.Of(topology, Shop, A, delays);
        var seen = new List<Seen>();
        for (var seed = 1; seed <= 15; seed++)
        {
            seen.Add(await new OneOutage(topology, Shop, A, delays, seed).RunAsync());
        }

        var (detection, recovery) = (seen.Max(static run => run.Detection!.Value), seen.Max(static run => run.Recovery!.Value));
        bound.End.ShouldBe(ForecastEnd.Recovers, bound.ToText());
        detection.ShouldBeLessThanOrEqualTo(bound.Detection, bound.ToText());
        recovery.ShouldBeLessThanOrEqualTo(bound.Recovery!.Value, bound.ToText());
        bound.Recovery.Value.ShouldBeLessThanOrEqualTo(recovery * 1.25, bound.ToText());
        bound.Detection.ShouldBeLessThanOrEqualTo(detection * 1.25, bound.ToText());
    }

    [Fact]
    public void The_parts_add_up_to_what_the_settings_say()
    {
        var forecast = RecoveryForecast.Of(Of(Service()), Shop, A, new() { Router = new() { Propagation = TimeSpan.FromSeconds(10), AnswersAreCached = true } });

        // An interval, two confirmations as long as their time-outs, the last time-out; propagation; the default time to live.
        forecast.Detection.ShouldBe(TimeSpan.FromSeconds(2.5));
        forecast.Switch.ShouldBe(TimeSpan.FromSeconds(12.5));
        forecast.Recovery.ShouldBe(TimeSpan.FromSeconds(72.5));
        forecast.Parts.Select(static part => part.Time).Aggregate(static (sum, time) => sum + time).ShouldBe(forecast.OwnTime);
        forecast.ToText().ShouldContain("Schedule.Interval");
    }

    [Fact]
    public void A_policy_that_asks_waits_for_a_person()
    {
        var forecast = RecoveryForecast.Of(Of(Service() with { Failover = new() { Approval = MoveApproval.OnApproval }, Objectives = new() { RecoveryTime = TimeSpan.FromHours(1) } }), Shop, A);

        (forecast.End, forecast.Recovery, forecast.MeetsObjective).ShouldBe((ForecastEnd.WaitsForPerson, null, false));
        forecast.OwnTime.ShouldBe(TimeSpan.FromSeconds(2.5));
        forecast.ToText().ShouldContain("waits for a person");
    }

    [Fact]
    public void Data_that_may_be_lost_waits_for_a_person()
    {
        var forecast = RecoveryForecast.Of(Of(WithData(Service())), Shop, A, new() { ReplicaLag = TimeSpan.FromMinutes(1) });

        forecast.End.ShouldBe(ForecastEnd.WaitsForPerson);
        forecast.Detail.ShouldContain("behind");
    }

    [Fact]
    public void A_fence_without_an_answer_waits_for_a_person_unless_the_risk_was_accepted()
    {
        var delays = new WorldDelays { FenceOutcome = FenceOutcome.Unconfirmed };
        var accepted = WithData(Service()) with { Guards = new() { AcceptUnconfirmedFence = new("anna", "the network there fails closed") } };

        RecoveryForecast.Of(Of(WithData(Service())), Shop, A, delays).End.ShouldBe(ForecastEnd.WaitsForPerson);
        RecoveryForecast.Of(Of(accepted), Shop, A, delays).End.ShouldBe(ForecastEnd.Recovers);
    }

    [Fact]
    public void A_cluster_that_starts_too_slowly_halts_the_move()
    {
        var forecast = RecoveryForecast.Of(Of(Standbys(Service(), StandbyTemperature.Warm)), Shop, A, new() { StartUp = TimeSpan.FromMinutes(6) });

        (forecast.End, forecast.Recovery).ShouldBe((ForecastEnd.Halts, null));
        forecast.Detail.ShouldContain("StepTimeout");
    }

    [Theory]
    [InlineData(MoveApproval.Never, EnforcementMode.Enforce)]
    [InlineData(MoveApproval.Automatic, EnforcementMode.MonitorOnly)]
    public void What_only_watches_never_recovers(MoveApproval approval, EnforcementMode mode) =>
        RecoveryForecast.Of(Of(Service() with { Failover = new() { Approval = approval }, Guards = new() { Mode = mode } }), Shop, A).End.ShouldBe(ForecastEnd.Stays);

    [Fact]
    public void Reference_targets_and_other_vantage_points_take_their_time()
    {
        var delays = new WorldDelays { HealthyProbe = TimeSpan.FromMilliseconds(100), VantageReport = TimeSpan.FromSeconds(2) };
        var alone = Of(Service() with { Health = new() { DownThreshold = 1 } });
        var seeing = alone with { Vantages = [VantageDefinition.Local with { References = [new NamedProbeDefinition { Name = "scripted" }] }, new() { Id = "other" }] };

        RecoveryForecast.Of(alone, Shop, A, delays).Detection.ShouldBe(TimeSpan.FromSeconds(1.5));
        RecoveryForecast.Of(seeing, Shop, A, delays).Detection.ShouldBe(TimeSpan.FromSeconds(1.5 + 1.1 + 2));
    }

    [Fact]
    public void A_standby_that_dies_moves_nobody() =>
        RecoveryForecast.Of(Of(Service())).Select(static forecast => forecast.End).ShouldBe([ForecastEnd.Recovers, ForecastEnd.Unaffected, ForecastEnd.Unaffected]);

    [Fact]
    public void Bad_input_is_refused_with_its_place()
    {
        var topology = Of(Service());

        Should.Throw<TopologyException>(() => RecoveryForecast.Of(topology with { Services = [Service() with { Hostname = "" }] })).Message.ShouldContain("shop");
        Should.Throw<ArgumentException>(() => RecoveryForecast.Of(topology, new() { StartUp = TimeSpan.FromSeconds(-1) })).Message.ShouldContain("StartUp");
        Should.Throw<ArgumentException>(() => RecoveryForecast.Of(topology, options: new() { LeaseDuration = TimeSpan.FromSeconds(1) })).ParamName.ShouldBe("options");
        Should.Throw<ArgumentException>(() => RecoveryForecast.Of(topology, Shop, "nowhere")).Message.ShouldContain("a, b, c");
        Should.Throw<KeyNotFoundException>(() => RecoveryForecast.Of(topology, "shpo", A));
    }
}
