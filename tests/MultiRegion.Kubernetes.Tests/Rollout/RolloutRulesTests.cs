using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Rollout;

namespace MultiRegion.Kubernetes.Tests.Rollout;

/// <summary>A row for each thing that the status of a rollout can say.</summary>
public sealed class RolloutRulesTests
{
    private const string Deadline = "\"conditions\": [{\"type\": \"Progressing\", \"status\": \"False\", \"reason\": \"ProgressDeadlineExceeded\"}], ";

    [Theory]
    [InlineData("Deployment", 3, "\"replicas\": 2", "\"observedGeneration\": 2", RolloutState.Progressing, "has not seen")]
    [InlineData("Deployment", 3, "\"replicas\": 2", Deadline + "\"observedGeneration\": 3", RolloutState.Failed, "progress deadline")]
    [InlineData("Deployment", 4, "\"replicas\": 2", Deadline + "\"observedGeneration\": 3", RolloutState.Progressing, "has not seen")]
    [InlineData("Deployment", 3, "\"replicas\": 2", "\"observedGeneration\": 3, \"updatedReplicas\": 1, \"replicas\": 2, \"availableReplicas\": 2", RolloutState.Progressing, "1 of 2 replicas are of the new")]
    [InlineData("Deployment", 3, "\"replicas\": 2", "\"observedGeneration\": 3, \"updatedReplicas\": 2, \"replicas\": 3, \"availableReplicas\": 3", RolloutState.Progressing, "1 old replicas")]
    [InlineData("Deployment", 3, "\"replicas\": 2", "\"observedGeneration\": 3, \"updatedReplicas\": 2, \"replicas\": 2, \"availableReplicas\": 1", RolloutState.Progressing, "1 of 2 new replicas are available")]
    [InlineData("Deployment", 3, "\"replicas\": 2", "\"observedGeneration\": 3, \"updatedReplicas\": 2, \"replicas\": 2, \"availableReplicas\": 2", RolloutState.Done, "2 replicas")]
    [InlineData("Deployment", 1, "\"replicas\": 0", "\"observedGeneration\": 1", RolloutState.Done, "0 replicas")]
    [InlineData("DaemonSet", 2, "\"updateStrategy\": {\"type\": \"OnDelete\"}", "\"observedGeneration\": 2", RolloutState.Untracked, "when they are deleted")]
    [InlineData("DaemonSet", 2, "", "\"observedGeneration\": 1, \"desiredNumberScheduled\": 3", RolloutState.Progressing, "has not seen")]
    [InlineData("DaemonSet", 2, "", "\"observedGeneration\": 2, \"desiredNumberScheduled\": 3, \"updatedNumberScheduled\": 2", RolloutState.Progressing, "2 of 3 pods are of the new")]
    [InlineData("DaemonSet", 2, "", "\"observedGeneration\": 2, \"desiredNumberScheduled\": 3, \"updatedNumberScheduled\": 3, \"numberAvailable\": 1", RolloutState.Progressing, "1 of 3 new pods are available")]
    [InlineData("DaemonSet", 2, "", "\"observedGeneration\": 2, \"desiredNumberScheduled\": 3, \"updatedNumberScheduled\": 3, \"numberAvailable\": 3", RolloutState.Done, "3 pods")]
    [InlineData("StatefulSet", 2, "\"replicas\": 3, \"updateStrategy\": {\"type\": \"OnDelete\"}", "\"observedGeneration\": 2", RolloutState.Untracked, "when they are deleted")]
    [InlineData("StatefulSet", 0, "\"replicas\": 3", "\"readyReplicas\": 3", RolloutState.Progressing, "has not seen")]
    [InlineData("StatefulSet", 3, "\"replicas\": 3", "\"observedGeneration\": 2", RolloutState.Progressing, "has not seen")]
    [InlineData("StatefulSet", 2, "\"replicas\": 3", "\"observedGeneration\": 2, \"readyReplicas\": 2", RolloutState.Progressing, "2 of 3 pods are ready")]
    [InlineData("StatefulSet", 2, "\"replicas\": 3, \"updateStrategy\": {\"rollingUpdate\": {\"partition\": 1}}", "\"observedGeneration\": 2, \"readyReplicas\": 3, \"updatedReplicas\": 1", RolloutState.Progressing, "1 of 2 pods above")]
    [InlineData("StatefulSet", 2, "\"replicas\": 3, \"updateStrategy\": {\"rollingUpdate\": {\"partition\": 1}}", "\"observedGeneration\": 2, \"readyReplicas\": 3, \"updatedReplicas\": 2", RolloutState.Done, "2 pods above")]
    [InlineData("StatefulSet", 2, "\"replicas\": 3", "\"observedGeneration\": 2, \"readyReplicas\": 3, \"updatedReplicas\": 1, \"updateRevision\": \"b\", \"currentRevision\": \"a\"", RolloutState.Progressing, "1 of 3 pods are of the new")]
    [InlineData("StatefulSet", 2, "\"replicas\": 3", "\"observedGeneration\": 2, \"readyReplicas\": 3, \"currentReplicas\": 3, \"updateRevision\": \"b\", \"currentRevision\": \"b\"", RolloutState.Done, "3 pods")]
    public void Each_status_means_what_it_means_to_kubectl(string kind, int generation, string spec, string status, RolloutState state, string words)
    {
        var judged = RolloutRules.Judge(kind, JsonNode.Parse($$$"""{"metadata": {"generation": {{{generation}}} }, "spec": { {{{spec}}} }, "status": { {{{status}}} } }""")!.AsObject());

        judged.ShouldNotBeNull().State.ShouldBe(state, judged.Detail);
        judged.Detail.ShouldContain(words);
    }

    [Fact]
    public void Other_kinds_have_no_rollouts() => RolloutRules.Judge("ConfigMap", []).ShouldBeNull();
}
