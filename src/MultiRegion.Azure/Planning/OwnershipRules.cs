using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Planning;

/// <summary>Whether a service's profile may be written. Pure.</summary>
internal static class OwnershipRules
{
    public static Problem? Check(RoutingIntent intent, Profile live, Profile desired, string owner)
    {
        var found = Ownership.Read(live);
        return found is null ? Foreign(intent, live, desired) : Ours(intent, live, desired, found, owner) ?? Marked(intent, live, found, desired);
    }

    public static Problem Superseded(ServiceId service, Marker ours, Marker found) => Problem.Fenced($"service {service}: {ours} was superseded by {found}.");

    public static Problem Conflicting(ServiceId service, Marker ours, Marker found) => Problem.Conflict($"service {service}: {ours} meets {found}, the same place in the same epoch by another plan.");

    private static Problem? Foreign(RoutingIntent intent, Profile live, Profile desired) => intent.Adopt ? null : Problem.NotOwned(
        $"service {intent.Service}: the profile {live.Name} carries no marker of ours, so somebody else made it; adopt it to take it over. {Difference(live, desired)}");

    private static Problem? Ours(RoutingIntent intent, Profile live, Profile desired, Ownership found, string owner) =>
        found.Owner == owner && found.Service != intent.Service ? Problem.Refused($"service {intent.Service}: the profile {live.Name} belongs to service {found.Service}.")
        : intent.Adopt ? null
        : found.Owner != owner ? Problem.NotOwned($"service {intent.Service}: the profile {live.Name} belongs to another router, owner '{found.Owner}', not '{owner}'; adopt it to take it over.")
        : Prints.Content(live) != found.Content
            ? Problem.NotOwned($"service {intent.Service}: the profile {live.Name} was edited since {found.Marker}; adopt it to write over the edit. {Difference(live, desired)}")
        : null;

    // An adoption never goes past a newer marker: whoever wrote it may still be acting.
    private static Problem? Marked(RoutingIntent intent, Profile live, Ownership found, Profile desired) => intent.Marker?.Against(found.Marker) switch
    {
        MarkerOrder.Older => Superseded(intent.Service, intent.Marker, found.Marker),
        MarkerOrder.Conflicting => Conflicting(intent.Service, intent.Marker, found.Marker),
        MarkerOrder.Same when !intent.Adopt && Prints.Content(live) != Prints.Content(desired) =>
            Problem.Conflict($"service {intent.Service}: {intent.Marker} has been written with another content; take the next sequence."),
        _ => null,
    };

    private static string Difference(Profile live, Profile desired)
    {
        var (there, wanted) = (Fields.Of(live), Fields.Of(desired));
        return "There, and wanted: " + string.Join("; ", there.Keys.Union(wanted.Keys, StringComparer.OrdinalIgnoreCase).Where(name => there.GetValueOrDefault(name) != wanted.GetValueOrDefault(name)).Order(StringComparer.Ordinal)
            .Select(name => $"{name} ({there.GetValueOrDefault(name, "none")}, {wanted.GetValueOrDefault(name, "none")})").DefaultIfEmpty("nothing differs")) + ".";
    }
}
