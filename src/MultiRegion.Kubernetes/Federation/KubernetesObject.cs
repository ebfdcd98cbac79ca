using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>An object of Kubernetes of any kind. It does not change, and prints its kind and name alone, since it may hold secrets.</summary>
public sealed class KubernetesObject
{
    private KubernetesObject(JsonObject json) => Json = json;

    /// <summary>Its group and version: <c>v1</c>, <c>apps/v1</c>.</summary>
    public string ApiVersion => Json.Text("apiVersion")!;

    /// <summary>Its kind: <c>Deployment</c>.</summary>
    public string Kind => Json.Text("kind")!;

    /// <summary>Its namespace; null: it names none, and lives in that of its applier, or in none.</summary>
    public string? Namespace => Json.Below("metadata")!.Text("namespace");

    /// <summary>Its name.</summary>
    public string Name => Json.Name()!;

    /// <summary>The object. Shared: never to be changed, copy it first.</summary>
    internal JsonObject Json { get; }

    /// <summary>Takes an object; later changes of what was given do not change it.</summary>
    /// <param name="json">The object as Kubernetes' JSON.</param>
    /// <returns>The object, or a refusal that says what it lacks: <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c> must be there.</returns>
    public static Result<KubernetesObject> Of(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Missing(json) is { } missing
            ? Problem.Refused($"{json.Text("kind") ?? "An object"} {json.Name()}".TrimEnd() + $" has no {missing}.")
            : new KubernetesObject((JsonObject)json.DeepClone());
    }

    /// <summary>A copy of the object as Kubernetes' JSON.</summary>
    public JsonObject ToJson() => (JsonObject)Json.DeepClone();

    /// <summary>Its kind, namespace and name.</summary>
    public override string ToString() => Namespace is { } ns ? $"{Kind} {ns}/{Name}" : $"{Kind} {Name}";

    private static string? Missing(JsonObject json) =>
        string.IsNullOrEmpty(json.Text("apiVersion")) ? "apiVersion"
        : string.IsNullOrEmpty(json.Text("kind")) ? "kind"
        : string.IsNullOrEmpty(json.Name()) ? "metadata.name"
        : null;
}
