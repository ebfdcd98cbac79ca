using System.Globalization;

namespace MultiRegion.Topology.Rules;

/// <summary>The members of a move group can go together: what decides where and how they go is the same in all of them.</summary>
internal static class MoveGroupRules
{
    private static readonly (string Name, string Keys, Func<ServiceView, string> Value)[] Shared =
    [
        ("regions in order of preference", "Deployments", static member => Joined(member, static deployment => deployment.Region.Value)),
        ("roles of the regions", "Deployments", static member => Joined(member, static deployment => $"{deployment.Role}")),
        ("policy", "Policy", static member => member.Service.Policy.Value),
        ("failback approval", "Failback:Approval", static member => $"{member.Service.Failback.Approval}"),
        ("failback steps", "Failback:Steps", static member => string.Join(", ", member.Service.Failback.Steps.OrEmpty().Select(static step => step.ToString(CultureInfo.InvariantCulture)))),
    ];

    public static void Check(EstateView estate)
    {
        var groups = estate.Services.Where(static service => service.Service.MoveGroup is { } group && group != default).GroupBy(static service => service.Service.MoveGroup!.Value);
        foreach (var group in groups)
        {
            CheckName(estate, group);
            foreach (var member in group.Skip(1))
            {
                CheckAlike(group.First(), member);
            }
        }
    }

    /// <summary>A service that moves alone is a group of its own name.</summary>
    private static void CheckName(EstateView estate, IGrouping<MoveGroupId, ServiceView> group)
    {
        if (estate.Services.Any(service => service.Service.Id.Value == group.Key.Value && service.Service.MoveGroup is null))
        {
            group.First().Add(
                "MoveGroup", $"'{group.Key}' is also a service that moves alone, and so a group of that name", "rename the group, or put that service into it");
        }
    }

    private static void CheckAlike(ServiceView first, ServiceView member)
    {
        if (!first.KnowsItsRegions || !member.KnowsItsRegions)
        {
            return;
        }

        foreach (var (name, keys, value) in Shared)
        {
            var (here, there) = (value(member), value(first));
            if (here != there && here.Length > 0 && there.Length > 0)
            {
                member.Add(
                    keys, $"cannot move together with '{first.Service.Id}': the {name} differ ({here} here, {there} there)",
                    "make them the same, or take it out of the move group");
            }
        }
    }

    private static string Joined(ServiceView member, Func<DeploymentDefinition, string> text) => string.Join(", ", member.Deployments.Select(text));
}
