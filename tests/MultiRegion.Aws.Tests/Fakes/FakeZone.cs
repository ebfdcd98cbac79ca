using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>A hosted zone and what is in it.</summary>
internal sealed class FakeZone
{
    private readonly Dictionary<RecordKey, ResourceRecordSet> _records = [];

    public FakeZone(string id, string name, bool isPrivate)
    {
        (Id, Name, IsPrivate) = (id, name, isPrivate);
        Seed(
        [
            new() { Name = name, Type = "NS", Ttl = 172800, Values = ["ns-1.awsdns-00.com.", "ns-2.awsdns-00.net."] },
            new() { Name = name, Type = "SOA", Ttl = 900, Values = ["ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"] },
        ]);
    }

    public string Id { get; }

    public string Name { get; }

    public bool IsPrivate { get; }

    /// <summary>In the service's order.</summary>
    public IEnumerable<ResourceRecordSet> Records => _records.Values
        .OrderBy(static one => FakeNames.Sortable(one.Name), StringComparer.Ordinal)
        .ThenBy(static one => one.Type, StringComparer.Ordinal)
        .ThenBy(static one => one.SetIdentifier ?? "", StringComparer.Ordinal);

    public int Count => _records.Count;

    public ResourceRecordSet? Find(RecordKey key) => _records.GetValueOrDefault(key);

    public IEnumerable<ResourceRecordSet> Named(string name) => _records.Values.Where(one => one.Name == name);

    public bool IsOwn(ResourceRecordSet record) => record.Name == Name && record.Type is "NS" or "SOA";

    public void Seed(IEnumerable<ResourceRecordSet> records)
    {
        foreach (var record in records)
        {
            _records[record.Key] = record;
        }
    }

    /// <summary>From a place in the order on.</summary>
    public IEnumerable<ResourceRecordSet> From(string? name, string? type, string? identifier)
    {
        var start = (Name: name is null ? "" : FakeNames.Sortable(FakeNames.Plain(name)), Type: type ?? "", Id: identifier ?? "");
        return Records.SkipWhile(one => Compare((FakeNames.Sortable(one.Name), one.Type, one.SetIdentifier ?? ""), start) < 0);
    }

    public FakeZone Copy()
    {
        var copy = new FakeZone(Id, Name, IsPrivate);
        copy._records.Clear();
        copy.Seed(_records.Values);
        return copy;
    }

    public void Apply(ImmutableArray<RecordChange> changes)
    {
        foreach (var change in changes)
        {
            Apply(change);
        }
    }

    public void Apply(RecordChange change)
    {
        if (change.Action == ChangeAction.Delete)
        {
            _records.Remove(change.Record.Key);
            return;
        }

        _records[change.Record.Key] = change.Record;
        if (change.Record is { Weight: not null, Ttl: { } ttl })
        {
            AlignNeedsWeights(change.Record, ttl);
        }
    }

    /// <summary>Weighted records of one name and type take over the TTL that was given last.</summary>
    private void AlignNeedsWeights(ResourceRecordSet record, long ttl)
    {
        foreach (var peer in Named(record.Name).Where(one => one.Type == record.Type && one is { Weight: not null, Ttl: not null } && one.Ttl != ttl).ToList())
        {
            _records[peer.Key] = peer with { Ttl = ttl };
        }
    }

    private static int Compare((string Name, string Type, string Id) left, (string Name, string Type, string Id) right) =>
        string.CompareOrdinal(left.Name, right.Name) is not 0 and var name ? name
        : string.CompareOrdinal(left.Type, right.Type) is not 0 and var type ? type
        : string.CompareOrdinal(left.Id, right.Id);
}
