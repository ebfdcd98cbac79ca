using System.Collections.Immutable;
using System.Text;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>A plan as calls of curl, for a POSIX shell that has the token in <c>CLOUDFLARE_API_TOKEN</c>.</summary>
internal static class CurlCommands
{
    public static ImmutableArray<string> Of(CloudflarePlan plan, Uri endpoint) =>
        [.. plan.Services.Where(static service => service.After is not null).SelectMany(service => Of(service, endpoint.AbsoluteUri.TrimEnd('/')))];

    private static IEnumerable<string> Of(ServicePlan plan, string endpoint)
    {
        var (account, zone) = ($"{endpoint}/accounts/{plan.Account}/load_balancers", $"{endpoint}/zones/{plan.Zone}/load_balancers");
        foreach (var (key, monitor) in plan.NewMonitors)
        {
            yield return Create(key, $"{account}/monitors", Bodies.Of(plan, monitor));
        }

        foreach (var write in plan.Pools.Where(static write => !write.Drains))
        {
            var key = Keys.OfPool(write.Pool.Name!);
            yield return write.Id is { } id ? Call("PATCH", $"{account}/pools/{id}", Bodies.Of(plan, write)) : Create(key, $"{account}/pools", Bodies.Of(plan, write));
            if (write.Later is { } later)
            {
                yield return Call("PATCH", $"{account}/pools/'\"${Variable(key)}\"'", Bodies.Of(plan, later));
            }
        }

        yield return plan.BalancerId is { } balancer ? Call("PATCH", $"{zone}/{balancer}", Bodies.Of(plan)) : Call("POST", zone, Bodies.Of(plan));
        foreach (var write in plan.Pools.Where(static write => write.Drains))
        {
            yield return Call("PATCH", $"{account}/pools/{write.Id}", Bodies.Of(plan, write));
        }

        foreach (var unused in plan.UnusedPools.Select(static id => $"pools/{id}").Concat(plan.UnusedMonitors.Select(static id => $"monitors/{id}")))
        {
            yield return Call("DELETE", $"{account}/{unused}", null);
        }
    }

    private static string Create(string key, string url, string body) => $"{Variable(key)}=$({Call("POST", url, body)} | jq -r .result.id)";

    private static string Call(string method, string url, string? body) =>
        $"curl -sS --fail-with-body -X {method} '{url}' -H \"Authorization: Bearer $CLOUDFLARE_API_TOKEN\"{(body is null ? "" : $" -H 'Content-Type: application/json' --data {Quote(body)}")}";

    private static string Variable(string key) => string.Concat(key.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    /// <summary>Keys of what is not there yet become shell variables.</summary>
    private static string Quote(string json)
    {
        var quoted = new StringBuilder("'").Append(json.Replace("'", @"'\''", StringComparison.Ordinal)).Append('\'');
        foreach (var start in new[] { "\"pool:", "\"monitor:" })
        {
            for (var at = json.IndexOf(start, StringComparison.Ordinal); at >= 0; at = json.IndexOf(start, at + 1, StringComparison.Ordinal))
            {
                var key = json[(at + 1)..json.IndexOf('"', at + 1)];
                quoted.Replace($"\"{key}\"", $"\"'\"${Variable(key)}\"'\"");
            }
        }

        return quoted.ToString();
    }
}

/// <summary>The bodies of a plan's requests.</summary>
internal static class Bodies
{
    public static string Of(ServicePlan plan, HealthMonitor monitor) => Patches.Body(monitor, Mark(plan, Prints.Content(monitor)));

    public static string Of(ServicePlan plan, PoolWrite write) => Patches.Body(write.Pool, write.Changed, Mark(plan, Prints.Content(write.Pool)));

    /// <summary>The content is told by ids: of a plan that creates pools it is known only when they are there.</summary>
    public static string Of(ServicePlan plan) => Patches.Body(plan.Balancer, plan.Changed, Description(plan, plan.Balancer));

    public static string Description(ServicePlan plan, LoadBalancer balancer) => (plan.After! with { Content = Prints.Content(balancer) }).ToString();

    private static string Mark(ServicePlan plan, string content) => new PartOwnership(plan.After!.Owner, plan.Service.Value, content).ToString();
}
