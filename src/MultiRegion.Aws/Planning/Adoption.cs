using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;

namespace MultiRegion.Aws.Planning;

/// <summary>Whether taking over somebody's records leaves every client's answer as it is. Pure.</summary>
internal static class Adoption
{
    public static Problem? Check(RoutingIntent intent, LiveService live, ImmutableArray<ResourceRecordSet> desired, HostedZone zone)
    {
        if (live.Routes.Any(static record => record.CidrRouting is not null || record.TrafficPolicyInstanceId is not null))
        {
            return Problem.Refused($"service {intent.Service}: {intent.Hostname} is routed by a traffic policy or by address ranges, which cannot be taken over; replace these records first.");
        }

        return Difference(live, desired, sick: null) is { } difference
            ? Problem.Refused(
                $"service {intent.Service}: taking over {intent.Hostname} would change answers: {difference.Client} asking for {difference.Type} gets {difference.Before} now and would get {difference.After}; bring the routing tree and the shares in line with the records in {zone.Name}, or these with the tree.")
            : null;
    }

    /// <summary>What the records taken over will answer otherwise once something is unhealthy: one line for each place, at most.</summary>
    public static IEnumerable<string> Losses(LiveService live, ImmutableArray<ResourceRecordSet> desired) =>
        from sick in live.Routes.Concat(desired).Select(TargetOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
        let difference = Difference(live, desired, sick)
        where difference is not null
        select $"once adopted, while {sick} is unhealthy, {difference.Client} asking for {difference.Type} gets {difference.After} where the records as they are answer {difference.Before}";

    private static Changed? Difference(LiveService live, ImmutableArray<ResourceRecordSet> desired, string? sick)
    {
        var (before, after) = (Twin(live.Routes, sick), Twin(desired, sick));
        foreach (var client in Clients(live.Routes, desired))
        {
            foreach (var type in live.Routes.Concat(desired).Where(record => record.Name == live.Hostname).Select(static record => record.Type).Distinct())
            {
                var (old, now) = (Words(before.Ask(live.Hostname, type, client)), Words(after.Ask(live.Hostname, type, client)));
                if (old != now)
                {
                    return new(Words(client.Own), type, old, now);
                }
            }
        }

        return null;
    }

    /// <summary>A check is unhealthy while all that it stands for is.</summary>
    private static Route53Twin Twin(ImmutableArray<ResourceRecordSet> records, string? sick)
    {
        var guarded = records.Where(static record => record.HealthCheckId is not null).ToLookup(static record => record.HealthCheckId!, TargetOf);
        bool IsSick(string? target) => sick is not null && string.Equals(target, sick, StringComparison.OrdinalIgnoreCase);
        return new(records, new(check => !guarded[check].Any() || guarded[check].Any(target => !IsSick(target)), alias => !IsSick(alias.DnsName)));
    }

    /// <summary>Where a record leads out of the zone; null for one that leads to a group.</summary>
    private static string? TargetOf(ResourceRecordSet record) =>
        record.Alias is not { } alias ? string.Join('+', record.Values)
        : alias.DnsName.StartsWith(RecordWriter.Prefix, StringComparison.Ordinal) ? null
        : alias.DnsName;

    /// <summary>One client for each area and each AWS region that either side tells apart, and one of whom nothing is known.</summary>
    private static IEnumerable<DnsClient> Clients(ImmutableArray<ResourceRecordSet> live, ImmutableArray<ResourceRecordSet> desired)
    {
        var all = live.AddRange(desired);
        var regions = all.Select(static record => record.Region).OfType<string>().Distinct().DefaultIfEmpty("us-east-1");
        var areas = all.Select(static record => record.GeoLocation).OfType<GeoLocation>().Append(Areas.Default).Distinct();
        return from area in areas
               from region in regions
               select new DnsClient
               {
                   Own = new()
                   {
                       Continent = area.Continent ?? Countries.ContinentOf(area.Country ?? ""),
                       Country = area.Country,
                       Subdivision = area.Subdivision,
                       Coordinate = AwsRegions.Find(region)?.Location,
                       Latencies = AwsRegions.All.ToDictionary(static other => other.Name, other => other.Location.DistanceTo(AwsRegions.Find(region)?.Location ?? other.Location)),
                   },
               };
    }

    private static string Words(ImmutableArray<Answer> answers) => string.Join(", ", answers
        .SelectMany(static answer => answer.Records.Select(record => (To: record.Alias?.DnsName ?? string.Join('+', record.Values), Part: answer.Probability / answer.Records.Length)))
        .GroupBy(static part => part.To, static part => part.Part, StringComparer.OrdinalIgnoreCase)
        .OrderBy(static group => group.Key, StringComparer.Ordinal)
        .Select(static group => FormattableString.Invariant($"{group.Key} {100 * group.Sum():0.#} %")).DefaultIfEmpty("nothing"));

    private static string Words(Whereabouts client) => client switch
    {
        { Subdivision: { } part } => $"a client in {client.Country}-{part}",
        { Country: { } country and not "*" } => $"a client in {country}",
        { Continent: { } continent } => $"a client in {continent}",
        _ => "a client anywhere",
    };

    private sealed record Changed(string Client, string Type, string Before, string After);
}
