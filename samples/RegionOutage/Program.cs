using System.CommandLine;
using System.Globalization;
using RegionOutage;

var fast = new Option<bool>("--fast") { Description = "Shorter intervals and soaks: half a minute at most." };
var plain = new Option<bool>("--plain") { Description = "Probe by the schedule alone, without tripwire and suspicion." };
var json = new Option<bool>("--json") { Description = "Print the report as one JSON object on the last line." };
var killController = new Option<bool>("--kill-controller") { Description = "Kill the controller too, in the middle of the failover, and start another." };
var repeat = new Option<int>("--repeat") { Description = "How many outages, one after the other; the report then has medians.", DefaultValueFactory = static _ => 1 };
var seed = new Option<int?>("--seed") { Description = "Decides when between two probes the region dies. Default: drawn by lot, and printed." };
var keep = new Option<DirectoryInfo?>("--keep") { Description = "Leave logs, journal and picture in this folder." };
var svg = new Option<FileInfo?>("--svg") { Description = "Where the picture goes. Default: in the kept folder, or else in the temporary one." };
repeat.Validators.Add(static result =>
{
    if (result.GetValueOrDefault<int>() < 1)
    {
        result.AddError("--repeat takes 1 or more.");
    }
});

var root = new RootCommand("Starts three regions, a controller and clients as processes, kills a region, and reports what users saw.")
{
    fast, plain, json, killController, repeat, seed, keep, svg,
};
root.SetAction((parsed, cancellationToken) => new Session(new()
{
    Settings = Settings.Of(parsed.GetValue(fast), parsed.GetValue(plain)),
    Json = parsed.GetValue(json),
    KillController = parsed.GetValue(killController),
    Repeat = parsed.GetValue(repeat),
    Seed = parsed.GetValue(seed) ?? Environment.TickCount & 0xFFFF,
    Keep = parsed.GetValue(keep)?.FullName,
    Svg = parsed.GetValue(svg)?.FullName,
}).RunAsync(cancellationToken));
root.Subcommands.Add(RegionCommand());
root.Subcommands.Add(ControllerCommand());
return await root.Parse(args).InvokeAsync();

static Command RegionCommand()
{
    var (name, port, log, clock) = (new Option<string>("--name"), new Option<int>("--port"), new Option<string>("--log"), new Option<string>("--clock"));
    var command = new Command("region", "What the program starts itself as.") { name, port, log, clock };
    command.Hidden = true;
    command.SetAction((parsed, cancellationToken) => RegionRole.RunAsync(
        parsed.GetRequiredValue(name), parsed.GetValue(port), parsed.GetRequiredValue(log), SharedClock.Parse(parsed.GetRequiredValue(clock)), cancellationToken));
    return command;
}

static Command ControllerCommand()
{
    var (name, dir, ports, clock) = (new Option<string>("--name"), new Option<string>("--dir"), new Option<string>("--ports"), new Option<string>("--clock"));
    var (confirmAfter, fast, plain) = (new Option<double>("--confirm-after"), new Option<bool>("--fast"), new Option<bool>("--plain"));
    var command = new Command("controller", "What the program starts itself as.") { name, dir, ports, clock, confirmAfter, fast, plain };
    command.Hidden = true;
    command.SetAction((parsed, cancellationToken) => ControllerRole.RunAsync(
        parsed.GetRequiredValue(name),
        new(parsed.GetRequiredValue(dir)),
        [.. parsed.GetRequiredValue(ports).Split(',').Select(static port => int.Parse(port, CultureInfo.InvariantCulture))],
        Settings.Of(parsed.GetValue(fast), parsed.GetValue(plain)),
        TimeSpan.FromMilliseconds(parsed.GetValue(confirmAfter)),
        SharedClock.Parse(parsed.GetRequiredValue(clock)),
        cancellationToken));
    return command;
}
