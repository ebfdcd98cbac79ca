using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Planning;

/// <summary>Whether taking over somebody's profile leaves every client's answer as it is, while everything is healthy. Pure.</summary>
internal static class Adoption
{
    public static Problem? Check(RoutingIntent intent, Profile root, Live live, ImmutableArray<Profile> desired)
    {
        if (live.Below(root).Any(static profile => profile.Properties?.TrafficRoutingMethod is { } method && !RoutingMethods.All.Contains(method)))
        {
            return Problem.Refused($"service {intent.Service}: the profile {root.Name} routes by a method that is not known here, so that nobody can say what taking it over would change.");
        }

        foreach (var client in Clients([.. live.Below(root), .. desired]))
        {
            var (before, after) = (Answer(root, live.Profiles, client), Answer(desired[^1], desired, client));
            if (before != after)
            {
                return Problem.Refused(
                    $"service {intent.Service}: taking over the profile {root.Name} would change answers: {Name(client)} gets {before} now and would get {after}; bring the routing tree and the shares in line with it, or it with the tree.");
            }
        }

        return null;
    }

    /// <summary>One client for each place and Azure region that either side tells apart, and one of whom nothing is known.</summary>
    private static IEnumerable<TwinClient> Clients(ImmutableArray<Profile> profiles)
    {
        var endpoints = profiles.SelectMany(Nest.EndpointsOf).Select(static endpoint => endpoint.Properties).OfType<EndpointProperties>().ToList();
        var places = endpoints.SelectMany(static properties => properties.GeoMapping ?? []).Select(static place => place.ToUpperInvariant()).Where(static place => place != Places.World).Distinct();
        var regions = endpoints.Select(static properties => AzureRegions.Find(properties.EndpointLocation)).OfType<AzureRegion>().Distinct();
        return places.Select(static place => new TwinClient { Places = [place, .. Places.GroupOf(place.Split('-')[0]) is { } group ? [group] : ImmutableArray<string>.Empty] })
            .Concat(regions.Select(static region => new TwinClient { Coordinate = region.Location })).Prepend(new());
    }

    private static string Answer(Profile root, ImmutableArray<Profile> profiles, TwinClient client)
    {
        var answer = new TrafficManagerTwin(new(profiles), static _ => ProbeState.Good).Answer(root, client);
        return string.Join(", ", answer.Parts.GroupBy(static part => (part.Endpoint.Properties?.TargetResourceId is { Length: > 0 } id ? id : part.Endpoint.Properties?.Target)?.ToLowerInvariant(), static part => part.Probability)
            .OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => FormattableString.Invariant($"{group.Key} {100 * group.Sum():0} %")).DefaultIfEmpty("nothing"));
    }

    private static string Name(TwinClient client) => client switch
    {
        { Places: [var place, ..] } => $"a client in {place}",
        { Coordinate: { } at } => FormattableString.Invariant($"a client at {at.Latitude:0.#}/{at.Longitude:0.#}"),
        _ => "a client anywhere",
    };
}
