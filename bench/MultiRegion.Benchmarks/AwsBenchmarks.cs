using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;
using MultiRegion.Routing;

namespace MultiRegion.Benchmarks;

/// <summary>Route 53: the difference of 10,000 live and desired records of which 2 % change, beside a plain join by a dictionary; and compiling.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class AwsBenchmarks
{
    private const int Records = 10_000;
    private const int ChangeEach = 50;
    private const int RecordsOfTree = 21;
    private static readonly HostedZone Zone = new("Z1", "example.com.", IsPrivate: false, 2);
    private ResourceRecordSet[] _live = [];
    private ResourceRecordSet[] _desired = [];
    private RoutingIntent _intent = null!;

    [GlobalSetup]
    public void Setup()
    {
        _live = [.. Enumerable.Range(0, Records).Select(static i => Record(i, 100)).Order(Comparer<ResourceRecordSet>.Create(RecordOrder.Compare))];
        _desired = [.. Enumerable.Range(0, Records).Select(static i => Record(i, i % ChangeEach == 0 ? 90 : 100)).Order(Comparer<ResourceRecordSet>.Create(RecordOrder.Compare))];
        _intent = Intent();
        var compiled = Route53Compiler.Compile(_intent, Zone, CompileSettings.Default).Value!;
        if (compiled.Records.Length != RecordsOfTree || RecordDiff.Between(_live, _desired).Length != 2 * Records / ChangeEach)
        {
            throw new InvalidOperationException($"{compiled.Records.Length} records are compiled.");
        }
    }

    [Benchmark(OperationsPerInvoke = Records, Description = "difference: a record of 10,000, 2 % changed")]
    public object Difference() => RecordDiff.Between(_live, _desired);

    [Benchmark(OperationsPerInvoke = Records, Baseline = true, Description = "the same by a plain dictionary")]
    public object PlainJoin()
    {
        var live = new Dictionary<RecordKey, ResourceRecordSet>(_live.Length);
        foreach (var record in _live)
        {
            live[record.Key] = record;
        }

        List<RecordChange> changes = [];
        foreach (var record in _desired)
        {
            if (!live.Remove(record.Key, out var before))
            {
                changes.Add(new(ChangeAction.Create, record));
            }
            else if (!before.Equals(record))
            {
                changes.Add(new(ChangeAction.Delete, before));
                changes.Add(new(ChangeAction.Create, record));
            }
        }

        changes.AddRange(live.Values.Select(static record => new RecordChange(ChangeAction.Delete, record)));
        return changes;
    }

    [Benchmark(OperationsPerInvoke = RecordsOfTree, Description = "compile: a record of geographic over weighted over priority")]
    public object Compile() => Route53Compiler.Compile(_intent, Zone, CompileSettings.Default);

    private static ResourceRecordSet Record(int i, long weight) => new()
    {
        Name = $"host-{i / 4:D5}.example.com.",
        Type = "A",
        SetIdentifier = $"region-{i % 4}",
        Weight = weight,
        Ttl = 60,
        Values = [$"192.0.2.{i % 250}"],
        HealthCheckId = $"check-{i % 4}",
    };

    private static RoutingIntent Intent() => new()
    {
        Service = "shop",
        Hostname = "www.example.com",
        Tree = new GeographicNode([new(new(GeographicScope.Continent, "EU"), Weighted("A", "B")), new(new(GeographicScope.Continent, "NA"), Weighted("B", "C"))], Weighted("C", "A")),
        Endpoints = ImmutableSortedDictionary<RegionId, EndpointAddress>.Empty.Add("A", new("192.0.2.1")).Add("B", new("192.0.2.2")).Add("C", new("192.0.2.3")),
        Shares = Shares.AllFull,
        HealthCheck = new HttpProbeDefinition { Statuses = [new(200, 399)] },
    };

    private static WeightedNode Weighted(RegionId one, RegionId other) => new(
        [new(60, new PriorityNode([new EndpointNode(one), new EndpointNode(other)])), new(40, new PriorityNode([new EndpointNode(other), new EndpointNode(one)]))]);
}
