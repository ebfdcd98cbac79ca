using System.Globalization;

namespace MultiRegion.Topology.Rules;

/// <summary>When an active region is left, the others can take the load once scaled; otherwise the capacity guard never lets that happen.</summary>
internal static class CapacityRules
{
    public static void Check(ServiceView service)
    {
        CheckOrder(service);
        var capacities = service.Deployments.Select(static deployment => deployment.FullCapacity ?? deployment.Capacity).ToArray();
        if (service.Service.Load is not { } load || capacities.Length < 2 || Array.Exists(capacities, static capacity => capacity is null))
        {
            return;
        }

        var headroom = service.Service.Guards.CapacityHeadroom;
        foreach (var (index, left) in service.Deployments.Index().Where(static entry => entry.Item.Role == DeploymentRole.Active))
        {
            var rest = (capacities.Sum()!.Value - capacities[index]!.Value) * (1 - headroom);
            if (rest < load)
            {
                service.Add(
                    "Load", string.Create(CultureInfo.InvariantCulture, $"without '{left.Region}' the others can take {rest:0.##}, even fully scaled, of a load of {load:0.##}"),
                    "raise FullCapacity, lower Guards:CapacityHeadroom, or leave Load out so that capacity is not guarded");
            }
        }
    }

    private static void CheckOrder(ServiceView service)
    {
        foreach (var (index, deployment) in service.Deployments.Index())
        {
            if (deployment.FullCapacity < deployment.Capacity)
            {
                service.AddAt(
                    $"{service.DeploymentPath(index)}:FullCapacity",
                    string.Create(CultureInfo.InvariantCulture, $"{deployment.FullCapacity} is less than the capacity as it stands, {deployment.Capacity}"),
                    "swap the two");
            }
        }
    }
}
