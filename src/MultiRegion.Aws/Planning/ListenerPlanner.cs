using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Says what an intent would change on an accelerator. Pure.</summary>
internal sealed class ListenerPlanner(string owner)
{
    public (RouterChange Change, ListenerPlan? Plan) Plan(RoutingIntent intent, ListenerSettings settings, LiveListener live, AcceleratorTag? found)
    {
        var compiled = AcceleratorCompiler.Compile(intent, settings);
        if (!compiled.Succeeded)
        {
            return (Words(intent, live, found) with { After = Before(live), Problem = compiled.Problem }, null);
        }

        var desired = new LiveListener(compiled.Value.Listener, compiled.Value.Groups);
        var (seen, content) = (live.Print(), desired.Print());
        if (AcceleratorOwnership.Check(intent, live, found, owner, content) is { } problem)
        {
            return (Words(intent, live, found) with { After = Before(live), Problem = problem }, null);
        }

        var isEmpty = found is not null && seen == content && found.Content == content && (intent.Marker is null || intent.Marker.Against(found.Marker) == MarkerOrder.Same);
        var plan = new ListenerPlan
        {
            Service = intent.Service,
            Live = live.Listener,
            Desired = compiled.Value.Listener,
            Steps = isEmpty ? [] : GroupSteps.Between(live.Groups, compiled.Value.Groups),
            Seen = seen,
            Before = found,
            After = isEmpty || intent.Marker is null ? null : new(owner, intent.Service, intent.Marker, seen, content),
            OnlyLooking = intent.Marker is null && !isEmpty,
        };
        return (Words(intent, live, found) with { After = desired.ToString(), Losses = [.. compiled.Value.Losses.Select(static loss => loss.Text)], IsEmpty = isEmpty }, plan);
    }

    private static RouterChange Words(RoutingIntent intent, LiveListener live, AcceleratorTag? found) =>
        new() { Service = intent.Service, Before = Before(live), LiveMarker = found?.Marker };

    private static string? Before(LiveListener live) => live.Listener is null ? null : live.ToString();
}
