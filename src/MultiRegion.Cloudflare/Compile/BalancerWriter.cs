using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Writes the load balancer of a service.</summary>
internal sealed class BalancerWriter(RoutingIntent intent, CompileSettings settings, PoolWriter pools, Findings findings)
{
    private const double DefaultTtl = 60;

    /// <summary>More than this, in percent of all clients, is worth a word.</summary>
    private const double Negligible = 0.15;

    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Nowhere = ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    public LoadBalancer Write(Shape shape, Leaf fallback)
    {
        var sticky = new Stickiness(settings, findings).Of(intent.Tree);
        LoseUnchecked();
        var centres = new DataCentreWriter(intent, settings, pools, findings);
        var isGeographic = centres.HasAny || shape is Ordered { Areas.IsEmpty: false };
        return new()
        {
            Name = intent.Hostname.ToLowerInvariant().TrimEnd('.'),
            Enabled = true,
            Proxied = settings.Proxied,
            Ttl = Ttl(),
            SteeringPolicy = isGeographic ? SteeringPolicies.Geo : Policy(shape),
            DefaultPools = Names(shape is Ordered ordered ? ordered.Default : shape.Leaves),
            FallbackPool = pools.NameOf(fallback),
            RegionPools = Lists(shape, static area => area.Scope == GeographicScope.Continent ? Areas.RegionsOf(area.Code) : []),
            CountryPools = Lists(shape, static area => area.Scope == GeographicScope.Country ? [area.Code.ToUpperInvariant()] : []),
            PopPools = centres.Write(shape),
            RandomSteering = Weights(shape),
            SessionAffinity = sticky.Kind,
            SessionAffinityTtl = sticky.Ttl,
            SessionAffinityAttributes = sticky.Attributes,
            AdaptiveRouting = new(settings.FailoverAcrossPools),
            Rules = new RuleWriter(intent, settings, pools, findings).Write(isGeographic),
        };
    }

    private string Policy(Shape shape) => shape switch
    {
        Random { Sheds: false } when settings.LeastOutstandingRequests => Outstanding(),
        Random => SteeringPolicies.Random,
        Nearest { IsMeasured: true } when intent.HealthCheck is null => Unmeasured(),
        Nearest { IsMeasured: true } => SteeringPolicies.DynamicLatency,
        Nearest => SteeringPolicies.Proximity,
        _ => SteeringPolicies.Off,
    };

    private string Outstanding()
    {
        findings.Lose(LossKind.Answers, "least outstanding requests: pools with more of them get less than their weight says");
        return SteeringPolicies.LeastOutstandingRequests;
    }

    private string Unmeasured()
    {
        findings.Refuse("Cloudflare measures latency by its health checks, and the service has none: give it a probe, or every branch a location");
        return SteeringPolicies.Off;
    }

    private RandomSteering Weights(Shape shape)
    {
        if (shape is not Random random)
        {
            return new() { DefaultWeight = 1, PoolWeights = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal) };
        }

        var (weights, error) = WeightScale.Of([.. random.Members.Select(static member => member.Weight)]);
        if (error > Negligible)
        {
            findings.Lose(LossKind.Resolution, FormattableString.Invariant($"weights are written in hundredths: a region gets up to {error:0.##} % of all clients more or less"));
        }

        return new()
        {
            DefaultWeight = 1,
            PoolWeights = random.Members.Zip(weights, static (member, weight) => (member.Leaf, weight)).Concat(pools.Draining.Select(static leaf => (leaf, 0.0)))
                .ToImmutableSortedDictionary(pair => pools.NameOf(pair.Item1), static pair => pair.Item2, StringComparer.Ordinal),
        };
    }

    private ImmutableSortedDictionary<string, ImmutableArray<string>> Lists(Shape shape, Func<GeographicArea, ImmutableArray<string>> codes) => shape is Ordered ordered
        ? ordered.Areas.SelectMany(area => codes(area.Area).Select(code => KeyValuePair.Create(code, Names(area.Leaves)))).ToImmutableSortedDictionary(StringComparer.Ordinal)
        : Nowhere;

    // A pool that drains takes nothing new wherever it stands: it has no endpoint for it.
    private ImmutableArray<string> Names(IEnumerable<Leaf> leaves) => [.. leaves.Concat(pools.Draining).Select(pools.NameOf)];

    private double? Ttl()
    {
        var given = Below(intent.Tree).Select(static node => node.Ttl).OfType<TimeSpan>().Distinct().ToList();
        if (given.Count > 0 && (settings.Proxied || given.Count > 1 || intent.Tree.Ttl is null))
        {
            findings.Lose(LossKind.Handling, settings.Proxied ? "TTL: that of a proxied name is Cloudflare's own" : "TTL: a load balancer has one, that of the tree's root");
        }

        return settings.Proxied ? null : Math.Round(intent.Tree.Ttl?.TotalSeconds ?? DefaultTtl);
    }

    private void LoseUnchecked()
    {
        if (intent.HealthCheck is null && Below(intent.Tree).Any(static node => node is EndpointNode { HealthChecked: true }))
        {
            findings.Lose(LossKind.Answers, "health check: none is given, so that a sick region is answered until our own shift");
        }
    }

    private static IEnumerable<RoutingNode> Below(RoutingNode node) => node.ChildNodes().SelectMany(Below).Prepend(node);
}
