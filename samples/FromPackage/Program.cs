using MultiRegion;
using MultiRegion.Routing;
using MultiRegion.Testing;

// A shop in two regions, everything in memory and in virtual time: the plan of a switchover, the switchover, and where clients go then.
var clock = new VirtualClock();
var router = new EmbeddedRouter(new(), clock);
await using var engine = FailoverEngine.CreateBuilder()
    .WithTopology(new EstateTopology
    {
        Regions = [new() { Id = "eu" }, new() { Id = "us" }],
        Services =
        [
            new()
            {
                Id = "shop",
                Hostname = "shop.example.com",
                Routers = ["dns"],
                Probe = new NamedProbeDefinition { Name = "canary" },
                Deployments =
                [
                    new() { Region = "eu", Endpoint = new("eu.example.com") },
                    new() { Region = "us", Endpoint = new("us.example.com"), Role = DeploymentRole.Standby },
                ],
            },
        ],
    })
    .AddProbe("canary", new ScriptedProbe(clock))
    .AddRouter("dns", router)
    .UseJournal(new InMemoryJournal())
    .UseTime(clock)
    .Build();
await RunAsync(TimeSpan.FromSeconds(10));

var command = new OperatorCommand { Id = "1", Kind = CommandKind.SwitchOver, Actor = "anna", Reason = "maintenance", Group = "shop", Region = "us" };
Console.WriteLine(await engine.PlanAsync(command));
var answer = engine.SubmitAsync(command);
await RunAsync(TimeSpan.FromMinutes(5));

Console.WriteLine($"{(await answer).Text}\n\n{engine.Status.ToText()}");
var endpoint = router.Route("shop", ClientLocation.Unknown, roll: 0.5);
Console.WriteLine($"clients go to {endpoint}");
return endpoint.Host == "us.example.com" ? 0 : 1;

async Task RunAsync(TimeSpan span)
{
    for (var until = clock.Elapsed + span; clock.Elapsed < until; clock.Advance(TimeSpan.FromMilliseconds(50)))
    {
        await engine.TickAsync();
    }
}
