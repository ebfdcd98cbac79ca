using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiRegion;
using MultiRegion.Testing;

// What is made by reflection elsewhere: configuration, options, the container's own construction, JSON.
var configuration = new ConfigurationManager();
configuration["Regions:eu:Provider"] = "aws";
configuration["Services:shop:Hostname"] = "shop.example.com";
configuration["Services:shop:Routers"] = "dns";
configuration["Services:shop:Probe:Named"] = "canary";
configuration["Services:shop:Deployments:0:Region"] = "eu";
configuration["Services:shop:Deployments:0:Endpoint"] = "eu.example.com";
configuration["Regions:us:Provider"] = "azure";
configuration["Services:shop:Deployments:1:Region"] = "us";
configuration["Services:shop:Deployments:1:Endpoint"] = "us.example.com";
configuration["Engine:Controller"] = "trimmed";
var services = new ServiceCollection();
services.AddMultiRegion(configuration).AddEmbeddedRouter("dns").AddProbe<ScriptedProbe>("canary").UseJournal<InMemoryJournal>();
services.AddHealthChecks().AddMultiRegion();
await using var provider = services.BuildServiceProvider();
var engine = provider.GetRequiredService<FailoverEngine>();
for (var round = 0; round < 3; round++)
{
    await engine.TickAsync();
}

Console.WriteLine(engine.Status.ToJson());
return engine.Status is { IsLeader: true, JournalSequence: > 0 } ? 0 : 1;
