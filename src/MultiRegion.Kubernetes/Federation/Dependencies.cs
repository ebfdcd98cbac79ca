using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>What a pod template names in its own namespace.</summary>
/// <param name="Kind">The kind: <c>ConfigMap</c>, <c>Secret</c>, <c>ServiceAccount</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Optional">Whether the pod starts without it.</param>
internal readonly record struct Named(string Kind, string Name, bool Optional);

/// <summary>Finds what travels along with workloads.</summary>
internal static class Dependencies
{
    /// <summary>What objects name, and what the found service accounts name, out of the objects that were given.</summary>
    public static (ImmutableArray<KubernetesObject> Found, ImmutableArray<string> Missing) Of(IReadOnlyCollection<KubernetesObject> objects, IReadOnlyCollection<KubernetesObject> given)
    {
        var found = new Dictionary<ObjectKey, KubernetesObject>();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var own = objects.Select(ObjectKey.Of).ToHashSet();
        var waiting = new Queue<KubernetesObject>(objects);
        while (waiting.TryDequeue(out var item))
        {
            foreach (var named in Names(item.Json).Distinct())
            {
                var hit = Find(objects.Concat(given), named, item.Namespace);
                if (hit is null && !named.Optional)
                {
                    missing.Add($"{item} names the {named.Kind} {named.Name}, which is not among the objects");
                }
                else if (hit is not null && !own.Contains(ObjectKey.Of(hit)) && found.TryAdd(ObjectKey.Of(hit), hit))
                {
                    waiting.Enqueue(hit);
                }
            }
        }

        return ([.. found.OrderBy(static pair => pair.Key).Select(static pair => pair.Value)], [.. missing]);
    }

    // A sealed secret becomes the secret of its name in the cluster.
    private static KubernetesObject? Find(IEnumerable<KubernetesObject> given, Named named, string? ns) => given.FirstOrDefault(item =>
        item.Name == named.Name && item.Namespace == ns && (item.Kind == named.Kind || (named.Kind == "Secret" && item.Kind == "SealedSecret")));

    private static IEnumerable<Named> Names(JsonObject item) => item.Text("kind") == "ServiceAccount" ? Secrets(item, "imagePullSecrets").Concat(Secrets(item, "secrets"))
        : PodTemplates.Pod(item) is { } pod ? OfPod(pod).Concat(Objects(item.Below("spec"), "tls").Select(static tls => One("Secret", tls, "secretName")).OfType<Named>())
        : [];

    private static IEnumerable<Named> OfPod(JsonObject pod)
    {
        var containers = Objects(pod, "containers").Concat(Objects(pod, "initContainers")).Concat(Objects(pod, "ephemeralContainers")).ToList();
        return [
            .. Secrets(pod, "imagePullSecrets"),
            .. (pod.Text("serviceAccountName") ?? pod.Text("serviceAccount")) is { } account and not "default" and not "" ? [new Named("ServiceAccount", account, false)] : Array.Empty<Named>(),
            .. Objects(pod, "volumes").SelectMany(static volume => OfSource(volume).Concat(Objects(volume.Below("projected"), "sources").SelectMany(OfSource))),
            .. containers.SelectMany(static container => Objects(container, "envFrom")).SelectMany(static from => new[] { One("ConfigMap", from.Below("configMapRef")), One("Secret", from.Below("secretRef")) }.OfType<Named>()),
            .. containers.SelectMany(static container => Objects(container, "env")).Select(static env => env.Below("valueFrom"))
                .SelectMany(static from => new[] { One("ConfigMap", from.Below("configMapKeyRef")), One("Secret", from.Below("secretKeyRef")) }.OfType<Named>()),
        ];
    }

    // Every namespace has the root certificate: the cluster writes it itself.
    private static IEnumerable<Named> OfSource(JsonObject source) => new[] { One("ConfigMap", source.Below("configMap")), One("Secret", source.Below("secret"), "secretName") ?? One("Secret", source.Below("secret")) }
        .OfType<Named>().Where(static named => named is not { Kind: "ConfigMap", Name: "kube-root-ca.crt" });

    private static IEnumerable<Named> Secrets(JsonObject from, string list) => Objects(from, list).Select(static secret => One("Secret", secret)).OfType<Named>();

    private static Named? One(string kind, JsonObject? reference, string name = "name") =>
        reference?.Text(name) is { Length: > 0 } text ? new(kind, text, reference.Flag("optional") == true) : null;

    private static IEnumerable<JsonObject> Objects(JsonObject? from, string list) => (from?[list] as JsonArray ?? []).OfType<JsonObject>();
}
