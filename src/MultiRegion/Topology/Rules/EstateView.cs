using System.Collections.Immutable;

namespace MultiRegion.Topology.Rules;

/// <summary>An estate with the places of its parts, for rules that look across them.</summary>
internal sealed class EstateView
{
    private readonly string _root;

    public EstateView(EstateTopology topology, string root, Findings findings)
    {
        _root = root;
        Findings = findings;
        Topology = topology;
        Regions = FirstOf(topology.Regions.OrEmpty(), static region => region.Id);
        Clusters = FirstOf(topology.Clusters.OrEmpty(), static cluster => cluster.Id);
        Services = [.. topology.Services.OrEmpty().Select((service, index) => new ServiceView(this, service, PathOf("Services", index, service.Id.Value)))];
    }

    public EstateTopology Topology { get; }

    public Findings Findings { get; }

    public Dictionary<RegionId, RegionDefinition> Regions { get; }

    public Dictionary<ClusterId, ClusterDefinition> Clusters { get; }

    public ImmutableArray<ServiceView> Services { get; }

    public string PathOf(string section) => Findings.Join(_root, section);

    public string PathOf(string section, int index, string id) => Findings.PathOf(PathOf(section), index, id);

    /// <summary>Reports a region that is not there. An empty id was reported where it stands; with an entry of unknown id nothing can be said.</summary>
    public void CheckRegion(RegionId region, string path)
    {
        if (region != default && !Regions.ContainsKey(default) && !Regions.ContainsKey(region))
        {
            Findings.Add(path, $"there is no region '{region}'", NearName.Mend(region.Value, Regions.Keys.Select(static id => id.Value)));
        }
    }

    private static Dictionary<TId, T> FirstOf<TId, T>(ImmutableArray<T> definitions, Func<T, TId> id)
        where TId : notnull =>
        definitions.GroupBy(id).ToDictionary(static same => same.Key, static same => same.First());
}

/// <summary>A service with its place.</summary>
internal sealed record ServiceView(EstateView Estate, ServiceDefinition Service, string Path)
{
    public ImmutableArray<DeploymentDefinition> Deployments => Service.Deployments.OrEmpty();

    /// <summary>Whether every deployment says its region, so that rules over all of them can judge.</summary>
    public bool KnowsItsRegions => Deployments.All(static deployment => deployment.Region != default);

    public bool HasSingleWriter => Service.Data.OrEmpty().Any(static data => data.SingleWriter);

    public string PathOf(string keys) => $"{Path}:{keys}";

    public string DeploymentPath(int index) => Estate.Findings.PathOf(PathOf("Deployments"), index);

    public void Add(string keys, string problem, string mend) => Estate.Findings.Add(PathOf(keys), problem, mend);

    public void AddAt(string path, string problem, string mend) => Estate.Findings.Add(path, problem, mend);
}

internal static class Arrays
{
    /// <summary>An array that was never set counts as empty; that it was not set is reported by its form.</summary>
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> array) => array.IsDefault ? [] : array;

    /// <summary>The positions of entries whose key stood there before.</summary>
    public static IEnumerable<(int Index, TKey Key)> Repeated<T, TKey>(this ImmutableArray<T> entries, Func<T, TKey> key)
    {
        var seen = new HashSet<TKey>();
        return entries.Select((entry, index) => (index, key(entry))).Where(entry => !seen.Add(entry.Item2));
    }
}
