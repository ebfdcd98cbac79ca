using System.Collections.Immutable;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Config;

/// <summary>Gathers the members of a map: those that stand there, and those that a merge key brings.</summary>
internal sealed class YamlMembers
{
    private readonly ImmutableDictionary<string, YamlValue>.Builder _own = ImmutableDictionary.CreateBuilder<string, YamlValue>(StringComparer.Ordinal);
    private ImmutableDictionary<string, YamlValue>? _merged;

    public long Weight => 1 + ToImmutable().Values.Sum(static value => value.Weight);

    /// <returns>What is wrong with it; null: nothing.</returns>
    public string? Add(string key, YamlValue value) =>
        _own.TryAdd(key, value) ? null : $"the key '{ErrorText.Line(key, 60)}' stands there twice";

    /// <summary>Takes what a merge key names: a map, or a list of maps of which the earlier win.</summary>
    public string? Merge(YamlValue value)
    {
        var maps = value.Kind == YamlKind.List ? value.Items : [value];
        if (_merged is not null || maps.Any(static map => map.Kind != YamlKind.Map))
        {
            return _merged is not null ? "the key '<<' stands there twice: give it a list" : "a merge key (<<) names a map or a list of maps";
        }

        _merged = maps.Reverse().Aggregate(ImmutableDictionary<string, YamlValue>.Empty, static (all, map) => all.SetItems(map.Members));
        return _own.Keys.Where(_merged.ContainsKey).Order(StringComparer.Ordinal).FirstOrDefault() is { } both ? Ambiguous(both) : null;
    }

    public ImmutableDictionary<string, YamlValue> ToImmutable() => _merged is null ? _own.ToImmutable() : _merged.SetItems(_own);

    // YAML lets what stands in the map win, and kubectl what stands last: only when the merge key comes first are they of one mind.
    private static string Ambiguous(string key) => $"the key '{ErrorText.Line(key, 60)}' stands before the merge key (<<) that brings it too: put the merge key first";
}
