using System.Diagnostics.CodeAnalysis;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Endpoints;

/// <summary>Which object says where users go: <c>namespace/service/name</c> or <c>namespace/ingress/name</c>.</summary>
internal sealed record EndpointSource(string Namespace, KubeResource Kind, string Name)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out EndpointSource? source)
    {
        source = text?.Split('/') is [{ Length: > 0 } ns, "service" or "ingress", { Length: > 0 } name] ? new(ns, text.Split('/')[1] == "service" ? KubeResource.Services : KubeResource.Ingresses, name) : null;
        return source is not null;
    }

    public async ValueTask<Result<KubernetesEndpoint>> ReadAsync(KubeClient client, CancellationToken cancellationToken)
    {
        var read = await client.GetAsync(Kind, Namespace, Name, cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? EndpointRules.Read(read.Value) : read.Problem;
    }
}
