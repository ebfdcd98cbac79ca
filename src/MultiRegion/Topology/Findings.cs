using System.Collections.Immutable;

namespace MultiRegion.Topology;

/// <summary>Gathers mistakes, and remembers under which keys the entries of lists and maps stood, so that later checks name the same places.</summary>
internal sealed class Findings
{
    private readonly List<TopologyMistake> _mistakes = [];
    private readonly Dictionary<string, ImmutableArray<string>> _keys = new(StringComparer.OrdinalIgnoreCase);

    private ImmutableArray<string> _unread = [];

    public ImmutableArray<TopologyMistake> Mistakes => [.. _mistakes];

    public void Add(string path, string problem, string mend) => _mistakes.Add(new(path, problem, mend));

    public void Add(IEnumerable<TopologyMistake> mistakes) => _mistakes.AddRange(mistakes);

    public void Remember(string path, ImmutableArray<string> keys) => _keys[path] = keys;

    public bool WasMap(string path) => _keys.TryGetValue(path, out var keys) && keys.Any(static key => !ConfigNode.IsIndex(key));

    /// <summary>The path of an entry: its key as it was read, or else its id, or else its index.</summary>
    public string PathOf(string path, int index, string id = "") =>
        Join(path, _keys.TryGetValue(path, out var keys) && index < keys.Length ? keys[index]
            : id.Length > 0 ? id
            : index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Whether something at or below a place could not be read: what stands there in its stead is not what was meant.</summary>
    public bool IsUnread(string path) => _unread.Any(unread => unread.StartsWith(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same memory of places, with no mistakes but the knowledge of what could not be read.</summary>
    public Findings Fresh()
    {
        var fresh = new Findings { _unread = [.. _mistakes.Select(static mistake => mistake.Path)] };
        foreach (var (path, keys) in _keys)
        {
            fresh._keys.Add(path, keys);
        }

        return fresh;
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";
}
