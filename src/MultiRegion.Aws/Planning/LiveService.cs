using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>What a zone holds at and below a hostname that is a route, or could be.</summary>
/// <param name="Hostname">With the final dot.</param>
/// <param name="Routes">The record sets that answer for the hostname: its own, and those that its aliases lead to below it.</param>
/// <param name="Debris">Groups below it that nothing leads to any more.</param>
/// <param name="Txt">The record that says whose it is; null when there is none.</param>
internal sealed record LiveService(string Hostname, ImmutableArray<ResourceRecordSet> Routes, ImmutableArray<ResourceRecordSet> Debris, ResourceRecordSet? Txt)
{
    /// <summary>Routes and debris, in the order of their keys.</summary>
    public ImmutableArray<ResourceRecordSet> All => Debris.IsEmpty ? Routes : Sorted(Routes.Concat(Debris));

    /// <param name="hostname">The hostname.</param>
    /// <param name="records">Records of its zone, in any order: others are passed over.</param>
    public static LiveService In(string hostname, IEnumerable<ResourceRecordSet> records)
    {
        var byName = records.Where(record => IsOf(record, hostname)).ToLookup(static record => record.Name);
        var reached = new HashSet<string>(StringComparer.Ordinal) { hostname };
        var waiting = new Queue<string>(reached);
        while (waiting.TryDequeue(out var name))
        {
            foreach (var target in byName[name].Select(static record => record.Alias?.DnsName).OfType<string>().Where(target => byName.Contains(target) && reached.Add(target)))
            {
                waiting.Enqueue(target);
            }
        }

        var routes = byName.SelectMany(static group => group).Where(static record => record.Type != "TXT").ToLookup(record => reached.Contains(record.Name));
        return new(hostname, Sorted(routes[true]), Sorted(routes[false]), byName[Ownership.NameOf(hostname)].FirstOrDefault(static record => record.Type == "TXT"));
    }

    /// <summary>A fingerprint of records: equal for equal records.</summary>
    public static string Print(ImmutableArray<ResourceRecordSet> records)
    {
        var print = Fingerprint.Of("content");
        foreach (var record in records)
        {
            print = print.With(RecordText.Of(record));
        }

        return Fingerprint.Text(print.Value);
    }

    private static bool IsOf(ResourceRecordSet record, string hostname) => record.Type switch
    {
        "A" or "AAAA" or "CNAME" => record.Name == hostname
            || (record.Name.StartsWith(RecordWriter.Prefix, StringComparison.Ordinal) && record.Name.AsSpan(record.Name.IndexOf('.') + 1).SequenceEqual(hostname)),
        "TXT" => record.Name == Ownership.NameOf(hostname),
        _ => false,
    };

    private static ImmutableArray<ResourceRecordSet> Sorted(IEnumerable<ResourceRecordSet> records) => [.. records.Order(Comparer<ResourceRecordSet>.Create(RecordOrder.Compare))];
}
