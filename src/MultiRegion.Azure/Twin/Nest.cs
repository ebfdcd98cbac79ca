using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>Profiles that name each other, by their ids and DNS names.</summary>
internal sealed class Nest
{
    public const int MostLevels = 10;

    private readonly Dictionary<string, Profile> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Profile> _byName = new(StringComparer.OrdinalIgnoreCase);

    public Nest(IEnumerable<Profile> profiles)
    {
        foreach (var profile in profiles)
        {
            _byId.TryAdd(profile.Id ?? "", profile);
            _byName.TryAdd(profile.Properties?.DnsConfig?.Fqdn ?? "", profile);
        }
    }

    /// <summary>The profile of a nested endpoint; null when it is not one of these.</summary>
    public Profile? Child(Endpoint endpoint) => endpoint.Properties is not { } properties ? null
        : properties.TargetResourceId is { Length: > 0 } id ? _byId.GetValueOrDefault(id)
        : _byName.GetValueOrDefault(properties.Target is { Length: > 0 } name ? name : "-");

    public IEnumerable<Profile> Children(Profile profile) =>
        EndpointsOf(profile).Where(static endpoint => endpoint.IsNested()).Select(Child).OfType<Profile>();

    /// <summary>How many levels a nest has, the root counted; null when it has a loop.</summary>
    public int? Levels(Profile root) => Levels(root, []);

    public static IEnumerable<Endpoint> EndpointsOf(Profile profile) => profile.Properties?.Endpoints ?? [];

    private int? Levels(Profile profile, HashSet<Profile> above)
    {
        if (!above.Add(profile))
        {
            return null;
        }

        var deepest = 0;
        foreach (var child in Children(profile))
        {
            if (Levels(child, above) is not { } levels)
            {
                return null;
            }

            deepest = Math.Max(deepest, levels);
        }

        above.Remove(profile);
        return deepest + 1;
    }
}
