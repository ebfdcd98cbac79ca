using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Planning;

/// <summary>Whether taking over somebody's profile leaves every client's answer as it is, while everything is healthy, and what changes when something is not. Pure.</summary>
internal static class Adoption
{
    public static Problem? Check(RoutingIntent intent, Profile root, Live live, ImmutableArray<Profile> desired)
    {
        if (live.Below(root).Any(static profile => profile.Properties?.TrafficRoutingMethod is { } method && !RoutingMethods.All.Contains(method)))
        {
            return Problem.Refused($"service {intent.Service}: the profile {root.Name} routes by a method that is not known here, so that nobody can say what taking it over would change.");
        }

        return Difference(root, live, desired, sick: null) is { } difference
            ? Problem.Refused(
                $"service {intent.Service}: taking over the profile {root.Name} would change answers: {difference.Client} gets {difference.Before} now and would get {difference.After}; bring the routing tree and the shares in line with it, or it with the tree.")
            : null;
    }

    /// <summary>What the profile taken over will answer otherwise once an endpoint is unhealthy: one line for each, at most.</summary>
    public static IEnumerable<string> Losses(Profile root, Live live, ImmutableArray<Profile> desired) =>
        from sick in live.Below(root).SelectMany(Nest.EndpointsOf).Where(static endpoint => !endpoint.IsNested()).Select(TargetOf).Distinct().Order(StringComparer.Ordinal)
        let difference = Difference(root, live, desired, sick)
        where difference is not null
        select $"once adopted, while {sick} is unhealthy, {difference.Client} gets {difference.After} where the profile as it is answers {difference.Before}";

    private static Changed? Difference(Profile root, Live live, ImmutableArray<Profile> desired, string? sick) => Clients([.. live.Below(root), .. desired])
        .Select(client => new Changed(Name(client), Answer(root, live.Profiles, client, sick), Answer(desired[^1], desired, client, sick)))
        .FirstOrDefault(static changed => changed.Before != changed.After);

    /// <summary>One client for each place and Azure region that either side tells apart, and one of whom nothing is known.</summary>
    private static IEnumerable<TwinClient> Clients(ImmutableArray<Profile> profiles)
    {
        var endpoints = profiles.SelectMany(Nest.EndpointsOf).Select(static endpoint => endpoint.Properties).OfType<EndpointProperties>().ToList();
        var places = endpoints.SelectMany(static properties => properties.GeoMapping ?? []).Select(static place => place.ToUpperInvariant()).Where(static place => place != Places.World).Distinct();
        var regions = endpoints.Select(static properties => AzureRegions.Find(properties.EndpointLocation)).OfType<AzureRegion>().Distinct();
        return places.Select(static place => new TwinClient { Places = [place, .. Places.GroupOf(place.Split('-')[0]) is { } group ? [group] : ImmutableArray<string>.Empty] })
            .Concat(regions.Select(static region => new TwinClient { Coordinate = region.Location })).Prepend(new());
    }

    private static string Answer(Profile root, ImmutableArray<Profile> profiles, TwinClient client, string? sick)
    {
        var answer = new TrafficManagerTwin(new(profiles), endpoint => sick is not null && TargetOf(endpoint) == sick ? ProbeState.Bad : ProbeState.Good).Answer(root, client);
        return string.Join(", ", answer.Parts.GroupBy(static part => TargetOf(part.Endpoint), static part => part.Probability)
            .OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => FormattableString.Invariant($"{group.Key} {100 * group.Sum():0} %")).DefaultIfEmpty("nothing"));
    }

    private static string TargetOf(Endpoint endpoint) => ((endpoint.Properties?.TargetResourceId is { Length: > 0 } id ? id : endpoint.Properties?.Target) ?? "").ToLowerInvariant();

    private static string Name(TwinClient client) => client switch
    {
        { Places: [var place, ..] } => $"a client in {place}",
        { Coordinate: { } at } => FormattableString.Invariant($"a client at {at.Latitude:0.#}/{at.Longitude:0.#}"),
        _ => "a client anywhere",
    };

    private sealed record Changed(string Client, string Before, string After);
}
