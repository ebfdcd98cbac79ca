using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Whether a service's records may be written. Pure.</summary>
internal static class OwnershipRules
{
    public static Problem? Check(RoutingIntent intent, LiveService live, Ownership? found, string owner, string content, string? externalDns) =>
        externalDns is not null ? Problem.NotOwned(
            $"service {intent.Service}: external-dns (owner '{externalDns}') holds {intent.Hostname} and would write it back; take the name out of its sources and delete its TXT record, then adopt.")
        : found is null ? Foreign(intent, live)
        : Ours(intent, live, found, owner) ?? Marked(intent, found, content);

    private static Problem? Foreign(RoutingIntent intent, LiveService live) =>
        live.Txt is not null ? Problem.NotOwned($"service {intent.Service}: {live.Txt.Name} holds a TXT record that is not ours; look at it, and delete it when nobody needs it.")
        : intent.Adopt || live.Routes.IsEmpty ? null
        : Problem.NotOwned($"service {intent.Service}: the records of {intent.Hostname} carry no marker of ours, so somebody else put them there; adopt them to take them over. Found: {RecordText.Of(live.Routes)}.");

    private static Problem? Ours(RoutingIntent intent, LiveService live, Ownership found, string owner) =>
        found.Owner == owner && found.Service != intent.Service ? Problem.Refused($"service {intent.Service}: its hostname {intent.Hostname} belongs to service {found.Service}.")
        : intent.Adopt ? null
        : found.Owner != owner ? Problem.NotOwned($"service {intent.Service}: {intent.Hostname} belongs to another router, owner '{found.Owner}', not '{owner}'; adopt it to take it over.")
        : LiveService.Print(live.Routes) is var print && print != found.Content
            ? Problem.NotOwned($"service {intent.Service}: the records of {intent.Hostname} were edited since {found.Marker}; adopt them to write over the edit. Found: {RecordText.Of(live.Routes)}.")
        : null;

    // An adoption never goes past a newer marker: whoever wrote it may still be acting.
    private static Problem? Marked(RoutingIntent intent, Ownership found, string content) => intent.Marker?.Against(found.Marker) switch
    {
        MarkerOrder.Older => Problem.Fenced($"service {intent.Service}: {intent.Marker} was superseded by {found.Marker}."),
        MarkerOrder.Conflicting => Problem.Conflict($"service {intent.Service}: {intent.Marker} meets {found.Marker}, the same place in the same epoch by another plan."),
        MarkerOrder.Same when !intent.Adopt && found.Content != content =>
            Problem.Conflict($"service {intent.Service}: {intent.Marker} has been written with another content; take the next sequence."),
        _ => null,
    };
}
