using MultiRegion;
using MultiRegion.Testing.Forecast;
using MultiRegion.Testing.Replay;
using MultiRegion.Testing.Simulation;
using MultiRegion.Testing.WhatIf;

// As in a user's own code: within this project's namespace, the folder of that name would stand before the type.
namespace Documented;

internal static class SimulationCode
{
    public static void Forecast(EstateTopology topology, IGlobalRouter router)
    {
        // begin Forecast
        foreach (var forecast in RecoveryForecast.Of(topology, new WorldDelays { StartUp = TimeSpan.FromSeconds(90), Router = RouterDelays.Of(router.Capabilities) }))
        {
            Console.Write(forecast.ToText());
        }

        // end
    }

    public static async Task WhatIfAsync(EstateTopology topology)
    {
        // begin WhatIf
        var report = await Simulation.Of(topology)
            .In(new SimulationSettings { StartUp = TimeSpan.FromSeconds(60) })
            .Against(new FaultDistributions([new(FaultKind.RegionDown, MeanBetween: TimeSpan.FromDays(90), MeanToRepair: TimeSpan.FromHours(1))]))
            .CompareServices("1 s", service => service)
            .CompareServices("10 s", service => service with { Schedule = service.Schedule with { Interval = TimeSpan.FromSeconds(10) } })
            .Over(years: 20, seed: 1)
            .RunAsync();
        Console.Write(report.ToText());
        Console.Write(report.Variants[0].Explain(report.Variants[0].Worst!).ToText());

        // end
    }

    public static async Task ReplayAsync(EstateTopology candidate)
    {
        // begin Replay
        var record = await IncidentRecord.ReadFolderAsync("/var/lib/multiregion");
        var replay = await IncidentReplay.RunAsync(record, candidate, new ReplayOptions { Delays = new() { StartUp = TimeSpan.FromSeconds(60) } });
        Console.Write(replay.ToText());

        // end
    }
}
