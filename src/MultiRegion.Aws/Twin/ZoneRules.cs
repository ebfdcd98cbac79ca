using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>What Route 53 asks of the records that a batch leaves behind.</summary>
internal static class ZoneRules
{
    private const int MostRecords = 10_000;
    private const int MostOfOneName = 100;
    private const int MostProximity = 30;
    private const int MostValues = 400;
    private const string CloudFrontZone = "Z2FDTNDATAQYW2";

    public static Problem? Check(ZoneTwin zone, ImmutableSortedDictionary<RecordKey, ResourceRecordSet> records, ImmutableArray<RecordChange> batch)
    {
        var problem = records.Count > MostRecords ? BatchRules.Invalid($"more than {MostRecords} records in the zone") : null;
        var groups = records.Values.ToLookup(static record => (record.Name, record.Type));
        foreach (var key in batch.Select(static change => (change.Record.Name, change.Record.Type)).Distinct())
        {
            problem ??= Group(zone, [.. groups[key]]);
        }

        return problem
            ?? batch.Where(static change => change.Action != ChangeAction.Delete).Select(change => Record(zone, change.Record)).FirstOrDefault(static found => found is not null)
            ?? records.Values.Select(record => Alias(zone, record, groups)).FirstOrDefault(static found => found is not null)
            ?? records.Values.Where(static record => record.Type == "CNAME").Where(cname => records.Values.Any(other => other.Name == cname.Name && other.Type != "CNAME"))
                .Select(static cname => BatchRules.Invalid($"{cname.Name} has a CNAME beside other records")).FirstOrDefault();
    }

    private static Problem? Record(ZoneTwin zone, ResourceRecordSet record) =>
        !DnsName.IsWithin(record.Name, zone.Name) ? BatchRules.Invalid($"{record.Name} is not within {zone.Name}")
        : record is { Type: "CNAME" } && record.Name == zone.Name ? BatchRules.Invalid($"a CNAME at the apex {zone.Name}")
        : record.Weight is < 0 or > 255 ? BatchRules.Invalid($"the weight {record.Weight} is not 0 to 255")
        : record.Values.Length > MostValues ? BatchRules.Invalid($"more than {MostValues} values")
        : record.HealthCheckId is { } check && !zone.Checks.Contains(check) ? Problem.Refused($"NoSuchHealthCheck: {check}.")
        : record.Alias is { HostedZoneId: CloudFrontZone, EvaluateTargetHealth: true } ? BatchRules.Invalid("evaluate target health cannot be set for a CloudFront distribution")
        : record.Policies() > 1 ? BatchRules.Invalid($"{record.Name} has more than one routing policy")
        : record.Policies() == 1 && record.SetIdentifier is null ? BatchRules.Invalid($"{record.Name} has a routing policy and no set identifier")
        : record.Policies() == 0 && record.SetIdentifier is not null ? BatchRules.Invalid($"{record.Name} has a set identifier and no routing policy")
        : null;

    private static Problem? Group(ZoneTwin zone, ImmutableArray<ResourceRecordSet> group) =>
        group.Length <= 1 ? null
        : group.Any(record => record.Policy() != group[0].Policy()) ? BatchRules.Invalid($"{group[0].Name} mixes routing policies")
        : group.Length > (group[0].GeoProximity is null ? MostOfOneName : MostProximity) ? BatchRules.Invalid($"too many records of {group[0].Name} {group[0].Type}")
        : group.GroupBy(static record => (record.Region, record.Failover, record.GeoLocation)).Any(static same => same.Key != default && same.Count() > 1)
            ? BatchRules.Invalid($"{group[0].Name} has two records for the same region, area or role")
        : null;

    private static Problem? Alias(ZoneTwin zone, ResourceRecordSet record, ILookup<(string, string), ResourceRecordSet> groups) =>
        record.Alias is { } alias && alias.HostedZoneId == zone.Id && !groups.Contains((alias.DnsName, record.Type))
            ? BatchRules.Invalid($"{record.Name} is an alias of {alias.DnsName} {record.Type}, which is not there")
            : null;

    private static int Policies(this ResourceRecordSet record) => new[]
    {
        record.Weight is not null, record.Region is not null, record.GeoLocation is not null, record.Failover is not null, record.MultiValueAnswer == true,
        record.GeoProximity is not null, record.CidrRouting is not null,
    }.Count(static set => set);

    private static string Policy(this ResourceRecordSet record) => record switch
    {
        { Weight: not null } => "weighted",
        { Region: not null } => "latency",
        { GeoLocation: not null } => "geolocation",
        { Failover: not null } => "failover",
        { MultiValueAnswer: true } => "multivalue",
        { GeoProximity: not null } => "geoproximity",
        { CidrRouting: not null } => "ip",
        _ => "simple",
    };
}
