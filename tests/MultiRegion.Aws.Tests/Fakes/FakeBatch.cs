using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>The rules of a change batch: all of it is checked before any of it is done.</summary>
internal sealed class FakeBatch(FakeZone zone, IReadOnlySet<string> checks)
{
    private const int MostElements = 1000;
    private const int MostCharacters = 32_000;
    private const int MostPerPolicy = 100;
    private const int MostProximity = 30;
    private const int MostValues = 400;
    private const int MostRecords = 10_000;

    private readonly FakeZone _after = zone.Copy();

    /// <summary>What is wrong with the batch; nothing: it may be done.</summary>
    /// <exception cref="FakeRefusal">It is wrong in a way that has a code of its own.</exception>
    public ImmutableArray<string> Complaints(ImmutableArray<RecordChange> changes)
    {
        foreach (var change in changes)
        {
            CheckShape(change);
        }

        var complaints = Limits(changes).Concat(Twice(changes)).ToImmutableArray();
        return complaints.IsEmpty ? [.. changes.SelectMany(Step), .. Afterwards(changes)] : complaints;
    }

    private static IEnumerable<string> Limits(ImmutableArray<RecordChange> changes)
    {
        if (changes.Sum(static change => Times(change) * Math.Max(1, change.Record.Values.Length)) > MostElements)
        {
            yield return $"Number of records limit of {MostElements} exceeded.";
        }

        if (changes.Sum(static change => Times(change) * change.Record.Values.Sum(static value => value.Length)) > MostCharacters)
        {
            yield return $"Maximum number of characters of {MostCharacters} in all values exceeded.";
        }
    }

    private static int Times(RecordChange change) => change.Action == ChangeAction.Upsert ? 2 : 1;

    /// <summary>A record set may come once, or as a deletion and then a creation.</summary>
    private static IEnumerable<string> Twice(ImmutableArray<RecordChange> changes) =>
        from change in changes.GroupBy(static change => change.Record.Key)
        let actions = change.Select(static one => one.Action).ToList()
        where actions.Count > 1 && !actions.SequenceEqual([ChangeAction.Delete, ChangeAction.Create])
        select $"The request contains an invalid set of changes for a resource record set '{actions[^1].ToString().ToUpperInvariant()} {change.Key.Type} {change.Key.Name}'";

    private IEnumerable<string> Step(RecordChange change)
    {
        var live = _after.Find(change.Record.Key);
        var complaints = change.Action switch
        {
            ChangeAction.Delete when live is null => [$"Tried to delete resource record set {Tag(change.Record)} but it was not found"],
            ChangeAction.Delete when !SameValues(live, change.Record) => [$"Tried to delete resource record set {Tag(change.Record)} but the values provided do not match the current values"],
            ChangeAction.Delete when zone.IsOwn(change.Record) => ["A HostedZone must contain at least one NS record and exactly one SOA record for the zone itself."],
            ChangeAction.Create when live is not null => [$"Tried to create resource record set {Tag(change.Record)} but it already exists"],
            ChangeAction.Delete => [],
            _ => Content(change.Record).ToList(),
        };
        _after.Apply(change);
        return complaints;
    }

    /// <summary>The order of values means nothing.</summary>
    private static bool SameValues(ResourceRecordSet live, ResourceRecordSet given) => Sorted(live) == Sorted(given);

    private static ResourceRecordSet Sorted(ResourceRecordSet record) => record with { Values = [.. record.Values.Order(StringComparer.Ordinal)] };

