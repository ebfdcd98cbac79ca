using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MultiRegion.Hosting;

/// <summary>From a picture of an engine to its health.</summary>
internal static class EngineHealth
{
    public static HealthCheckResult Judge(EngineStatus status, bool isAlive)
    {
        var data = status.Groups.ToDictionary(static group => $"phase:{group.Group}", static group => (object)group.Phase.ToString());
        data.Add("leader", status.IsLeader);
        data.Add("epoch", status.Epoch);
        return (isAlive, status.IsJournalUsable, Concerns(status)) switch
        {
            (false, _, _) => new(HealthStatus.Unhealthy, $"the loop has made no round lately, the last one ended at {status.At:O}", data: data),
            (_, false, _) => new(HealthStatus.Unhealthy, string.Join("; ", status.Troubles.DefaultIfEmpty("the journal cannot be used")), data: data),
            (_, _, { IsEmpty: false } concerns) => new(HealthStatus.Degraded, string.Join("; ", concerns), data: data),
            _ => new(HealthStatus.Healthy, status.IsLeader ? "leads" : "follows", data: data),
        };
    }

    // A follower knows the groups only as they were when it led.
    private static ImmutableArray<string> Concerns(EngineStatus status) =>
        [.. status.Troubles, .. status.IsLeader ? status.Groups.SelectMany(Concerns) : []];

    private static IEnumerable<string> Concerns(GroupStatus group)
    {
        if (group.Held is { } reason)
        {
            yield return $"{group.Group} is held: {reason}";
        }

        if (group.Phase == GroupPhase.Halted)
        {
            yield return $"{group.Group} is halted: {group.Reason}";
        }

        foreach (var report in group.Readiness.Where(static report => !report.IsReady))
        {
            yield return $"{group.Group} is not ready for {report.Region}: {string.Join(", ", report.Obstacles)}";
        }
    }
}
