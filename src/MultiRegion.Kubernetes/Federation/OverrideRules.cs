using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Applies the overrides of a workload to one object for one cluster.</summary>
internal static class OverrideRules
{
    /// <param name="workload">The workload.</param>
    /// <param name="item">The object as it was given: selectors look at this one.</param>
    /// <param name="json">The object with its divided replicas.</param>
    /// <param name="facts">The cluster.</param>
    /// <param name="isOwn">Whether it is an object of the workload, and no dependency.</param>
    /// <param name="used">Gathers which changes were made.</param>
    public static Result<KubernetesObject> Apply(FederatedWorkload workload, KubernetesObject item, JsonObject json, ClusterFacts facts, bool isOwn, HashSet<(int Override, int Change)> used)
    {
        var result = json;
        for (var i = 0; i < workload.Overrides.Length; i++)
        {
            var one = workload.Overrides[i];
            if (!one.Clusters.Selects(facts) || !(one.Objects?.Selects(item) ?? isOwn))
            {
                continue;
            }

            for (var j = 0; j < one.Changes.Length; j++)
            {
                if (ChangeRules.Compile(one.Changes[j], result) is not { } patch)
                {
                    continue;
                }

                used.Add((i, j));
                var changed = PatchRules.Apply(result, patch);
                if (!changed.Succeeded && changed.Problem is { } problem)
                {
                    return Problem.Refused($"{workload.Name}: overrides[{i}].changes[{j}] does not fit {item} in {facts.Cluster}: {problem.Detail}.");
                }

                result = changed.Value as JsonObject ?? [];
            }
        }

        return Checked(workload, item, result, facts);
    }

    // Who an object is does not differ from cluster to cluster: it could not be found again.
    private static Result<KubernetesObject> Checked(FederatedWorkload workload, KubernetesObject item, JsonObject json, ClusterFacts facts)
    {
        var changed = KubernetesObject.Of(json);
        return changed.Succeeded && changed.Value.Kind == item.Kind && changed.Value.Name == item.Name && changed.Value.Namespace == item.Namespace ? changed
            : Problem.Refused($"{workload.Name}: the overrides for {facts.Cluster} change the kind, the namespace or the name of {item}: no override may do that.");
    }
}
