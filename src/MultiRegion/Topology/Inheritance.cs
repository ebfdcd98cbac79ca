using MultiRegion.Topology.Written;

namespace MultiRegion.Topology;

/// <summary>Finds where an inherited setting was really written.</summary>
internal static class Inheritance
{
    /// <summary>The path under <c>Defaults</c> when a service's setting stands there and not at the service; otherwise the path itself.</summary>
    public static string Origin(string path, ConfigNode root)
    {
        var keys = (root.Path.Length == 0 ? path : path[Math.Min(path.Length, root.Path.Length + 1)..]).Split(':');
        if (keys.Length < 3 || !Is(keys[0], "Services") || !ServiceForms.Defaults.Fields.Any(field => Is(field.Name, keys[2])))
        {
            return path;
        }

        string[] origin = ["Defaults", .. keys[2..]];
        return root.Find(keys) is null && root.Find(origin) is not null ? Findings.Join(root.Path, string.Join(':', origin)) : path;
    }

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);
}
