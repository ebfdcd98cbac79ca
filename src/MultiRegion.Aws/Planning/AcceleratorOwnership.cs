namespace MultiRegion.Aws.Planning;

/// <summary>Whether a service's listener may be written. Pure.</summary>
internal static class AcceleratorOwnership
{
    public static Problem? Check(RoutingIntent intent, LiveListener live, AcceleratorTag? found, string owner, string content) =>
        (intent.Adopt ? null : Ours(intent, live, found, owner, content)) ?? Marked(intent, found, content);

    private static Problem? Ours(RoutingIntent intent, LiveListener live, AcceleratorTag? found, string owner, string content) =>
        found is null ? live.Listener is null ? null : Problem.NotOwned(
            $"service {intent.Service}: the listener on its ports carries no tag of ours, so somebody else put it there; adopt it to take it over. Found: {live}.")
        : found.Owner != owner ? Problem.NotOwned($"service {intent.Service}: its listener belongs to another router, owner '{found.Owner}', not '{owner}'; adopt it to take it over.")
        : IsBegun(intent, found, content) || live.Print() is var print && (print == found.Content || print == found.Before) ? null
        : Problem.NotOwned($"service {intent.Service}: its listener was edited since {found.Marker}; adopt it to write over the edit. Found: {live}.");

    /// <summary>Whether this very write was begun before: then whatever is there is half of it.</summary>
    private static bool IsBegun(RoutingIntent intent, AcceleratorTag found, string content) =>
        intent.Marker?.Against(found.Marker) == MarkerOrder.Same && found.Content == content;

    public static Problem? Marked(RoutingIntent intent, AcceleratorTag? found, string content) => intent.Marker?.Against(found?.Marker) switch
    {
        MarkerOrder.Older => Problem.Fenced($"service {intent.Service}: {intent.Marker} was superseded by {found!.Marker}."),
        MarkerOrder.Conflicting => Problem.Conflict($"service {intent.Service}: {intent.Marker} meets {found!.Marker}, the same place in the same epoch by another plan."),
        MarkerOrder.Same when !intent.Adopt && found!.Content != content =>
            Problem.Conflict($"service {intent.Service}: {intent.Marker} has been written with another content; take the next sequence."),
        _ => null,
    };
}
