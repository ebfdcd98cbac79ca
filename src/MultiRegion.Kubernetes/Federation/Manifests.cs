using System.Collections.Immutable;
using MultiRegion.Kubernetes.Config;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Reads and writes manifests: YAML of one or many documents, lists, what Kustomize prints, and JSON.</summary>
public static class Manifests
{
    /// <summary>Reads the objects of a text, in their order. Scalars mean what they mean to kubectl; empty documents are passed over.</summary>
    /// <param name="text">The text: at most 16 Mi characters, 1 million values with aliases written out, 100 levels.</param>
    /// <param name="source">Where it comes from, for messages: the name of the file.</param>
    /// <returns>The objects, or a refusal that says source, line and document of what is wrong.</returns>
    public static Result<ImmutableArray<KubernetesObject>> Read(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        var documents = ManifestDocument.Read(text, source);
        return documents.Succeeded ? documents.Value.Select(static document => document.Object).ToImmutableArray() : documents.Problem!;
    }

    /// <summary>Writes objects as YAML, one document each, with sorted keys. What <see cref="Read"/> makes of it equals what was given.</summary>
    /// <param name="objects">The objects. Secrets are written as they are.</param>
    public static string Write(IEnumerable<KubernetesObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return YamlText.Write(objects.Select(static item => item.Json));
    }
}
