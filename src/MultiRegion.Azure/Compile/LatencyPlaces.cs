using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Compile;

/// <summary>The Azure region that a branch of a latency node is measured to.</summary>
/// <param name="known">The Azure region that a region is; null when it is none.</param>
/// <param name="findings">What is lost or refused.</param>
internal sealed class LatencyPlaces(Func<RegionId, AzureRegion?> known, Findings findings)
{
    /// <summary>Farther than this is another place.</summary>
    private const double Near = 500;

    public string? Of(LatencyBranch branch)
    {
        var region = branch.Node.RegionsBelow()[0];
        var found = known(region) ?? (branch.Location is { } place ? AzureRegions.Nearest(place) : null);
        if (found is null)
        {
            findings.Refuse($"region {region} has neither an Azure region nor a location, and Traffic Manager measures latency to Azure regions only: set one");
        }
        else if (branch.Location is not { } meant)
        {
            findings.Lose(LossKind.Answers, $"the latency of region {region} is measured to {found.Name}, although the tree has no location for it");
        }
        else if (meant.DistanceTo(found.Location) > Near)
        {
            findings.Lose(LossKind.Answers, $"the latency of region {region} is measured to {found.Name}, which is {meant.DistanceTo(found.Location):0} km from its location");
        }

        return found?.Name;
    }
}
