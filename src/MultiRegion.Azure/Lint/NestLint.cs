using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using static MultiRegion.Azure.AzureFindingSeverity;

namespace MultiRegion.Azure.Lint;

/// <summary>Rules over profiles and what they nest.</summary>
internal sealed class NestLint(ImmutableArray<Profile> profiles)
{
    private readonly Nest _nest = new(profiles);

    public IEnumerable<AzureFinding> Check() => profiles.SelectMany(profile => (IEnumerable<AzureFinding>)
    [
        .. ProfileRules.Mistakes(profile).Select(mistake => new AzureFinding("tm-invalid", Error, $"{profile.Name}: {mistake.Place}", mistake.Mistake, "write it as Azure takes it")),
        .. Nested(profile),
        .. Status(profile),
        .. Geographic(profile),
        .. new ProfileLint(profile).Check(),
    ]);

    private IEnumerable<AzureFinding> Nested(Profile profile)
    {
        var levels = _nest.Levels(profile);
        if (levels is null or > Nest.MostLevels)
        {
            yield return new(levels is null ? "tm-loop" : "tm-too-deep", Error, $"{profile.Name}", levels is null ? "the profiles below it form a loop" : $"it has {levels} levels of profiles, and Azure takes {Nest.MostLevels}", "take the nest apart");
        }

        foreach (var endpoint in Nest.EndpointsOf(profile).Where(static endpoint => endpoint.IsNested()))
        {
            if (_nest.Child(endpoint) is not { } child)
            {
                yield return new("tm-unknown-child", Information, At(profile, endpoint), "the profile that it leads to is not among those that were given", "give it too, so that it can be looked at");
            }
            else if (endpoint.Properties?.MinChildEndpoints > Nest.EndpointsOf(child).Count(static one => one.IsEnabled()))
            {
                yield return new("tm-minimum-out-of-reach", Error, At(profile, endpoint), $"it needs {endpoint.Properties.MinChildEndpoints} children online, and {child.Name} has {Nest.EndpointsOf(child).Count(static one => one.IsEnabled())} that are enabled", "lower minChildEndpoints",
                    "every client, with everything healthy: the nest always counts as degraded");
            }
        }
    }

    private IEnumerable<AzureFinding> Status(Profile profile)
    {
        if (!MonitorStatus.IsEnabled(profile))
        {
            yield return new("tm-disabled-profile", Warning, $"{profile.Name}", "the profile is disabled", "enable or delete it", "every client: the name does not exist");
        }
        else if (new MonitorStatus(_nest, static _ => ProbeState.Good).Of(profile) == MonitorStatuses.Inactive)
        {
            yield return new("tm-nothing-enabled", Error, $"{profile.Name}", "no endpoint of it is enabled", "enable one, or disable the profile where it is nested", "every client: no answer");
        }
    }

    private static IEnumerable<AzureFinding> Geographic(Profile profile)
    {
        if (profile.Properties?.TrafficRoutingMethod != RoutingMethods.Geographic)
        {
            yield break;
        }

        var enabled = Nest.EndpointsOf(profile).Where(static endpoint => endpoint.IsEnabled()).ToList();
        if (!enabled.Exists(static endpoint => endpoint.Properties?.GeoMapping?.Contains(Places.World, StringComparer.OrdinalIgnoreCase) == true))
        {
            yield return new("tm-no-world", Warning, $"{profile.Name}", "no endpoint has the world, so that unmapped places get no answer", "map WORLD to one", "clients in places that are not mapped, with everything healthy");
        }

        foreach (var endpoint in enabled.Where(static endpoint => !endpoint.IsNested()))
        {
            yield return new("tm-geographic-direct", Warning, At(profile, endpoint), "a geographic profile returns it whether healthy or not", "nest a priority profile with a second endpoint below it", $"clients in {string.Join(", ", endpoint.Properties?.GeoMapping ?? [])} while {endpoint.Name} is unhealthy");
        }
    }

    private static string At(Profile profile, Endpoint endpoint) => $"{profile.Name}: endpoint {endpoint.Name}";
}
