using System.CommandLine;
using RouterConsole;

var provider = new Option<string>("--provider") { Description = "Which router: route53, global-accelerator, fronted-accelerator, cloudflare or embedded.", Required = true };
var endpoint = new Option<string?>("--endpoint") { Description = "An own endpoint of the provider's API instead of the real one." };
var topology = new Option<FileInfo>("--topology") { Description = "A file with the topology under 'MultiRegion' (or at its root), and what routers need under 'Routers'.", Required = true };
var service = new Option<string>("--service") { Description = "The service.", Required = true };
var shares = new Option<string?>("--shares") { Description = "Shares in percent, for example a=90,b=10. Default: all full." };
var drain = new Option<string[]>("--drain") { Description = "A region that gets no new answers; may be given several times." };
var planned = new Option<bool>("--planned") { Description = "The drained regions are left by plan: sessions there may end by themselves, where the router allows it." };
var import = new Option<FileInfo?>("--import") { Description = "A load balancer of cloudflare as its API prints it: its tree and options take the place of the topology's." };
var pools = new Option<FileInfo?>("--pools") { Description = "The pools of that load balancer, as the API prints them." };
var client = new Option<string?>("--client") { Description = "Who asks, for example country=JP or continent=EU,latitude=48.9,longitude=2.4." };
var sick = new Option<string[]>("--sick") { Description = "A region that does not answer, for resolve; may be given several times." };
var epoch = new Option<long?>("--epoch") { Description = "The number of the move. Default: one above what is found, and none to plan with." };
var state = new Option<FileInfo?>("--state") { Description = "Where the embedded router keeps its routes. Default: routes.json beside the topology." };
var asCommands = new Option<bool>("--as-commands") { Description = "Print the plan as calls of the provider's own tool." };
var json = new Option<bool>("--json") { Description = "Print the outcome as one JSON object on the last line." };

var root = new RootCommand("Plans, applies, adopts, reads and resolves the route of one service on one router.");
foreach (var verb in Enum.GetValues<Verb>())
{
    var command = new Command(verb.ToString().ToLowerInvariant(), Verbs.Describe(verb)) { provider, endpoint, topology, service, shares, drain, planned, import, pools, client, sick, epoch, state, asCommands, json };
    command.SetAction((parsed, cancellationToken) => Session.RunAsync(
        new()
        {
            Verb = verb,
            Provider = parsed.GetRequiredValue(provider),
            Endpoint = parsed.GetValue(endpoint),
            Topology = parsed.GetRequiredValue(topology).FullName,
            Service = parsed.GetRequiredValue(service),
            Shares = parsed.GetValue(shares) ?? "",
            Drain = parsed.GetValue(drain) ?? [],
            Planned = parsed.GetValue(planned),
            Import = parsed.GetValue(import)?.FullName,
            Pools = parsed.GetValue(pools)?.FullName,
            Client = parsed.GetValue(client) ?? "",
            Sick = parsed.GetValue(sick) ?? [],
            Epoch = parsed.GetValue(epoch),
            State = parsed.GetValue(state)?.FullName,
            AsCommands = parsed.GetValue(asCommands),
            Json = parsed.GetValue(json),
        },
        cancellationToken));
    root.Subcommands.Add(command);
}

return await root.Parse(args).InvokeAsync();
