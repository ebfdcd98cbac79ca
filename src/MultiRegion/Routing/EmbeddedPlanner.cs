using System.Collections.Immutable;
using System.Text.Json;

namespace MultiRegion.Routing;

/// <summary>Says what intents would change in a document. Pure.</summary>
internal static class EmbeddedPlanner
{
    public static RouterPlan Plan(EmbeddedDocument live, IReadOnlyList<RoutingIntent> intents)
    {
        var changes = ImmutableArray.CreateBuilder<RouterChange>(intents.Count);
        var items = ImmutableArray.CreateBuilder<EmbeddedPlanItem>(intents.Count);
        for (var i = 0; i < intents.Count; i++)
        {
            var earlier = intents.Take(i);
            var change = Change(live, intents[i], earlier);
            changes.Add(change);
            if (change.Problem is null)
            {
                items.Add(Item(live.Find(change.Service), intents[i], change.IsEmpty));
            }
        }

        return new()
        {
            Changes = changes.ToImmutable(),
            Document = JsonSerializer.Serialize(new EmbeddedPlan(items.ToImmutable()), EmbeddedJson.Default.EmbeddedPlan),
        };
    }

    private static EmbeddedPlanItem Item(EmbeddedEntry? live, RoutingIntent intent, bool isEmpty) =>
        new(intent.Service, live?.Hash(), isEmpty ? null : EmbeddedEntry.Of(EmbeddedContent.Of(intent), intent.Marker));

    private static RouterChange Change(EmbeddedDocument document, RoutingIntent intent, IEnumerable<RoutingIntent> earlier)
    {
        var live = document.Find(intent.Service);
        var content = EmbeddedContent.Of(intent);
        var problem = Invalid(document, intent, content, earlier) ?? (live is null ? null : Owned(live, intent, content) ?? Marked(live, intent, content));
        var before = live?.Content.Line();
        var isEmpty = problem is null && live is not null && IsInPlace(live, intent, content);
        return new()
        {
            Service = intent.Service,
            Before = before,
            After = problem is null && !isEmpty ? content.Line() : before,
            Losses = problem is null ? Losses(intent) : [],
            Problem = problem,
            LiveMarker = live?.Marker,
            LiveShares = live?.Content.Shares,
            IsEmpty = isEmpty,
        };
    }

    private static Problem? Invalid(EmbeddedDocument document, RoutingIntent intent, EmbeddedContent content, IEnumerable<RoutingIntent> earlier) =>
        content.Mistake() is { } mistake ? Problem.Refused($"service {intent.Service}: {mistake}.")
        : (document.OwnerOf(intent.Hostname, intent.Service) ?? Clash(intent, earlier)) is { } other
            ? Problem.Refused($"service {intent.Service}: {(other == intent.Service ? "it is named twice in one plan" : $"its hostname {intent.Hostname} belongs to service {other}")}.")
        : null;

    private static ServiceId? Clash(RoutingIntent intent, IEnumerable<RoutingIntent> earlier) => earlier
        .FirstOrDefault(other => other.Service == intent.Service || string.Equals(other.Hostname, intent.Hostname, StringComparison.OrdinalIgnoreCase))?.Service;

    private static Problem? Owned(EmbeddedEntry live, RoutingIntent intent, EmbeddedContent content) => intent.Adopt ? null
        : live.Marker is null ? Problem.NotOwned(
            $"service {intent.Service}: its route carries no marker, so a person put it there; adopt it to take it over. {Difference(live.Content.Words(), content.Words(), "intended")}")
        : live.IsEdited ? Problem.NotOwned(
            $"service {intent.Service}: its route was edited since {live.Marker}; adopt it to write over the edit. {Difference(live.Content.Words(), live.Written ?? [], "we wrote")}")
        : null;

    // An adoption never goes past a newer marker: whoever wrote it may still be acting.
    private static Problem? Marked(EmbeddedEntry live, RoutingIntent intent, EmbeddedContent content) => intent.Marker?.Against(live.Marker) switch
    {
        MarkerOrder.Older => EmbeddedMerge.Fenced(intent.Service, intent.Marker, live),
        MarkerOrder.Conflicting => EmbeddedMerge.Conflicting(intent.Service, intent.Marker, live),
        MarkerOrder.Same when !intent.Adopt && live.Content.Hash() != content.HashOnce() => Problem.Conflict(
            $"service {intent.Service}: {intent.Marker} has been written with another content; take the next sequence. {Difference(live.Content.Words(), content.Words(), "intended")}"),
        _ => null,
    };

    // Equal content under a newer marker is written all the same: the marker is what fences the old epoch off.
    private static bool IsInPlace(EmbeddedEntry live, RoutingIntent intent, EmbeddedContent content) =>
        !live.IsEdited && live.Content.Hash() == content.HashOnce() && (intent.Marker is null || intent.Marker.Against(live.Marker) == MarkerOrder.Same);

    private static string Difference(ImmutableArray<string> found, ImmutableArray<string> other, string name) =>
        found.Length != other.Length ? $"Found: {string.Join("; ", found)}."
        : found.SequenceEqual(other) ? "The words are the same."
        : string.Join(" ", found.Zip(other).Where(static pair => pair.First != pair.Second).Select(pair => $"Found: {pair.First}; {name}: {pair.Second}."));

    private static ImmutableArray<string> Losses(RoutingIntent intent)
    {
        List<string> losses = [];
        if (intent.HealthCheck is not null)
        {
            losses.Add("health check: the embedded router checks nothing; pass isHealthy when routing");
        }

        if (HasAffinity(intent.Tree))
        {
            losses.Add("session affinity: each answer stands alone; pass the same roll for the same session");
        }

        return [.. losses];
    }

    private static bool HasAffinity(RoutingNode node) =>
        node.Affinity is { Kind: not SessionAffinityKind.None } || node.ChildNodes().Any(HasAffinity);
}
