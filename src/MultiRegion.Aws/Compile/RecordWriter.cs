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
            _records.Add(Leading(hostname, leaf) with { HealthCheckId = null });
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
            var member = group.Members[i];
            var record = Leading(name, member.Target);
            _records.Add(group.Policy switch
            {
                RecordPolicy.Failover => record with { SetIdentifier = Identifier(member.Target), Failover = i == 0 ? "PRIMARY" : "SECONDARY" },
                RecordPolicy.Weighted => record with { SetIdentifier = Identifier(member.Target), Weight = weights[i] },
                RecordPolicy.Geolocation => record with { SetIdentifier = Areas.Text(member.Area!), GeoLocation = member.Area },
                RecordPolicy.Latency => record with { SetIdentifier = Identifier(member.Target), Region = member.AwsRegion },
                _ => record with { SetIdentifier = Identifier(member.Target), MultiValueAnswer = true },
            });
        }
    }

    private ResourceRecordSet Leading(string name, Branch target) => target is Leaf leaf
        ? Leading(name, leaf)
        : new() { Name = name, Type = type, Alias = new(zone, NameOf((Group)target), EvaluateTargetHealth: true) };

    private ResourceRecordSet Leading(string name, Leaf leaf)
    {
        var check = leaf.IsChecked ? checks[leaf.Region] : null;
        return targets[leaf.Region] switch
        {
            AliasedTarget alias when type != "CNAME" => new()
            {
                Name = name,
                Type = type,
                Alias = new(alias.ZoneId, $"{alias.Host}.", leaf.IsChecked),
                HealthCheckId = check,
            },
            AddressTarget address => Valued(name, leaf, address.Address.ToString(), check),
            AliasedTarget alias => Valued(name, leaf, $"{alias.Host}.", check),
            var named => Valued(name, leaf, $"{((NamedTarget)named).Host}.", check),
        };
    }

    private ResourceRecordSet Valued(string name, Leaf leaf, string value, string? check) =>
        new() { Name = name, Type = type, Ttl = leaf.Ttl, Values = [value], HealthCheckId = check };

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
}
