using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Compile;

/// <summary>Writes the profiles of a nest, children before parents. Nests that are alike are one.</summary>
internal sealed class ProfileWriter(RoutingIntent intent, CompileSettings settings, ProfileNames names, Monitors monitors, Findings findings)
{
    /// <summary>More than this, as a fraction of all clients, is worth a word.</summary>
    private const double Negligible = 0.0005;

    /// <summary>Between two priorities, so that something fits in.</summary>
    private const int Step = 5;

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly ImmutableArray<Profile>.Builder _profiles = ImmutableArray.CreateBuilder<Profile>();

    public ImmutableArray<Profile> Write(Group root)
    {
        Write(root, "");
        return _profiles.ToImmutable();
    }

    private string Write(Group group, string path)
    {
        if (_written.TryGetValue(group.Key, out var known))
        {
            return known;
        }

        var (name, weights) = (names.Name(path), Weights(group));
        var endpoints = group.Members.Select((member, i) => Common(member, Target(member, path + ProfileNames.Step(member, i)), group, weights?[i] ?? 1, i)).ToImmutableArray();
        _profiles.Add(new()
        {
            Id = settings.IdOf(name),
            Name = name,
            Type = EndpointTypes.Profile,
            Location = "global",
            Properties = new()
            {
                ProfileStatus = Switches.Enabled,
                TrafficRoutingMethod = group.Method,
                DnsConfig = new(names.RelativeName(path), $"{names.RelativeName(path)}.{settings.Suffix}", group.Ttl),
                MonitorConfig = monitors.Of(Wrapping.PortOf(group)),
                Endpoints = endpoints,
                MaxReturn = group.MaxReturn > 0 ? group.MaxReturn : null,
            },
        });
        return _written[group.Key] = name;
    }

    private Endpoint Target(Member member, string path) => member.Target switch
    {
        Leaf leaf => Of(leaf),
        Group group when Write(group, path) is var child => new()
        {
            Name = child,
            Type = EndpointTypes.Nested,
            Properties = new() { TargetResourceId = settings.IdOf(child), MinChildEndpoints = 1 },
        },
        _ => throw new NotSupportedException($"There is no branch {member.Target.GetType().Name}."),
    };

    private Endpoint Of(Leaf leaf)
    {
        var host = intent.Endpoints[leaf.Region].Host;
        var resource = settings.Resources.GetValueOrDefault(host.ToLowerInvariant());
        return new()
        {
            Name = ProfileNames.Endpoint(leaf.Region),
            Type = resource is null ? EndpointTypes.External : EndpointTypes.Azure,
            Properties = new()
            {
                Target = resource is null ? host : null,
                TargetResourceId = resource,
                AlwaysServe = leaf.IsChecked && monitors.Looks ? Switches.Disabled : Switches.Enabled,
            },
        };
    }

    private static Endpoint Common(Member member, Endpoint endpoint, Group group, int weight, int index) => endpoint with
    {
        Properties = endpoint.Properties! with
        {
            EndpointStatus = member.Target.IsDrained ? Switches.Disabled : Switches.Enabled,
            Weight = weight,
            Priority = (index * (group.Members.Length > 100 ? 1 : Step)) + 1,
            EndpointLocation = group.Method == RoutingMethods.Performance ? member.Location : null,
            GeoMapping = member.Places.IsEmpty ? null : member.Places,
            Subnets = member.Subnets.IsEmpty ? null : member.Subnets,
        },
    };

    private int[]? Weights(Group group)
    {
        if (group.Method != RoutingMethods.Weighted)
        {
            return null;
        }

        var (weights, error) = WeightScale.Fit([.. group.Members.Select(static member => member.Weight)], [.. group.Members.Select(static member => member.Whole)]);
        if (error > Negligible)
        {
            findings.Lose(LossKind.Resolution, FormattableString.Invariant($"weights are whole numbers up to {WeightScale.Largest}: a region gets up to {100 * error:0.##} % of all clients more or less"));
        }

        return weights;
    }
}
