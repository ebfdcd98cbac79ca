using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Endpoints;
using MultiRegion.Kubernetes.Fleet;

namespace MultiRegion.Kubernetes.Probes;

/// <summary>What was read, as what a probe says. Pure.</summary>
internal static class ProbeRules
{
    public static (ProbeOutcome Outcome, ProbeReason Reason, string? Detail) Ready(JsonObject item, ScaledKind kind, int minimum)
    {
        var found = Workload.Read(item, kind);
        var detail = string.Create(CultureInfo.InvariantCulture, $"{found.Ready} of {found.Replicas} replicas are ready, {minimum} must be");
        return found.Ready >= minimum ? (ProbeOutcome.Success, ProbeReason.Ok, null) : (ProbeOutcome.Failure, ProbeReason.NotServing, detail);
    }

    /// <summary>An address that is there is well; that users are sent elsewhere is said, for a name of one's own may lead to it.</summary>
    public static (ProbeOutcome Outcome, ProbeReason Reason, string? Detail) Address(KubernetesEndpoint endpoint, EndpointAddress sent) => endpoint.State switch
    {
        KubernetesEndpointState.Found when endpoint.Addresses.Any(address => string.Equals(address.Host, sent.Host, StringComparison.OrdinalIgnoreCase)) => (ProbeOutcome.Success, ProbeReason.Ok, null),
        KubernetesEndpointState.Found => (ProbeOutcome.Success, ProbeReason.Ok, $"{endpoint.Detail}, and users are sent to {sent}"),
        KubernetesEndpointState.Pending => (ProbeOutcome.Unknown, ProbeReason.NoRoute, endpoint.Detail),
        _ => (ProbeOutcome.Failure, ProbeReason.NotServing, endpoint.Detail),
    };

    /// <summary>What a problem of reading says of the API server itself: it alone is the target then.</summary>
    public static (ProbeOutcome Outcome, ProbeReason Reason, string? Detail) ApiServer(Problem? problem) => problem?.Kind switch
    {
        null => (ProbeOutcome.Success, ProbeReason.Ok, null),
        ProblemKind.Unreachable => (ProbeOutcome.Failure, ProbeReason.ConnectionLost, problem.Detail),
        ProblemKind.Failed => (ProbeOutcome.Failure, ProbeReason.NotServing, problem.Detail),

        // Our own rights, requests and settings say nothing about it.
        _ => (ProbeOutcome.Unknown, ProbeReason.OwnFault, problem.Detail),
    };

    /// <summary>What a problem of reading says of what runs in the cluster.</summary>
    public static (ProbeOutcome Outcome, ProbeReason Reason, string? Detail) Unread(Problem problem) => problem.Kind switch
    {
        ProblemKind.NotFound => (ProbeOutcome.Failure, ProbeReason.NotServing, problem.Detail),
        ProblemKind.Unreachable or ProblemKind.Failed or ProblemKind.Throttled => (ProbeOutcome.Unknown, ProbeReason.NoRoute, problem.Detail),
        _ => (ProbeOutcome.Unknown, ProbeReason.OwnFault, problem.Detail),
    };
}