    /// <summary>What is wrong with the request itself is no matter of the batch.</summary>
    private void CheckShape(RecordChange change)
    {
        var record = change.Record;
        var where = $"in Change with [Action={change.Action.ToString().ToUpperInvariant()}, Name={record.Name}, Type={record.Type}, SetIdentifier={record.SetIdentifier ?? "null"}]";
        var policies = Policies(record);
        if (policies > 1)
        {
            throw Invalid($"Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found more than one {where}");
        }

        if (policies == 1 && record.SetIdentifier is null)
        {
            throw Invalid($"Missing field 'SetIdentifier' {where}");
        }

        if (policies == 0 && record.SetIdentifier is not null)
        {
            throw Invalid($"Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found none {where}");
        }

        var content = (record.Alias is null ? 0 : 1) + (record.Ttl is null && record.Values.IsEmpty ? 0 : 1) + (record.TrafficPolicyInstanceId is null ? 0 : 1);
        if (content != 1 || (record.Ttl is null != record.Values.IsEmpty))
        {
            throw Invalid($"Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found {(content > 1 ? "more than one" : "none")} {where}");
        }

        if (record.Weight is < 0 or > 255)
        {
            throw Invalid($"Value '{record.Weight}' at 'weight' failed to satisfy constraint: Member must have value between 0 and 255 {where}");
        }

        if (record.Failover is not (null or "PRIMARY" or "SECONDARY") || record.SetIdentifier is { Length: 0 or > 128 } || record.Ttl is < 0 or > int.MaxValue)
        {
            throw Invalid($"Value out of range {where}");
        }

        if (change.Action != ChangeAction.Delete && record.HealthCheckId is { } check && !checks.Contains(check))
        {
            throw new FakeRefusal(404, "NoSuchHealthCheck", $"No health check exists with the specified ID {check}.");
        }
    }

    private static int Policies(ResourceRecordSet record) =>
        (record.Weight is null ? 0 : 1) + (record.Region is null ? 0 : 1) + (record.Failover is null ? 0 : 1) + (record.GeoLocation is null ? 0 : 1)
        + (record.MultiValueAnswer is null ? 0 : 1) + (record.GeoProximity is null ? 0 : 1) + (record.CidrRouting is null ? 0 : 1);

    private IEnumerable<string> Content(ResourceRecordSet record)
    {
        if (!FakeNames.IsWithin(record.Name, zone.Name))
        {
            return [$"RRSet with DNS name {record.Name} is not permitted in zone {zone.Name}"];
        }

        return [.. Values(record), .. Geography(record), .. AliasPlace(record)];
    }

    private static IEnumerable<string> Values(ResourceRecordSet record)
    {
        if (record.Values.Length > MostValues)
        {
            yield return $"Number of values limit of {MostValues} exceeded for {record.Name}";
        }

        foreach (var twice in record.Values.GroupBy(static value => value).Where(static group => group.Count() > 1))
        {
            yield return $"Duplicate Resource Record: '{twice.Key}'";
        }

        foreach (var value in record.Values)
        {
            if (ValueProblem(record.Type, value) is { } problem)
            {
                yield return $"Invalid Resource Record: 'FATAL problem: {problem} encountered with '{value}''";
            }
        }

        if (record is { MultiValueAnswer: not null, Alias: not null })
        {
            yield return $"RRSet of type {record.Type} with DNS name {record.Name} cannot be an alias and multivalue answer.";
        }
    }

    private static string? ValueProblem(string type, string value) => type switch
    {
        "A" when !IsAddress(value, AddressFamily.InterNetwork) || value.Split('.').Length != 4 => "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)",
        "AAAA" when !IsAddress(value, AddressFamily.InterNetworkV6) => "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)",
        "TXT" when value.Length < 2 || value[0] != '"' || value[^1] != '"' => "InvalidCharacterString (Value should be enclosed in quotation marks)",
        "TXT" when value.Split("\" \"").Any(static part => part.Trim('"').Length > 255) => "CharacterStringTooLong (Value is too long)",
        "CNAME" when value.Length == 0 || value.Contains(' ', StringComparison.Ordinal) => "DomainLabelEmpty (Domain label is empty)",
        _ => null,
    };

    private static bool IsAddress(string value, AddressFamily family) => IPAddress.TryParse(value, out var address) && address.AddressFamily == family;

    private static IEnumerable<string> Geography(ResourceRecordSet record) => record.GeoLocation switch
    {
        null => [],
        { Continent: null, Country: null } => [$"GeoLocation of {record.Name} needs a continent or a country"],
        { Continent: not null, Country: not null } or { Continent: not null, Subdivision: not null } => [$"GeoLocation of {record.Name} has a continent and more"],
        { Continent: { } continent } when !FakeGeography.Continents.Contains(continent) => [$"GeoLocation {continent} is not a valid continent code"],
        { Country: { } country } when !FakeGeography.IsCountry(country) => [$"GeoLocation {country} is not a valid country code"],
        { Subdivision: not null, Country: not ("US" or "CA" or "UA") } => [$"GeoLocation subdivision is not supported in {record.GeoLocation.Country}"],
        _ => [],
    };

