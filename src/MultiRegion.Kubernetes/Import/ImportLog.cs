using System.Collections.Immutable;
using MultiRegion.Kubernetes.Config;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Gathers what is wrong, and what does not map.</summary>
internal sealed class ImportLog
{
    private const int MostMistakes = 20;
    private readonly List<string> _mistakes = [];
    private readonly List<string> _notes = [];

    public ImmutableArray<string> Notes => [.. _notes.Distinct(StringComparer.Ordinal)];

    public void Wrong(string mistake) => _mistakes.Add(mistake);

    public void Note(string note) => _notes.Add(note);

    public Result<ImportedWorkloads> Result(ImportedWorkloads workloads) => _mistakes.Count == 0 ? workloads
        : Problem.Refused($"{string.Join("; ", _mistakes.Take(MostMistakes))}{(_mistakes.Count > MostMistakes ? $"; and {_mistakes.Count - MostMistakes} more" : "")}.");
}

/// <summary>The documents of all files, by what they are.</summary>
internal sealed class ImportedDocuments(ImmutableArray<ManifestDocument> documents, ImportLog log)
{
    public const string OwnGroup = "multiregion";
    public const string KarmadaGroup = "karmada.io";
    public const string KubeFedGroup = "kubefed.io";

    /// <summary>Objects that no system of federation made.</summary>
    public ImmutableArray<KubernetesObject> Plain { get; } = [.. documents.Where(static document => System(document) is null).Select(static document => document.Object)];

    public bool HasPolicies => documents.Any(static document => System(document) is not null);

    public IEnumerable<ManifestDocument> Of(string system) => documents.Where(document => System(document) == system);

    /// <summary>The plain objects that no workload holds.</summary>
    public ImmutableArray<KubernetesObject> Unplaced(List<FederatedWorkload> workloads)
    {
        var placed = workloads.SelectMany(static workload => workload.Objects).Select(ObjectKey.Of).ToHashSet();
        return [.. Plain.Where(item => !placed.Contains(ObjectKey.Of(item)))];
    }

    /// <summary>Says of a whole document that it does not map.</summary>
    public void NotMapped(ManifestDocument document, string why) => log.Note($"{document.Place(document.Yaml, "")}: {document.Object} {why}.");

    private static string? System(ManifestDocument document)
    {
        var group = ObjectKey.Of(document.Object).Group;
        return document.Object.Kind == "CustomResourceDefinition" ? null
            : group == OwnGroup ? OwnGroup
            : new[] { KarmadaGroup, KubeFedGroup }.FirstOrDefault(system => group == system || group.EndsWith($".{system}", StringComparison.Ordinal));
    }
}

