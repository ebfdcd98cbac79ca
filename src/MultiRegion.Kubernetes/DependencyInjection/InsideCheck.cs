using Microsoft.Extensions.Options;

namespace MultiRegion.Kubernetes.DependencyInjection;

/// <summary>The name of the options of one of an engine's fleets.</summary>
internal sealed record FleetKey(string Key);

/// <summary>A journal does not lie in a cluster that the engine moves workloads away from: it would be lost together with it.</summary>
internal sealed class InsideCheck(string key, IEnumerable<FleetKey> fleets, IOptionsMonitor<KubernetesFleetOptions> options) : IValidateOptions<KubernetesJournalOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesJournalOptions journal)
    {
        if (name != key || journal.AcknowledgeInside)
        {
            return ValidateOptionsResult.Skip;
        }

        var inside = fleets.SelectMany(fleet => options.Get(fleet.Key).Clusters).Where(cluster => cluster.Connection.Reaches(journal.Connection)).Select(static cluster => cluster.Cluster).ToList();
        return inside.Count == 0 ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Journal: it lies in the cluster '{inside[0]}', whose region the engine moves, and dies with it: put it into a cluster outside every region, or set AcknowledgeInside to true.");
    }
}
