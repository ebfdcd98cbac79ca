using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>Reads what a plan for an accelerator needs, and plans.</summary>
internal sealed class AcceleratorPlanning(AcceleratorReader reader, string arn, string owner, ImmutableDictionary<ServiceId, ListenerSettings> services)
{
    private readonly ListenerPlanner _planner = new(owner);

    public async ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        var tags = await reader.TagsAsync(cancellationToken).ConfigureAwait(false);
        var listeners = tags.Succeeded ? await reader.ListenersAsync(cancellationToken).ConfigureAwait(false) : tags.Problem;
        if (!listeners.Succeeded)
        {
            return listeners.Problem;
        }

        var (changes, plans) = (ImmutableArray.CreateBuilder<RouterChange>(intents.Count), ImmutableArray.CreateBuilder<ListenerPlan>());
        for (var i = 0; i < intents.Count; i++)
        {
            var planned = await PlanAsync(intents, i, tags.Value!, listeners.Value, cancellationToken).ConfigureAwait(false);
            if (!planned.Succeeded)
            {
                return planned.Problem;
            }

            changes.Add(planned.Value.Change);
            if (planned.Value.Plan is { } plan)
            {
                plans.Add(plan);
            }
        }

        var document = new AcceleratorPlan(arn, plans.ToImmutable());
        return new RouterPlan { Changes = changes.ToImmutable(), Document = document.ToJson(), Commands = AcceleratorCommands.Of(document) };
    }

    private async ValueTask<Result<Planned>> PlanAsync(
        IReadOnlyList<RoutingIntent> intents, int index, ImmutableDictionary<string, string> tags, ImmutableArray<Listener> listeners, CancellationToken cancellationToken)
    {
        var intent = intents[index];
        if (intents.Take(index).Any(earlier => earlier.Service == intent.Service))
        {
            return Refused(intent, "it is named twice in one plan");
        }

        if (!services.TryGetValue(intent.Service, out var settings))
        {
            return Refused(intent, "the accelerator's options have no ports and endpoints for it: add them under Services");
        }

        var live = await reader.ReadAsync(listeners, settings.Listener(), cancellationToken).ConfigureAwait(false);
        if (!live.Succeeded)
        {
            return live.Problem;
        }

        var (change, plan) = _planner.Plan(intent, settings, live.Value, AcceleratorTag.Read(tags, intent.Service));
        return new Planned(change, plan);
    }

    private static Planned Refused(RoutingIntent intent, string reason) => new(new() { Service = intent.Service, Problem = Problem.Refused($"service {intent.Service}: {reason}.") }, null);

    private sealed record Planned(RouterChange Change, ListenerPlan? Plan);
}
