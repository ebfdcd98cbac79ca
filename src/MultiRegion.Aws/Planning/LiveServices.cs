using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Sorts the records of a zone by the hostname that they serve.</summary>
internal static class LiveServices
{
    public static Dictionary<string, LiveService> In(IEnumerable<ResourceRecordSet> records, IEnumerable<string> hostnames)
    {
        var byHost = hostnames.Distinct(StringComparer.Ordinal).ToDictionary(static hostname => hostname, static _ => new List<ResourceRecordSet>(), StringComparer.Ordinal);
        foreach (var record in records)
        {
            var host = record.Name.StartsWith("_mr", StringComparison.Ordinal) ? record.Name[(record.Name.IndexOf('.', StringComparison.Ordinal) + 1)..] : record.Name;
            if (byHost.TryGetValue(host, out var own))
            {
                own.Add(record);
            }
        }

        return byHost.ToDictionary(static pair => pair.Key, static pair => LiveService.In(pair.Key, pair.Value), StringComparer.Ordinal);
    }
}
