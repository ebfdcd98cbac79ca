using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;
using MultiRegion.Azure.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Apply;

/// <summary>Asks the twin about what is there.</summary>
internal sealed class AzurePreview(ITrafficManager azure, CompileSettings settings)
{
    public async ValueTask<Result<Resolution>> ResolveAsync(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        var profiles = await azure.ListProfilesAsync(cancellationToken).ConfigureAwait(false);
        if (!profiles.Succeeded)
        {
            return profiles.Problem;
        }

        var name = new ProfileNames(intent.Service, intent.Hostname, settings).Root;
        return new Live(profiles.Value).Find(name) is { } root ? Resolve(intent, root, new(profiles.Value), client, isHealthy) : new Problem(ProblemKind.NotFound, $"there is no profile {name}.", Retryable: false);
    }

    private Resolution Resolve(RoutingIntent intent, Profile root, Nest nest, ClientLocation client, Func<RegionId, bool> isHealthy)
    {
        var regions = intent.Endpoints.ToLookup(pair => settings.Resources.GetValueOrDefault(pair.Value.Host.ToLowerInvariant(), pair.Value.Host), static pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        var twin = new TrafficManagerTwin(nest, endpoint => RegionOf(regions, endpoint) is not { } region || isHealthy(region) ? ProbeState.Good : ProbeState.Bad);
        return new([.. twin.Answer(root, TwinClients.Of(client)).Parts.GroupBy(part => RegionOf(regions, part.Endpoint) ?? Foreign(part.Endpoint), static part => part.Probability)
            .Select(static parts => new RegionFraction(parts.Key, 100 * parts.Sum()))]);
    }

    private static string TargetOf(Endpoint endpoint) => (endpoint.Properties?.TargetResourceId is { Length: > 0 } id ? id : endpoint.Properties?.Target) ?? "";

    private static RegionId? RegionOf(ILookup<string, RegionId> regions, Endpoint endpoint) => regions[TargetOf(endpoint)].Select(static region => (RegionId?)region).FirstOrDefault();

    private static RegionId Foreign(Endpoint endpoint) => IdText.IsValid(TargetOf(endpoint), out _) ? new(TargetOf(endpoint)) : new("other");
}
