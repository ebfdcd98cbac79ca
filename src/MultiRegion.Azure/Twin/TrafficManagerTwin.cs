using System.Collections.Immutable;
using System.Net.Sockets;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>How Traffic Manager answers, by what it documents. Pure.</summary>
/// <param name="nest">The profiles.</param>
/// <param name="state">What the probes say.</param>
internal sealed class TrafficManagerTwin(Nest nest, Func<Endpoint, ProbeState> state)
{
    private readonly MonitorStatus _status = new(nest, state);

    /// <summary>What a client's new query for a profile's name is given. Each query stands alone.</summary>
    public Answer Answer(Profile profile, TwinClient client) => Answer(profile, client, 1);

    private Answer Answer(Profile profile, TwinClient client, int level)
    {
        if (!MonitorStatus.IsEnabled(profile))
        {
            return Twin.Answer.Nothing(NoAnswer.NameDoesNotExist);
        }

        var chosen = level > Nest.MostLevels ? [] : Choose(profile, client);
        return chosen.IsEmpty ? Twin.Answer.Nothing(NoAnswer.NoData) : Below(chosen, client, level, profile.Properties?.TrafficRoutingMethod == RoutingMethods.MultiValue ? (int)Math.Min(chosen.Length, profile.Properties.MaxReturn ?? Choosing.UsualRecords) : 1);
    }

    private ImmutableArray<EndpointPart> Choose(Profile profile, TwinClient client)
    {
        var endpoints = Nest.EndpointsOf(profile).Select(endpoint => (Endpoint: endpoint, Status: _status.Of(profile, endpoint))).ToList();
        return profile.Properties?.TrafficRoutingMethod switch
        {
            RoutingMethods.Geographic => Choosing.ByPlace(endpoints, client),
            RoutingMethods.Subnet => Choosing.BySubnet(endpoints, client),
            RoutingMethods.Priority => Choosing.ByPriority(Candidates(endpoints)),
            RoutingMethods.Weighted => Choosing.ByWeight(Candidates(endpoints)),
            RoutingMethods.Performance => Choosing.ByDistance(Candidates(endpoints), client),
            RoutingMethods.MultiValue => Choosing.Several(Candidates([.. endpoints.Where(one => IsAsked(one.Endpoint, client))]), profile.Properties.MaxReturn ?? Choosing.UsualRecords),
            var other => throw new NotSupportedException($"There is no routing method '{other}'."),
        };
    }

    /// <summary>Those that are well; when none is, all that are not disabled or stopped.</summary>
    private static List<Endpoint> Candidates(List<(Endpoint Endpoint, string Status)> endpoints)
    {
        var available = endpoints.Where(static one => MonitorStatus.IsAvailable(one.Status)).Select(static one => one.Endpoint).ToList();
        return available.Count > 0 ? available : [.. endpoints.Where(static one => MonitorStatus.IsEligible(one.Status)).Select(static one => one.Endpoint)];
    }

    private static bool IsAsked(Endpoint endpoint, TwinClient client) =>
        endpoint.Address()?.AddressFamily is not { } family || family == (client.WantsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);

    private Answer Below(ImmutableArray<EndpointPart> chosen, TwinClient client, int level, int records)
    {
        var (parts, failure) = (ImmutableArray.CreateBuilder<EndpointPart>(), NoAnswer.None);
        foreach (var part in chosen)
        {
            if (!part.Endpoint.IsNested())
            {
                parts.Add(part);
            }
            else if (nest.Child(part.Endpoint) is { } child && Answer(child, client, level + 1) is var below)
            {
                parts.AddRange(below.Parts.Select(inner => inner with { Probability = inner.Probability * part.Probability }));
                (failure, records) = (below.Failure == NoAnswer.None ? failure : below.Failure, Math.Max(records, below.Records));
            }
            else
            {
                failure = NoAnswer.NoData;
            }
        }

        return new(parts.ToImmutable(), failure) { Records = records };
    }
}