/// <summary>The members of a map in a document, read by what they must be. What was not asked for can be asked for at the end.</summary>
internal sealed class ImportFields(ManifestDocument document, YamlValue map, string path, ImportLog log)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public ManifestDocument Document => document;

    public ImportLog Log => log;

    public string Path => path;

    public string Where => document.Place(map, path);

    public IEnumerable<string> Keys => map.Members.Keys.Order(StringComparer.Ordinal);

    public bool Has(string key) => map[key] is not null;

    /// <summary>Whether the member is there, be it empty.</summary>
    public bool Names(string key) => map.Members.ContainsKey(key);

    public string? Text(string key)
    {
        var value = Ask(key, YamlKind.Text, "a text");
        return value is null ? null : AsText(value, Below(key));
    }

    public string Required(string key)
    {
        var text = Text(key);
        if (!Has(key))
        {
            Wrong(map, Below(key), "is missing");
        }

        return text ?? "";
    }

    public int? Number(string key, int least, int most)
    {
        var value = Ask(key, YamlKind.Text, "a number");
        if (value is null)
        {
            return null;
        }

        var read = ManifestScalars.Read(value);
        if (read.Succeeded && read.Value is { } number && number.TryGetValue<long>(out var whole) && whole >= least && whole <= most)
        {
            return (int)whole;
        }

        Wrong(value, Below(key), $"must be a whole number from {least} to {most}");
        return null;
    }

    public bool? Flag(string key)
    {
        var value = Ask(key, YamlKind.Text, "true or false");
        if (value is null || (ManifestScalars.Read(value) is { Succeeded: true, Value: { } read } && read.TryGetValue<bool>(out _)))
        {
            return value is null ? null : ManifestScalars.Read(value).Value!.GetValue<bool>();
        }

        Wrong(value, Below(key), "must be true or false");
        return null;
    }

    /// <summary>One of some words.</summary>
    public T? Word<T>(string key, params (string Word, T Value)[] words)
        where T : struct
    {
        var text = Text(key);
        if (text is null || words.Any(pair => pair.Word == text))
        {
            return text is null ? null : words.First(pair => pair.Word == text).Value;
        }

        Wrong(map[key]!, Below(key), $"is none of {string.Join(", ", words.Select(static pair => pair.Word))}");
        return null;
    }

    public ImportFields? Map(string key) => Ask(key, YamlKind.Map, "a map") is { } value ? new(document, value, Below(key), log) : null;

    public ImmutableArray<ImportFields> Maps(string key) => [.. Items(key).Select((item, i) => (item, At: $"{Below(key)}[{i}]")).Where(pair => Is(pair.item, YamlKind.Map, pair.At, "a map")).Select(pair => new ImportFields(document, pair.item, pair.At, log))];

    public ImmutableArray<string> Texts(string key) => [.. Items(key).Select((item, i) => (item, At: $"{Below(key)}[{i}]")).Where(pair => Is(pair.item, YamlKind.Text, pair.At, "a text")).Select(pair => AsText(pair.item, pair.At)).OfType<string>()];

    public ImmutableSortedDictionary<string, string> TextMap(string key) => (Map(key) is { } inner ? inner.Keys.Select(name => (name, Text: inner.Text(name))) : [])
        .Where(static pair => pair.Text is not null).ToImmutableSortedDictionary(static pair => pair.name, static pair => pair.Text!, StringComparer.Ordinal);

    public ImmutableSortedSet<T> Ids<T>(string key)
        where T : struct, IStringId<T> => [.. Texts(key).Select((text, i) => Id<T>(text, $"{Below(key)}[{i}]")).OfType<T>()];

    public T? Id<T>(string text, string at)
        where T : struct, IStringId<T>
    {
        if (IdText.IsValid(text, out var problem))
        {
            return T.From(text);
        }

        Wrong(map, at, $"is no name: {problem}");
        return null;
    }

    public System.Text.Json.Nodes.JsonNode? Json(string key)
    {
        _asked.Add(key);
        return map.Members.GetValueOrDefault(key) is { } value ? ManifestJson.Read(value).Value : null;
    }

    /// <summary>The members of it that nobody asked for.</summary>
    public IEnumerable<string> Rest() => Keys.Where(key => !_asked.Contains(key));

    public void Ignore(params string[] keys) => _asked.UnionWith(keys);

    /// <summary>Members that nobody asked for are mistakes.</summary>
    public void NothingElse() => Rest().ToList().ForEach(key => Wrong(map.Members[key], Below(key), "is not known"));

    /// <summary>Members that nobody asked for do not map.</summary>
    public void RestIsNotMapped() => Rest().ToList().ForEach(key => NotMapped(key));

    /// <summary>Says that a member does not map.</summary>
    public void NotMapped(string key, string why = "is not mapped")
    {
        _asked.Add(key);
        log.Note($"{document.Place(map.Members.GetValueOrDefault(key) ?? map, Below(key))} {why}.");
    }

    public void Wrong(string key, string what) => Wrong(map.Members.GetValueOrDefault(key) ?? map, Below(key), what);

    public string Below(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private ImmutableArray<YamlValue> Items(string key) => Ask(key, YamlKind.List, "a list")?.Items ?? [];

    private string? AsText(YamlValue value, string at)
    {
        if (ManifestScalars.Read(value) is { Succeeded: true, Value: { } read } && read.TryGetValue<string>(out var text))
        {
            return text;
        }

        Wrong(value, at, "must be a text: put it into quotes");
        return null;
    }

    private YamlValue? Ask(string key, YamlKind kind, string what)
    {
        _asked.Add(key);
        return map[key] is { } value && Is(value, kind, Below(key), what) ? value : null;
    }

    private bool Is(YamlValue value, YamlKind kind, string at, string what)
    {
        if (value.Kind != kind)
        {
            Wrong(value, at, $"must be {what}");
        }

        return value.Kind == kind;
    }

    private void Wrong(YamlValue at, string where, string what) => log.Wrong($"{document.Place(at, where)} {what}");
}
