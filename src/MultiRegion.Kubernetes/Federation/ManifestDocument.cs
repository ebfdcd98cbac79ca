using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Config;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>An object, and where it stands.</summary>
/// <param name="Object">The object.</param>
/// <param name="Yaml">The text of it, with its lines.</param>
/// <param name="Source">The file.</param>
/// <param name="Number">Which document of the file it is, from 1.</param>
/// <param name="Path">Where it stands in the document; empty: it is the document.</param>
internal sealed record ManifestDocument(KubernetesObject Object, YamlValue Yaml, string Source, int Number, string Path)
{
    private static readonly YamlLimits Limits = new()
    {
        LongestText = 16 * 1024 * 1024,
        Deepest = 100,
        MostValues = 1_000_000,
        MergeKeys = true,
        Key = ManifestScalars.Key,
    };

    public static Result<ImmutableArray<ManifestDocument>> Read(string text, string source)
    {
        var values = JsonText.Read(text, Limits) is { } json ? json : YamlReader.ReadAll(text, Limits);
        return values.Succeeded ? new Reader(source).All(values.Value) : Problem.Refused($"{source}: {values.Problem!.Detail}.");
    }

    /// <summary>Where something of this document stands.</summary>
    public string Place(YamlValue at, string path) => Place(Source, at, Number, Path.Length == 0 ? path : path.Length == 0 ? Path : $"{Path}.{path}");

    private static string Place(string source, YamlValue at, int number, string path) =>
        $"{source}:{at.Line}: document {number}{(path.Length == 0 ? "" : $", {path}")}";

    private sealed class Reader(string source)
    {
        private readonly ImmutableArray<ManifestDocument>.Builder _found = ImmutableArray.CreateBuilder<ManifestDocument>();
        private Problem? _problem;

        public Result<ImmutableArray<ManifestDocument>> All(ImmutableArray<YamlValue> documents)
        {
            for (var i = 0; i < documents.Length && _problem is null; i++)
            {
                _problem = documents[i].Kind == YamlKind.Null ? null : One(documents[i], i + 1, "");
            }

            return _problem is { } problem ? problem : _found.ToImmutable();
        }

        private Problem? One(YamlValue value, int number, string path)
        {
            if (value.Kind != YamlKind.Map)
            {
                return Wrong(value, number, path, "an object was expected, and this is none");
            }

            var kind = value["kind"]?.Text ?? "";
            return kind is "Kustomization" or "Component" && value["metadata"]?["name"] is null ? Wrong(value, number, path, $"this is a {kind}, which Kustomize reads: give what 'kustomize build' prints")
                : kind.EndsWith("List", StringComparison.Ordinal) && value["items"] is { Kind: YamlKind.List } items && value["metadata"]?["name"] is null ? Many(items, number, path)
                : Single(value, number, path);
        }

        private Problem? Many(YamlValue items, int number, string path)
        {
            for (var i = 0; i < items.Items.Length; i++)
            {
                if (One(items.Items[i], number, $"{(path.Length == 0 ? "" : $"{path}.")}items[{i}]") is { } problem)
                {
                    return problem;
                }
            }

            return null;
        }

        private Problem? Single(YamlValue value, int number, string path)
        {
            var json = ManifestJson.Read(value);
            if (!json.Succeeded)
            {
                return Wrong(json.Problem!.At, number, path, json.Problem.Detail);
            }

            var read = KubernetesObject.Of((JsonObject)json.Value!);
            if (!read.Succeeded)
            {
                return Wrong(value, number, path, read.Problem.Detail.TrimEnd('.'));
            }

            _found.Add(new(read.Value, value, source, number, path));
            return null;
        }

        private Problem Wrong(YamlValue at, int number, string path, string what) => Problem.Refused($"{Place(source, at, number, path)}: {ErrorText.Line(what, 300)}.");
    }
}
