using System.Collections.Immutable;
using MultiRegion.Execution;
using MultiRegion.Machine;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>Whether a group could move to each region where it does not serve, from values that were read before.</summary>
internal static class Readiness
{
    public static ImmutableArray<ReadinessReport> Judge(DecisionInput input, PlaneReading? reading) =>
    [
        .. input.State.Regions.Where(static status => status.State is not (RegionState.Serving or RegionState.Draining or RegionState.Returning))
            .Select(status => new ReadinessReport(status.Region, Obstacles(input, reading, status))),
    ];

    private static ImmutableArray<Reason> Obstacles(DecisionInput input, PlaneReading? reading, RegionStatus status)
    {
        var found = ImmutableArray.CreateBuilder<Reason>();
        var verdict = input.Of(status.Region).Verdict;
        if (verdict != Verdict.Healthy)
        {
            found.Add(new Reason(verdict == Verdict.Unknown ? ReasonCode.RegionUnknown : ReasonCode.RegionUnhealthy, status.Region.Value, $"it is {verdict.ToString().ToLowerInvariant()}"));
        }

        if (input.Drained.Contains(status.Region))
        {
            found.Add(new Reason(ReasonCode.Operator, status.Region.Value, "it is drained"));
        }

        if (status.Tombstone)
        {
            found.Add(new Reason(ReasonCode.RegionUnknown, status.Region.Value, "it was left and has not been fenced yet"));
        }

        if (input.State.Hold is { } hold)
        {
            found.Add(hold.Reason);
        }

        if (reading is null)
        {
            found.Add(new Reason(ReasonCode.RegionUnknown, "", "the planes have not been read yet"));
            return found.ToImmutable();
        }

        found.AddRange(reading.Unread.Select(static entry => new Reason(ReasonCode.RegionUnknown, entry.Plane, entry.Problem.Detail)));
        found.AddRange(reading.Routing.Where(static entry => entry.Change.Problem is not null)
            .Select(static entry => new Reason(ReasonCode.ForeignEdit, $"router {entry.Router}", entry.Change.Problem!.Detail)));
        found.AddRange(Data(input.Group, reading, status.Region));
        found.AddRange(Workloads(input, reading, status.Region));
        return found.ToImmutable();
    }

    private static IEnumerable<Reason> Data(GroupDefinition group, PlaneReading reading, RegionId region)
    {
        if (!group.HasSingleWriterData)
        {
            yield break;
        }

        var objective = group.Lead.Objectives.RecoveryPoint;
        if (reading.LagIn(region) is not { } lag)
        {
            yield return new Reason(ReasonCode.RegionUnknown, region.Value, "how far its data is behind is not known");
        }
        else if (lag > objective)
        {
            yield return new Reason(ReasonCode.Guard, region.Value, $"its data is {lag.TotalSeconds:0.###} s behind, the objective is {objective.TotalSeconds:0.###} s");
        }
    }

    private static IEnumerable<Reason> Workloads(DecisionInput input, PlaneReading reading, RegionId region)
    {
        foreach (var service in input.Group.Services)
        {
            var cold = service.DeploymentIn(region) is { Temperature: StandbyTemperature.Cold };
            foreach (var reference in service.DeploymentIn(region)?.Workloads ?? [])
            {
                var here = reading.Workloads.FirstOrDefault(entry => entry.Cluster == reference.Cluster && entry.Workload.Workload == reference.Workload).Workload;
                if (here is null && !cold && !reading.Unread.Any(entry => entry.Plane == $"cluster {reference.Cluster}"))
                {
                    yield return new Reason(ReasonCode.RegionUnknown, $"{reference.Workload}", $"it is not in {reference.Cluster}");
                }

                foreach (var finding in here?.Findings ?? [])
                {
                    yield return new Reason(ReasonCode.ForeignEdit, $"{reference.Workload}", finding);
                }

                if (here?.Version is { } version && Elsewhere(input, reading, service, region, reference.Workload) is { } other && other != version)
                {
                    yield return new Reason(ReasonCode.Guard, $"{reference.Workload}", $"version {version} there, {other} where it serves");
                }
            }
        }
    }

    private static string? Elsewhere(DecisionInput input, PlaneReading reading, ServiceDefinition service, RegionId region, WorkloadId workload) =>
        input.State.Serving.Where(serving => serving != region)
            .SelectMany(serving => service.DeploymentIn(serving)?.Workloads ?? [])
            .Where(reference => reference.Workload == workload)
            .Select(reference => reading.Workloads.FirstOrDefault(entry => entry.Cluster == reference.Cluster && entry.Workload.Workload == workload).Workload?.Version)
            .FirstOrDefault(static version => version is not null);
}
