using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>Whether a service's documents may be written. Pure.</summary>
internal static class OwnershipRules
{
    public static Problem? Check(RoutingIntent intent, LoadBalancer? live, LoadBalancer desired, string owner)
    {
        var found = Ownership.Read(live?.Description);
        return live is null ? null : found is null ? Foreign(intent, live, desired) : Ours(intent, live, desired, found, owner) ?? Marked(intent, found, desired);
    }

    public static Problem? Check(RoutingIntent intent, Pool live, Pool desired, string owner)
    {
        var found = PartOwnership.Of(live);
        return intent.Adopt ? null
            : found is null ? Problem.NotOwned($"service {intent.Service}: pool {live.Name} carries no mark of ours, so somebody else made it; adopt it to take it over, or rename it.")
            : !found.IsOf(owner, intent.Service) ? Problem.NotOwned($"service {intent.Service}: pool {live.Name} belongs to service {found.Service} of owner '{found.Owner}'.")
            : found.Content != Prints.Content(live) ? Problem.NotOwned($"service {intent.Service}: pool {live.Name} was edited since it was written; adopt it to write over the edit. {Difference(Fields.Of(live), Fields.Of(desired))}")
            : null;
    }

    private static Problem? Foreign(RoutingIntent intent, LoadBalancer live, LoadBalancer desired) => intent.Adopt ? null : Problem.NotOwned(
        $"service {intent.Service}: the load balancer {live.Name} carries no marker of ours, so somebody else made it; adopt it to take it over. {Difference(Fields.Of(live), Fields.Of(desired))}");

    private static Problem? Ours(RoutingIntent intent, LoadBalancer live, LoadBalancer desired, Ownership found, string owner) =>
        found.Owner == owner && found.Service != intent.Service ? Problem.Refused($"service {intent.Service}: its hostname {intent.Hostname} belongs to service {found.Service}.")
        : intent.Adopt ? null
        : found.Owner != owner ? Problem.NotOwned($"service {intent.Service}: {intent.Hostname} belongs to another router, owner '{found.Owner}', not '{owner}'; adopt it to take it over.")
        : Prints.Content(live) != found.Content
            ? Problem.NotOwned($"service {intent.Service}: the load balancer {live.Name} was edited since {found.Marker}; adopt it to write over the edit. {Difference(Fields.Of(live), Fields.Of(desired))}")
        : null;

    // An adoption never goes past a newer marker: whoever wrote it may still be acting.
    private static Problem? Marked(RoutingIntent intent, Ownership found, LoadBalancer desired) => intent.Marker?.Against(found.Marker) switch
    {
        MarkerOrder.Older => Superseded(intent.Service, intent.Marker, found.Marker),
        MarkerOrder.Conflicting => Conflicting(intent.Service, intent.Marker, found.Marker),
        MarkerOrder.Same when !intent.Adopt && found.Content != Prints.Content(desired) =>
            Problem.Conflict($"service {intent.Service}: {intent.Marker} has been written with another content; take the next sequence."),
        _ => null,
    };

    public static Problem Superseded(ServiceId service, Marker ours, Marker found) => Problem.Fenced($"service {service}: {ours} was superseded by {found}.");

    public static Problem Conflicting(ServiceId service, Marker ours, Marker found) =>
        Problem.Conflict($"service {service}: {ours} meets {found}, the same place in the same epoch by another plan.");

    private static string Difference(ImmutableSortedDictionary<string, string> live, ImmutableSortedDictionary<string, string> desired) => "There, and wanted: " + string.Join("; ", live.Keys.Union(desired.Keys)
        .Where(name => live.GetValueOrDefault(name) != desired.GetValueOrDefault(name)).Order(StringComparer.Ordinal)
        .Select(name => $"{name} {live.GetValueOrDefault(name, "not set")}, {desired.GetValueOrDefault(name, "not set")}").DefaultIfEmpty("nothing differs")) + ".";
}
