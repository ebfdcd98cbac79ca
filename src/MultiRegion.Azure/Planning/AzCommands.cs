using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Planning;

/// <summary>A plan as calls of the Azure CLI, for a POSIX shell in which somebody has signed in.</summary>
internal static class AzCommands
{
    public static ImmutableArray<string> Of(AzurePlan plan, CompileSettings settings, Uri endpoint, string apiVersion) => [.. plan.Services.SelectMany(service =>
        service.Writes.Select(write => $"az rest --method put --url '{endpoint.AbsoluteUri.TrimEnd('/')}{settings.IdOf(write.Profile.Name!)}?api-version={apiVersion}' --body {Quote(Bodies.Of(write.Profile))}")
            .Concat(service.Unused.Select(unused => $"az network traffic-manager profile delete --subscription {Quote(settings.Subscription)} --resource-group {Quote(settings.ResourceGroup)} --name {Quote(unused.Name)}")))];

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

/// <summary>The bodies of requests.</summary>
internal static class Bodies
{
    /// <summary>A whole profile, without what Azure writes itself.</summary>
    public static string Of(Profile profile) => JsonSerializer.Serialize(profile with
    {
        Id = null,
        Name = null,
        Type = null,
        Properties = profile.Properties! with { DnsConfig = profile.Properties.DnsConfig! with { Fqdn = null } },
    }, DocumentJson.Readable.Profile);
}
