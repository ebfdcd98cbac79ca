using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Planning;

/// <summary>Says what an intent would change on an accelerator. Pure.</summary>
internal sealed class ListenerPlanner(string owner)
{
    public (RouterChange Change, ListenerPlan? Plan) Plan(RoutingIntent intent, ListenerSettings settings, LiveListener live, AcceleratorTag? found)
    {
        var compiled = AcceleratorCompiler.Compile(intent, settings);
        if (!compiled.Succeeded)
        {
            return (Words(intent, settings, live, found) with { After = Before(live), Problem = compiled.Problem }, null);
        }

        var desired = new LiveListener(compiled.Value.Listener, compiled.Value.Groups);
        var (seen, content) = (live.Print(), desired.Print());
        if (AcceleratorOwnership.Check(intent, live, found, owner, content) is { } problem)
        {
            return (Words(intent, settings, live, found) with { After = Before(live), Problem = problem }, null);
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
        return (Words(intent, settings, live, found) with { After = desired.ToString(), Losses = [.. compiled.Value.Losses.Select(static loss => loss.Text)], IsEmpty = isEmpty }, plan);
    }

    private static RouterChange Words(RoutingIntent intent, ListenerSettings settings, LiveListener live, AcceleratorTag? found) => new()
    {
        Service = intent.Service,
        Before = Before(live),
        LiveMarker = found?.Marker,
        LiveShares = found is null ? null : SharesOf(intent, settings, live),
    };

    /// <summary>The dials as shares; a region without endpoints is drained.</summary>
    private static Shares SharesOf(RoutingIntent intent, ListenerSettings settings, LiveListener live)
    {
        var shares = Shares.AllFull;
        foreach (var region in intent.Tree.RegionsBelow().Where(settings.Endpoints.ContainsKey))
        {
            var group = live.Groups.FirstOrDefault(group => group.Region == settings.Endpoints[region].AwsRegion);
            shares = group is { Endpoints.IsEmpty: false } ? group.Dial < 100 ? shares.With(region, new(group.Dial)) : shares : shares.With(region, Share.None);
        }

        return shares;
    }

    private static string? Before(LiveListener live) => live.Listener is null ? null : live.ToString();
}
