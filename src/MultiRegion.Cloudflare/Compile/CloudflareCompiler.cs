using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>What an intent is in Cloudflare.</summary>
/// <param name="Balancer">Its pools are keys of <paramref name="Pools"/>.</param>
/// <param name="Pools">By name, which is their key. All regions of the tree, drained ones too: they are wanted again. Their monitors are keys of <paramref name="Monitors"/>.</param>
/// <param name="Monitors">By key.</param>
/// <param name="Losses">What is expressed less exactly.</param>
internal sealed record CompiledService(
    LoadBalancer Balancer, ImmutableSortedDictionary<string, Pool> Pools, ImmutableSortedDictionary<string, HealthMonitor> Monitors, ImmutableArray<Loss> Losses);

/// <summary>Compiles an intent to a load balancer, pools and monitors. Pure.</summary>
internal static class CloudflareCompiler
{
    public static Result<CompiledService> Compile(RoutingIntent intent, CompileSettings settings)
    {
        var findings = new Findings();
        if (Invalid(intent) is { } invalid)
        {
            return invalid;
        }

        var tree = RoutingTreePruning.Prune(intent.Tree, intent.Shares)!;
        if (new TreeShaper(intent.Shares, settings.MeasuredLatency, findings).Shape(tree) is not { } shape || findings.Refusal is not null)
        {
            return Refused(intent, findings.Refusal!);
        }

        var monitors = new Monitors(settings.Monitor, findings);
        var pools = new PoolWriter(intent, shape, settings, monitors, findings);
        var balancer = new BalancerWriter(intent, settings, pools, findings).Write(shape, LastResort.Choose(tree, shape, intent.Shares, findings));
        var made = pools.All();
        return findings.Refusal is { } reason ? Refused(intent, reason) : new CompiledService(balancer, made, monitors.Made, findings.Losses);
    }

    private static Problem? Invalid(RoutingIntent intent) =>
        !RoutingResolver.CanResolve(intent.Tree, intent.Shares) ? Refused(intent, $"every region of its tree is drained ({intent.Shares}): keep at least one above 0 %")
        : intent.Tree.RegionsBelow().FirstOrDefault(region => !intent.Endpoints.ContainsKey(region)) is { Value: not "" } missing ? Refused(intent, $"region {missing} of its tree has no endpoint")
        : null;

    private static Problem Refused(RoutingIntent intent, string reason) => Problem.Refused($"service {intent.Service}: {reason}.");
}
