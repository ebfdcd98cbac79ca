using MultiRegion.Testing.Forecast;
using MultiRegion.Testing.Simulation;
using static MultiRegion.Tests.Forecast.Estates;

namespace MultiRegion.Tests.Forecast;

/// <summary>The bound against the simulated world, with its users, calls that take time, and propagation that is drawn.</summary>
public sealed class SimulatedBoundTests
{
    public static TheoryData<string> Names => [.. Worlds().Select(static world => world.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_simulated_outage_takes_longer_than_the_bound_and_the_worst_comes_near(string name)
    {
        var (_, topology, world) = Worlds().First(candidate => candidate.Name == name);
        var bound = RecoveryForecast.Of(topology, Shop, A, WorldDelays.Of(world));
        var seen = new List<SimulatedOutage>();
        for (var seed = 1; seed <= 12; seed++)
        {
            var run = Simulator.Run(new()
            {
                Topology = topology,
                World = world,
                Faults = FaultScript.Of(Fault.RegionDown(A, TimeSpan.FromSeconds(100.37 * seed))),
                Seed = seed,
                Length = TimeSpan.FromSeconds(100.37 * seed) + bound.OwnTime + TimeSpan.FromMinutes(1),
                KeepsTrace = false,
            });
            seen.Add(run.Outages.First(static outage => outage.Group.Value is "shop" or "all"));
        }

        bound.End.ShouldBe(ForecastEnd.Recovers, bound.ToText());
        Near(seen, static outage => outage.DetectedAt - outage.At, bound.Detection, bound);
        Near(seen, static outage => outage.SwitchedAt - outage.At, bound.Switch!.Value, bound);
        Near(seen, static outage => outage.RecoveredAt - outage.At, bound.Recovery!.Value, bound);
    }

    private static IEnumerable<(string Name, EstateTopology Topology, SimulationSettings World)> Worlds()
    {
        var (hot, dns) = (Service(), new SimulationSettings { Data = new() { DeadFence = FenceOutcome.Expired } });
        var anycast = dns with { Router = RouterModel.GlobalAccelerator with { OwnHealthChecks = null } };
        yield return ("hot, DNS with clients that overstay", Of(hot), dns);
        yield return ("hot, anycast", Of(hot), anycast);
        yield return ("hot, refused at once", Of(hot), anycast with { DeadRegionsHang = false });
        yield return ("hot, with suspicion", Of(hot with { Probe = new HttpProbeDefinition() }), anycast);
        yield return ("a probe every 10 s", Of(hot with { Schedule = new() { Interval = TimeSpan.FromSeconds(10) } }), dns with { Router = RouterModel.Embedded });
        yield return ("warm", Of(Standbys(hot, StandbyTemperature.Warm)), anycast);
        yield return ("single-writer data", Of(WithData(hot)), anycast);
        yield return ("cold, with a backup", Of(WithData(Standbys(hot, StandbyTemperature.Cold), "velero")), anycast with { Data = new() { DeadFence = FenceOutcome.Expired, RestoreTime = TimeSpan.FromMinutes(2) } });
        yield return ("hot, cramped", Of(Standbys(hot, StandbyTemperature.Hot, capacity: 60)), anycast);
        yield return ("two routers", Of(hot with { Routers = [Main, "edge"] }), anycast with { Routers = dns.Routers.Add("edge", RouterModel.Cloudflare with { OwnHealthChecks = null }) });
        yield return ("on approval", Of(hot with { Failover = new() { Approval = MoveApproval.OnApproval } }), anycast);
    }

    private static void Near(List<SimulatedOutage> seen, Func<SimulatedOutage, TimeSpan?> time, TimeSpan bound, RecoveryForecast forecast)
    {
        seen.ShouldAllBe(outage => time(outage) != null, forecast.ToText());
        var worst = seen.Max(outage => time(outage)!.Value);
        worst.ShouldBeLessThanOrEqualTo(bound, forecast.ToText());
        bound.ShouldBeLessThanOrEqualTo(worst * 1.25, forecast.ToText());
    }
}
