using System.Collections.Immutable;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Planning;

/// <summary>Says what an intent would change in a resource group. Pure.</summary>
internal sealed class ServicePlanner(CompileSettings settings)
{
    public (RouterChange Change, ServicePlan? Plan) Plan(RoutingIntent intent, Live live)
    {
        var root = live.Find(new ProfileNames(intent.Service, intent.Hostname, settings).Root);
        var compiled = AzureCompiler.Compile(intent, settings);
        if (!compiled.Succeeded)
        {
            return (Refused(intent, root, live, compiled.Problem), null);
        }

        ImmutableArray<Profile> desired = [.. compiled.Value.Profiles.Select(profile => Settling.Keep(profile, live.Find(profile.Name)))];
        if (Problem(intent, live, root, desired) is { } problem)
        {
            return (Refused(intent, root, live, problem), null);
        }

        var plan = Plan(intent, live, root, desired);
        return (Change(intent, root, live) with
        {
            After = Words.Of(desired),
            Losses = [.. compiled.Value.Losses.Select(static loss => loss.Text), .. Adopts(root) ? Adoption.Losses(root!, live, desired) : [], .. compiled.Value.Warnings],
            IsEmpty = plan is { Writes.IsEmpty: true, OnlyLooking: false },
        }, plan);
    }

    private Problem? Problem(RoutingIntent intent, Live live, Profile? root, ImmutableArray<Profile> desired) =>
        (root is not null && new Nest(live.Profiles).Levels(root) is null ? MultiRegion.Problem.Refused($"service {intent.Service}: the profiles below {root.Name} form a loop, so that nobody can say what they answer; take it apart first.") : null)
        ?? desired.Reverse().Select(profile => live.Find(profile.Name) is { } found ? OwnershipRules.Check(intent, found, profile, settings.Owner) : null).FirstOrDefault(static problem => problem is not null)
        ?? (Adopts(root) ? Adoption.Check(intent, root!, live, desired) : null);

    private static bool Adopts(Profile? root) => root is not null && Ownership.Read(root) is null;

    private ServicePlan Plan(RoutingIntent intent, Live live, Profile? root, ImmutableArray<Profile> desired)
    {
        ImmutableArray<Profile> changed = [.. desired[..^1].Where(profile => live.Find(profile.Name) is not { } found || !IsWritten(intent, found, profile))];
        var isEmpty = root is not null && changed.IsEmpty && Prints.Content(root) == Prints.Content(desired[^1]) && Ownership.Read(root) is { } marked
            && (intent.Marker is null || intent.Marker.Against(marked.Marker) == MarkerOrder.Same);
        return new()
        {
            Service = intent.Service,
            Root = desired[^1].Name!,
            Writes = isEmpty || intent.Marker is null ? [] : [.. changed.Append(desired[^1]).Select(profile => Write(intent, profile, live.Find(profile.Name), profile == desired[^1]))],
            Unused = isEmpty || intent.Marker is null ? [] : Unused(intent, live, root, desired),
            Before = root is null ? null : Prints.Whole(root),
            Marker = intent.Marker,
            OnlyLooking = intent.Marker is null && !isEmpty,
        };
    }

    /// <summary>Whether a profile below the root can stay as it is, mark and all.</summary>
    private bool IsWritten(RoutingIntent intent, Profile live, Profile desired) =>
        Prints.Content(live) == Prints.Content(desired) && Ownership.Read(live) is { } found && found.Owner == settings.Owner && found.Service == intent.Service;

    private ProfileWrite Write(RoutingIntent intent, Profile desired, Profile? live, bool isRoot)
    {
        var mark = new Ownership(settings.Owner, intent.Service, intent.Marker!, Prints.Content(desired), isRoot ? intent.Shares : null);
        return new(desired with { Tags = mark.On(live), Properties = desired.Properties! with { TrafficViewEnrollmentStatus = live?.Properties?.TrafficViewEnrollmentStatus } }, live is null ? null : Prints.Whole(live));
    }

    /// <summary>What is ours and untouched, and named by nobody else.</summary>
    private ImmutableArray<UnusedProfile> Unused(RoutingIntent intent, Live live, Profile? root, ImmutableArray<Profile> desired)
    {
        var unused = live.Profiles.Where(profile => profile != root && !desired.Any(one => string.Equals(one.Name, profile.Name, StringComparison.OrdinalIgnoreCase))
            && Ownership.Read(profile) is { } found && found.Owner == settings.Owner && found.Service == intent.Service && found.Content == Prints.Content(profile)
            && intent.Marker!.Against(found.Marker) == MarkerOrder.Newer).ToList();
        var nest = new Nest(live.Profiles);
        unused.RemoveAll(profile => live.Profiles.Any(other => other != root && !unused.Contains(other) && !desired.Any(one => string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase)) && nest.Children(other).Contains(profile)));
        return [.. unused.OrderByDescending(profile => nest.Levels(profile)).Select(static profile => new UnusedProfile(profile.Name!, Prints.Whole(profile)))];
    }

    private static RouterChange Refused(RoutingIntent intent, Profile? root, Live live, Problem problem)
    {
        var change = Change(intent, root, live);
        return change with { After = change.Before, Problem = problem };
    }

    private static RouterChange Change(RoutingIntent intent, Profile? root, Live live)
    {
        var below = root is null ? [] : live.Below(root);
        return new()
        {
            Service = intent.Service,
            Before = root is null ? null : Words.Of([.. below.Reverse()]),
            LiveMarker = below.Select(static profile => Ownership.Read(profile)?.Marker).OfType<Marker>().MaxBy(static marker => (marker.Epoch, marker.Sequence)),
            LiveShares = Ownership.Read(root)?.Shares,
        };
    }
}
