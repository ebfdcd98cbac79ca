using MultiRegion;
using MultiRegion.Cloudflare;

namespace RouterConsole;

/// <summary>A load balancer of Cloudflare that somebody else wrote: its tree, endpoints and options take the place of the file's.</summary>
internal static class ImportedBalancer
{
    public static CloudflareImport? Read(Request request)
    {
        if (request.Import is not { } file)
        {
            return null;
        }

        var read = request.Provider == "cloudflare"
            ? CloudflareImport.Read(Text(file, "--import"), request.Pools is { } pools ? Text(pools, "--pools") : null)
            : throw new BadInputException("--import: only load balancers of cloudflare can be read.");
        return read.Succeeded ? read.Value : throw new BadInputException($"--import: {read.Problem.Detail}");
    }

    public static RoutingIntent Into(RoutingIntent intent, CloudflareImport import) =>
        intent with { Hostname = import.Hostname, Tree = import.Tree, Endpoints = import.Endpoints };

    public static void Into(CloudflareRouterOptions options, CloudflareImport import)
    {
        options.Proxied = !import.Options.ContainsKey(nameof(options.Proxied));
        options.MeasuredLatency = import.Options.ContainsKey(nameof(options.MeasuredLatency));
        options.LeastOutstandingRequests = import.Options.ContainsKey(nameof(options.LeastOutstandingRequests));
        options.FailoverAcrossPools = import.Options.ContainsKey(nameof(options.FailoverAcrossPools));
        options.SessionDrain = TimeSpan.Parse(import.Options.GetValueOrDefault(nameof(options.SessionDrain), "0"), System.Globalization.CultureInfo.InvariantCulture);
        options.SessionFailover = Enum.Parse<SessionFailover>(import.Options.GetValueOrDefault(nameof(options.SessionFailover), nameof(SessionFailover.None)));
        options.DataCentres.Clear();
        foreach (var centre in import.DataCentres)
        {
            options.DataCentres.Add(centre);
        }

        options.Rules.Clear();
        foreach (var rule in import.Rules)
        {
            options.Rules.Add(rule);
        }
    }

    private static string Text(string path, string option) => File.Exists(path) ? File.ReadAllText(path) : throw new BadInputException($"{option}: there is no file {path}.");
}
