using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Compile;

/// <summary>Writes shaped groups as record sets of one type.</summary>
/// <param name="hostname">With the final dot.</param>
/// <param name="type"><c>A</c>, <c>AAAA</c> or <c>CNAME</c>.</param>
/// <param name="zone">The zone that they are written into.</param>
/// <param name="targets">Where each region is entered.</param>
/// <param name="checks">The key of each region's health check.</param>
/// <param name="findings">Where losses go.</param>
internal sealed class RecordWriter(
    string hostname, string type, string zone, IReadOnlyDictionary<RegionId, Target> targets, IReadOnlyDictionary<RegionId, string?> checks, Findings findings)
{
    /// <summary>Begins the names of the groups below a hostname.</summary>
    public const string Prefix = "_mr-";

    private const int LongestIdentifier = 128;
    private readonly Dictionary<ulong, string> _labels = [];
    private readonly Dictionary<ulong, int> _shapes = [];
    private readonly ImmutableArray<ResourceRecordSet>.Builder _records = ImmutableArray.CreateBuilder<ResourceRecordSet>();

    public ImmutableArray<ResourceRecordSet> Write(Branch root)
    {
        if (root is Leaf leaf)
        {
            _records.Add(Leading(leaf, new(hostname, null)) with { HealthCheckId = null });
        }
        else
        {
            Write(hostname, (Group)root);
        }

        return _records.DrainToImmutable();
    }

    private void Write(string name, Group group)
    {
        var weights = group.Policy == RecordPolicy.Weighted ? Weights(group) : [];
        for (var i = 0; i < group.Members.Length; i++)
        {
            var (target, _, region, area) = group.Members[i];
            var alias = target is Group inner ? NameOf(inner) : null;
            var policy = new Policy(name, area is null ? Identifier(target) : Areas.Text(area))
            {
                Failover = group.Policy != RecordPolicy.Failover ? null : i == 0 ? "PRIMARY" : "SECONDARY",
                Weight = group.Policy == RecordPolicy.Weighted ? weights[i] : null,
                Area = area,
                Region = region,
                IsMultivalue = group.Policy == RecordPolicy.Multivalue,
            };
            _records.Add(alias is null ? Leading((Leaf)target, policy) : Aliased(policy, new(zone, alias, EvaluateTargetHealth: true), check: null));
        }
    }

    private ResourceRecordSet Leading(Leaf leaf, in Policy policy)
    {
        var check = leaf.IsChecked ? checks[leaf.Region] : null;
        return targets[leaf.Region] switch
        {
            AliasedTarget alias when type != "CNAME" => Aliased(policy, new(alias.ZoneId, $"{alias.Host}.", leaf.IsChecked), check),
            AddressTarget address => Valued(policy, leaf.Ttl, address.Address.ToString(), check),
            AliasedTarget alias => Valued(policy, leaf.Ttl, $"{alias.Host}.", check),
            var named => Valued(policy, leaf.Ttl, $"{((NamedTarget)named).Host}.", check),
        };
    }

    private ResourceRecordSet Aliased(in Policy policy, AliasTarget alias, string? check) => Record(policy, alias, ttl: null, [], check);

    private ResourceRecordSet Valued(in Policy policy, long ttl, string value, string? check) => Record(policy, alias: null, ttl, [value], check);

    private ResourceRecordSet Record(in Policy policy, AliasTarget? alias, long? ttl, ImmutableArray<string> values, string? check) => new()
    {
        Name = policy.Name,
        Type = type,
        SetIdentifier = policy.Identifier,
        Weight = policy.Weight,
        Region = policy.Region,
        GeoLocation = policy.Area,
        Failover = policy.Failover,
        MultiValueAnswer = policy.IsMultivalue ? true : null,
        Ttl = ttl,
        Values = values,
        Alias = alias,
        HealthCheckId = check,
    };

    private string NameOf(Group group)
    {
        if (!_labels.TryGetValue(group.Id, out var label))
        {
            label = LabelOf(group.Shape);
            _labels.Add(group.Id, label);
            Write(NameOf(label), group);
        }

        return NameOf(label);
    }

    private string NameOf(string label) => $"{Prefix}{label}.{hostname}";

    // Groups that differ in weights only are told apart by their order in the tree, which no step of a share changes.
    private string LabelOf(ulong shape)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_shapes, shape, out _);
        return ++count == 1 ? Fingerprint.Text(shape) : string.Create(CultureInfo.InvariantCulture, $"{Fingerprint.Text(shape)}-{count}");
    }

    private string Identifier(Branch target) => target switch
    {
        Leaf { IsChecked: true, Region.Value.Length: <= LongestIdentifier } leaf => leaf.Region.Value,
        Leaf { IsChecked: false, Region.Value.Length: <= LongestIdentifier - 10 } leaf => $"{leaf.Region} unchecked",
        Leaf leaf => Fingerprint.Text(leaf.Id),
        _ => _labels[target.Id],
    };

    private int[] Weights(Group group)
    {
        var wanted = new double[group.Members.Length];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = group.Members[i].Weight;
        }

        var fitted = WeightScale.Fit(wanted, out var error);
        if (error > 0.0005)
        {
            findings.Lose(LossKind.Resolution, string.Create(
                CultureInfo.InvariantCulture, $"weights are whole numbers up to {WeightScale.Largest}: one part is off by {100 * error:0.##} percentage points"));
        }

        return fitted;
    }

    /// <summary>What a record has from its group.</summary>
    private readonly record struct Policy(string Name, string? Identifier)
    {
        public long? Weight { get; init; }

        public string? Region { get; init; }

        public GeoLocation? Area { get; init; }

        public string? Failover { get; init; }

        public bool IsMultivalue { get; init; }
    }
}
