using System.Globalization;

namespace MultiRegion.Topology.Rules;

/// <summary>The steps of a failback rise and end at all of the traffic.</summary>
internal static class FailbackRules
{
    public static void Check(ServiceView service)
    {
        var steps = service.Service.Failback.Steps.OrEmpty();
        if (steps.IsEmpty || steps[^1] != 100)
        {
            service.Add("Failback:Steps", "the last step is not 100, so the region would never be fully back", "end with 100");
        }

        foreach (var (index, (before, step)) in steps.Zip(steps.Skip(1)).Index())
        {
            if (step <= before)
            {
                service.AddAt(
                    service.Estate.Findings.PathOf(service.PathOf("Failback:Steps"), index + 1),
                    string.Create(CultureInfo.InvariantCulture, $"{step} does not rise above the step before, {before}"), "write rising percentages");
            }
        }
    }
}