    private IEnumerable<string> AliasPlace(ResourceRecordSet record)
    {
        if (record.Alias is not { } alias)
        {
            yield break;
        }

        var service = FakeGeography.AliasSuffixes.FirstOrDefault(one => one.Zone == alias.HostedZoneId).Suffix;
        var within = service is not null ? alias.DnsName.EndsWith(service, StringComparison.Ordinal) : alias.HostedZoneId != zone.Id || FakeNames.IsWithin(alias.DnsName, zone.Name);
        if (!within)
        {
            yield return $"Tried to create an alias that targets {alias.DnsName}, type {record.Type} in zone {alias.HostedZoneId}, but the alias target name does not lie within the target zone";
        }

        if (service == "cloudfront.net." && alias.EvaluateTargetHealth)
        {
            yield return "EvaluateTargetHealth cannot be true for a CloudFront distribution";
        }
    }

    /// <summary>What the zone would look like.</summary>
    private IEnumerable<string> Afterwards(ImmutableArray<RecordChange> changes)
    {
        foreach (var name in changes.Where(static change => change.Action != ChangeAction.Delete).Select(static change => change.Record.Name).Distinct())
        {
            foreach (var complaint in OneName(name, [.. _after.Named(name)]))
            {
                yield return complaint;
            }
        }

        foreach (var record in changes.Where(static change => change.Action != ChangeAction.Delete).Select(static change => change.Record))
        {
            if (record.Alias is { } alias && alias.HostedZoneId == zone.Id && !_after.Named(alias.DnsName).Any(target => target.Type == record.Type))
            {
                yield return $"Tried to create an alias that targets {alias.DnsName}, type {record.Type} in zone {zone.Id}, but that target was not found";
            }
        }

        if (_after.Count > MostRecords)
        {
            yield return $"Number of records limit of {MostRecords} exceeded for zone {zone.Name}";
        }
    }

    private IEnumerable<string> OneName(string name, ImmutableArray<ResourceRecordSet> records)
    {
        if (records.Any(static record => record.Type == "CNAME"))
        {
            if (name == zone.Name)
            {
                yield return $"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {zone.Name}";
            }
            else if (records.Any(static record => record.Type != "CNAME"))
            {
                yield return $"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the same DNS name in zone {zone.Name}";
            }
        }

        foreach (var complaint in records.GroupBy(static record => record.Type).SelectMany(type => OneType(name, [.. type])))
        {
            yield return complaint;
        }
    }

    private static IEnumerable<string> OneType(string name, ImmutableArray<ResourceRecordSet> records)
    {
        var type = records[0].Type;
        if (records.Select(Policy).Distinct().Count() > 1)
        {
            yield return $"RRSet with DNS name {name}, type {type} cannot be created as other RRSets exist with the same name and type.";
        }

        var most = records[0].GeoProximity is null ? MostPerPolicy : MostProximity;
        if (records.Length > most)
        {
            yield return $"Number of records limit of {most} exceeded for {name} type {type}";
        }

        foreach (var twice in records.Select(Place).Where(static place => place is not null).GroupBy(static place => place).Where(static group => group.Count() > 1))
        {
            yield return $"RRSet with DNS name {name}, type {type} cannot be created because another with the same {twice.Key} exists.";
        }
    }

    private static string Policy(ResourceRecordSet record) => record switch
    {
        { Weight: not null } => "weighted",
        { Region: not null } => "latency",
        { Failover: not null } => "failover",
        { GeoLocation: not null } => "geolocation",
        { MultiValueAnswer: not null } => "multivalue",
        { GeoProximity: not null } => "geoproximity",
        { CidrRouting: not null } => "cidr",
        _ => "simple",
    };

    /// <summary>What may be there once only.</summary>
    private static string? Place(ResourceRecordSet record) => record switch
    {
        { Region: { } region } => $"region {region}",
        { Failover: { } failover } => $"failover {failover}",
        { GeoLocation: { } area } => $"geolocation {area}",
        _ => null,
    };

    private static string Tag(ResourceRecordSet record) =>
        $"[name='{FakeNames.Written(record.Name)}', type='{record.Type}'{(record.SetIdentifier is { } id ? $", set-identifier='{id}'" : "")}]";

    private static FakeRefusal Invalid(string message) => new(400, "InvalidInput", $"Invalid request: {message}");
}
