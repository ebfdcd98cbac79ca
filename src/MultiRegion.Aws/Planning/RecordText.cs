using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Record sets in words: all of a record, so that equal words are equal records.</summary>
internal static class RecordText
{
    public static string Of(ImmutableArray<ResourceRecordSet> records) => string.Join("; ", records.Select(Of));

    public static string Of(ResourceRecordSet record) => string.Join(' ', Parts(record).OfType<string>());

    private static IEnumerable<string?> Parts(ResourceRecordSet record) =>
    [
        record.Name, record.Type, record.SetIdentifier is { } id ? $"'{id}'" : null, Policy(record),
        record.Alias is { } alias ? $"-> {alias.DnsName} in {alias.HostedZoneId}{(alias.EvaluateTargetHealth ? " with its health" : "")}" : string.Join(',', record.Values),
        record.Ttl is { } ttl ? string.Create(CultureInfo.InvariantCulture, $"for {ttl} s") : null,
        record.HealthCheckId is { } check ? $"check {check}" : null,
        record.TrafficPolicyInstanceId is { } instance ? $"policy instance {instance}" : null,
    ];

    private static string? Policy(ResourceRecordSet record) => record switch
    {
        { Weight: { } weight } => string.Create(CultureInfo.InvariantCulture, $"weight {weight}"),
        { Failover: { } role } => role,
        { GeoLocation: { } area } => $"for {Areas.Text(area)}",
        { Region: { } region } => $"near {region}",
        { MultiValueAnswer: true } => "among several",
        { GeoProximity: { } place } => place.ToString(),
        { CidrRouting: { } range } => range.ToString(),
        _ => null,
    };
}
