using System.Collections.Immutable;

namespace MultiRegion.Routing;

/// <summary>Carries a plan into the document that is there now, all of it or nothing. Pure.</summary>
internal static class EmbeddedMerge
{
    /// <summary>Applies a plan.</summary>
    /// <param name="live">The document as it is now.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>The same instance when there is nothing to write.</returns>
    public static Result<EmbeddedDocument> Apply(EmbeddedDocument live, EmbeddedPlan plan)
    {
        var merged = live;
        foreach (var item in plan.Items)
        {
            var found = live.Find(item.Service);
            if (HasHappened(item, found))
            {
                continue;
            }

            if (Refusal(item, found) is { } problem)
            {
                return problem;
            }

            merged = item.Entry is null ? merged : merged.With(item.Service, item.Entry);
        }

        return Clash(merged, plan) is { } clash ? clash : merged;
    }

    public static EmbeddedReceipt Receipt(EmbeddedDocument live, EmbeddedPlan plan) =>
        new(live.Services.Where(pair => plan.Items.Any(item => item.Service == pair.Key)).ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value.Hash()));

    public static Confirmation Confirm(EmbeddedDocument live, EmbeddedReceipt receipt) =>
        receipt.Hashes.All(pair => live.Find(pair.Key)?.Hash() == pair.Value) ? Confirmation.InEffect : Confirmation.Lost;

    public static Problem Fenced(ServiceId service, Marker marker, EmbeddedEntry live) =>
        Problem.Fenced($"service {service}: {marker} was superseded by {live.Marker}.");

    public static Problem Conflicting(ServiceId service, Marker marker, EmbeddedEntry live) =>
        Problem.Conflict($"service {service}: {marker} meets {live.Marker}, the same place in the same epoch by another plan.");

    private static bool HasHappened(EmbeddedPlanItem item, EmbeddedEntry? found) =>
        item.Entry is { Marker: not null } entry && found?.Hash() == entry.Hash();

    private static Problem? Refusal(EmbeddedPlanItem item, EmbeddedEntry? found)
    {
        if (item.Entry is { Marker: null })
        {
            return Problem.Refused($"service {item.Service}: the plan was made without a marker, only to look; plan again with one.");
        }

        return (found is null ? null : item.Entry?.Marker?.Against(found.Marker)) switch
        {
            MarkerOrder.Older => Fenced(item.Service, item.Entry!.Marker!, found!),
            MarkerOrder.Conflicting => Conflicting(item.Service, item.Entry!.Marker!, found!),
            _ when found?.Hash() != item.Seen => Problem.Conflict($"service {item.Service}: its route has changed since the plan was made; plan again."),
            _ => null,
        };
    }

    private static Problem? Clash(EmbeddedDocument merged, EmbeddedPlan plan) => plan.Items
        .Where(static item => item.Entry is not null)
        .Select(item => merged.OwnerOf(item.Entry!.Content.Hostname, item.Service) is { } other
            ? Problem.Conflict($"service {item.Service}: its hostname now belongs to service {other}; plan again.")
            : null)
        .FirstOrDefault(static problem => problem is not null);
}
