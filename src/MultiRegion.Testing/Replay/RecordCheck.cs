using MultiRegion.Engine;
using MultiRegion.Health;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Replay;

/// <summary>Whether a record and a candidate belong together.</summary>
internal static class RecordCheck
{
    public static void Throw(IncidentRecord record, EstateTopology candidate, ReplayOptions options)
    {
        var mistakes = TopologyValidator.Check(candidate);
        if (!mistakes.IsEmpty)
        {
            throw new TopologyException(mistakes);
        }

        if ((options.Delays.Mistake() ?? EngineOptionsCheck.Find(options.Engine).FirstOrDefault()) is { } wrong)
        {
            throw new ArgumentException(wrong, nameof(options));
        }

        if (record.Probes.IsEmpty)
        {
            throw new RecordException("The record holds no probe results.");
        }

        CheckTargets(record, new HealthBoard(candidate), candidate);
        CheckEyes(record, candidate);
    }

    public static IEnumerable<string> Caveats(IncidentRecord record, EstateTopology candidate)
    {
        foreach (var service in candidate.Services)
        {
            var apart = Apart(record, service.Id);
            if (apart is { } median && service.Schedule.Interval < median * 0.8)
            {
                yield return FormattableString.Invariant(
                    $"the record's probes of {service.Id} are {median.TotalMilliseconds:0} ms apart, the candidate's would be {service.Schedule.Interval.TotalMilliseconds:0} ms: it would have found out sooner than is shown here");
            }
        }

        yield return "planes answer as the delays say, whatever state the real ones were in";
    }

    private static TimeSpan? Apart(IncidentRecord record, ServiceId service)
    {
        var gaps = record.Probes.Where(probe => probe.Service == service && probe.Outcome == ProbeOutcome.Success)
            .GroupBy(static probe => (probe.Region, probe.Vantage))
            .SelectMany(static target => target.Zip(target.Skip(1), static (one, next) => next.At - one.At)).Order().ToList();
        return gaps.Count == 0 ? null : gaps[gaps.Count / 2];
    }

    private static void CheckTargets(IncidentRecord record, HealthBoard board, EstateTopology candidate)
    {
        foreach (var probe in record.Probes)
        {
            var known = probe is { Service: { } service, Region: { } region } ? board.Endpoint(service, region, probe.Vantage) : board.Reference(probe.Vantage, probe.Reference - 1);
            if (known is null)
            {
                throw new RecordException(probe.Place, $"the candidate does not know {Unknown(probe, candidate)}");
            }
        }
    }

    private static string Unknown(RecordedProbe probe, EstateTopology candidate) => probe switch
    {
        _ when candidate.Vantages.All(vantage => vantage.Id != probe.Vantage) => $"the vantage point '{probe.Vantage}': it has {string.Join(", ", candidate.Vantages.Select(static vantage => vantage.Id))}",
        { Service: null } => $"{probe.Target} of the vantage point '{probe.Vantage}'",
        _ when candidate.Services.FirstOrDefault(service => service.Id == probe.Service) is { } service =>
            $"the region '{probe.Region}' of {probe.Service}: it has {string.Join(", ", service.Deployments.Select(static deployment => deployment.Region))}",
        _ => $"the service '{probe.Service}': it has {string.Join(", ", candidate.Services.Select(static service => service.Id))}",
    };

    // Eyes that are missing from the record would see nothing and vote unknown: the candidate would look calmer than it is.
    private static void CheckEyes(IncidentRecord record, EstateTopology candidate)
    {
        var seen = record.Probes.Where(static probe => probe.Service is not null).Select(static probe => probe.Vantage).ToHashSet();
        foreach (var service in candidate.Services.Where(service => Quorum.Needed(service.Health.Quorum, candidate.Vantages.Length) > seen.Count))
        {
            throw new RecordException(
                $"The record holds what {seen.Count} of {candidate.Vantages.Length} vantage points saw, and {service.Id} needs {Quorum.Needed(service.Health.Quorum, candidate.Vantages.Length)} to agree: "
                + "record more of them in a table, or take vantage points out of the candidate.");
        }

        var references = record.Probes.Where(static probe => probe.Service is null).Select(static probe => probe.Vantage).ToHashSet();
        if (candidate.Vantages.FirstOrDefault(vantage => seen.Contains(vantage.Id) && !vantage.References.IsEmpty && !references.Contains(vantage.Id)) is { } blind)
        {
            throw new RecordException($"The record holds no results of the reference targets of vantage point '{blind.Id}', and without them it never calls a region unhealthy: take them out of the candidate.");
        }
    }
}
