using System.CommandLine;
using Fleet;

var kubeconfig = new Option<FileInfo?>("--kubeconfig") { Description = "The kubeconfig. Default: KUBECONFIG, else the home folder's." };
var contexts = new Option<string[]>("--contexts") { Description = "The contexts, as a,b or repeated; name=context gives a cluster a name of its own.", Required = true, AllowMultipleArgumentsPerToken = true };
var region = new Option<string[]>("--region") { Description = "The region of a cluster, as cluster=region; may be given several times." };
var file = new Option<FileInfo[]>("--file") { Description = "A manifest: of ours, KubeFed's, Karmada's, or plain YAML; may be given several times. Default: the sample's own." };
var owner = new Option<string>("--owner") { Description = "Whose objects these are: all of one owner belong together, and what is placed no longer is deleted.", DefaultValueFactory = static _ => "fleet-sample" };
var ns = new Option<string>("--namespace") { Description = "The namespace of objects that name none.", DefaultValueFactory = static _ => "default" };
var replicas = new Option<int?>("--replicas") { Description = "How many replicas, for scale." };
var workload = new Option<string?>("--workload") { Description = "The only workload to scale, by its name. Default: all." };
var adopt = new Option<bool>("--adopt") { Description = "Take over objects that are there already and belong to nobody." };
var takeOver = new Option<bool>("--take-over") { Description = "Take over fields that somebody else has set, and set back what was edited." };
var keep = new Option<bool>("--keep") { Description = "Delete nothing." };
var timeout = new Option<double>("--timeout") { Description = "How long one request may take, in seconds.", DefaultValueFactory = static _ => 10 };
var json = new Option<bool>("--json") { Description = "Print the counts as one JSON object on the last line." };

var root = new RootCommand("Plans, applies, watches, scales and deletes workloads over many clusters.");
foreach (var verb in Enum.GetValues<Verb>())
{
    var command = new Command(verb.ToString().ToLowerInvariant(), Verbs.Describe(verb)) { kubeconfig, contexts, region, file, owner, ns, replicas, workload, adopt, takeOver, keep, timeout, json };
    command.SetAction((parsed, cancellationToken) => Session.RunAsync(
        new()
        {
            Verb = verb,
            KubeConfig = parsed.GetValue(kubeconfig)?.FullName,
            Contexts = [.. parsed.GetRequiredValue(contexts).SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Regions = parsed.GetValue(region) ?? [],
            Files = parsed.GetValue(file) is { Length: > 0 } files ? [.. files.Select(static one => one.FullName)] : [Path.Combine(AppContext.BaseDirectory, "manifest.yaml")],
            Owner = parsed.GetRequiredValue(owner),
            Namespace = parsed.GetRequiredValue(ns),
            Replicas = parsed.GetValue(replicas),
            Workload = parsed.GetValue(workload),
            Adopt = parsed.GetValue(adopt),
            TakeOver = parsed.GetValue(takeOver),
            Keep = parsed.GetValue(keep),
            Timeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(timeout)),
            Json = parsed.GetValue(json),
        },
        cancellationToken));
    root.Subcommands.Add(command);
}

return await root.Parse(args).InvokeAsync();
