using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Lint;

namespace MultiRegion.Cloudflare;

/// <summary>Something in a load balancer that hurts users, or will one day.</summary>
/// <param name="Id">Which rule found it, for example <c>cf-no-fallback</c>.</param>
/// <param name="Severity">How much it hurts.</param>
/// <param name="Place">Where in the document, for example <c>rules[0].condition</c>.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Mend">What to do about it.</param>
/// <param name="Suffers">The client and health state in which users suffer; null where none can be shown.</param>
public sealed record CloudflareFinding(string Id, CloudflareFindingSeverity Severity, string Place, string Problem, string Mend, string? Suffers = null);

/// <summary>How much a finding hurts.</summary>
public enum CloudflareFindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>It does not do what it seems to do, or will hurt in an outage.</summary>
    Warning,

    /// <summary>Cloudflare refuses it, or it makes an outage.</summary>
    Error,
}

/// <summary>Imports load balancers as the API writes them, and looks for what is wrong with them. Pure.</summary>
public static class CloudflareLinter
{
    /// <summary>Looks at one load balancer.</summary>
    /// <param name="balancer">Its JSON: the object itself, or an answer of the API that holds it as its result.</param>
    /// <param name="pools">The pools that it uses: an array of the API's objects, or an answer that holds one. Null: what needs them is not looked at.</param>
    /// <returns>The findings, in the order of the document; refused when a text is not JSON of a load balancer.</returns>
    public static Result<ImmutableArray<CloudflareFinding>> Check(string balancer, string? pools = null)
    {
        ArgumentNullException.ThrowIfNull(balancer);
        var read = Import.Read(balancer, DocumentJson.Default.LoadBalancer, "load balancer");
        var known = pools is null ? ImmutableArray<Pool>.Empty : Import.Read(pools, DocumentJson.Default.ImmutableArrayPool, "array of pools");
        return !read.Succeeded ? read.Problem : !known.Succeeded ? known.Problem : Sorted(new BalancerRules(read.Value, known.Value).Check());
    }

    private static ImmutableArray<CloudflareFinding> Sorted(IEnumerable<CloudflareFinding> findings) => [.. findings];
}
