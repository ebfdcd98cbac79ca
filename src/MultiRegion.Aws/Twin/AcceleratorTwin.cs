using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>Where a part of new connections goes.</summary>
/// <param name="Endpoint">The id of the endpoint.</param>
/// <param name="Probability">How likely, 0 to 1.</param>
internal readonly record struct Landing(string Endpoint, double Probability);

/// <summary>Where an accelerator sends new connections of one listener. Pure.</summary>
/// <param name="groups">The listener's endpoint groups.</param>
/// <param name="isHealthy">By the id of an endpoint: for load balancers their own opinion, else the group's check.</param>
internal sealed class AcceleratorTwin(ImmutableArray<EndpointGroup> groups, Func<string, bool> isHealthy)
{
    /// <summary>How many groups are looked at for a healthy endpoint before any endpoint must do.</summary>
    public const int GroupsSearched = 3;

    /// <summary>How long after a recovery new connections return.</summary>
    public static readonly TimeSpan Returning = TimeSpan.FromSeconds(30);

    /// <summary>The landings of a client's new connections; empty when there is no endpoint at all.</summary>
    /// <param name="distance">How far each AWS region is from the client, in any unit.</param>
    public ImmutableArray<Landing> Connect(Func<string, double> distance)
    {
        ImmutableArray<EndpointGroup> near = [.. groups.Where(static group => !group.Endpoints.IsEmpty).OrderBy(group => distance(group.Region))];
        return near.IsEmpty ? [] :
        [
            .. Dialled(near).SelectMany(aimed => Within(near, aimed.Group).Select(landing => landing with { Probability = landing.Probability * aimed.Part }))
                .GroupBy(static landing => landing.Endpoint, static landing => landing.Probability)
                .Select(static parts => new Landing(parts.Key, parts.Sum())),
        ];
    }

    /// <summary>A connection stays where it is until it ends, whatever is dialled, weighted or taken out.</summary>
    public static string Stays(string endpoint) => endpoint;

    /// <summary>Whether a recovered endpoint is given new connections again.</summary>
    public static bool IsBack(TimeSpan sinceRecovery) => sinceRecovery >= Returning;

    /// <summary>A group takes its dial's part of what is aimed at it; the rest is aimed at the next nearest one.</summary>
    private static IEnumerable<(EndpointGroup Group, double Part)> Dialled(ImmutableArray<EndpointGroup> near)
    {
        var (left, all) = (1.0, 1 - near.Aggregate(1.0, static (product, group) => product * (1 - (group.Dial / 100))));
        foreach (var group in near)
        {
            var part = left * group.Dial / 100;
            left -= part;
            if (part > 0)
            {
                yield return (group, part / all);
            }
        }

        if (all == 0)
        {
            yield return (near[0], 1);
        }
    }

    // The search begins at the chosen group and goes on with the nearest others, whatever their dials.
    private IEnumerable<Landing> Within(ImmutableArray<EndpointGroup> near, EndpointGroup chosen) =>
        near.Remove(chosen).Insert(0, chosen).Take(GroupsSearched).Select(Available).FirstOrDefault(static available => !available.IsEmpty) is { IsDefault: false } found
            ? Weighted(found)
            : near[0].Endpoints.Select(endpoint => new Landing(endpoint.Id, 1.0 / near[0].Endpoints.Length));

    private ImmutableArray<AcceleratorEndpoint> Available(EndpointGroup group) => group.Endpoints.RemoveAll(endpoint => endpoint.Weight == 0 || !isHealthy(endpoint.Id));

    private static IEnumerable<Landing> Weighted(ImmutableArray<AcceleratorEndpoint> endpoints)
    {
        var sum = (double)endpoints.Sum(static endpoint => endpoint.Weight);
        return endpoints.Select(endpoint => new Landing(endpoint.Id, endpoint.Weight / sum));
    }
}
