using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Planning;

/// <summary>What is there.</summary>
/// <param name="Profiles">All of the resource group.</param>
internal sealed record Live(ImmutableArray<Profile> Profiles)
{
    public Profile? Find(string? name) => Profiles.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A profile and those below it.</summary>
    public ImmutableArray<Profile> Below(Profile root)
    {
        var (nest, found, open) = (new Nest(Profiles), new List<Profile>(), new Stack<Profile>([root]));
        while (open.TryPop(out var profile))
        {
            if (!found.Contains(profile))
            {
                found.Add(profile);
                foreach (var child in nest.Children(profile).Reverse())
                {
                    open.Push(child);
                }
            }
        }

        return [.. found];
    }
}
