using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;

namespace MultiRegion.Aws.Tests.Twin;

/// <summary>Short ways to write records, and to ask about them.</summary>
internal static class Zones
{
    public const string Name = "www.example.com.";

    public static ResourceRecordSet Record(string value, string? id = null, string? name = null) =>
        new() { Name = name ?? Name, Type = "A", Ttl = 60, Values = [value], SetIdentifier = id ?? value, HealthCheckId = value };

    public static ResourceRecordSet Simple(params string[] values) => new() { Name = Name, Type = "A", Ttl = 60, Values = [.. values] };

    public static ResourceRecordSet Alias(string target, string id, bool evaluates = true) =>
        new() { Name = Name, Type = "A", SetIdentifier = id, Alias = new("ZTWIN", target, evaluates) };

    public static ResourceRecordSet Weighted(string value, int weight) => Record(value) with { Weight = weight };

    public static ResourceRecordSet Primary(string value) => Record(value) with { Failover = "PRIMARY" };

    public static ResourceRecordSet Secondary(string value) => Record(value) with { Failover = "SECONDARY" };

    public static ResourceRecordSet In(string value, string? continent = null, string? country = null, string? part = null) =>
        Record(value) with { GeoLocation = new(continent, country, part) };

    public static ResourceRecordSet Default(string value) => In(value, country: "*");

    public static Route53Twin Zone(IEnumerable<ResourceRecordSet> records, string sick = "") => new(
        records, new(check => !sick.Split(' ').Contains(check), target => !sick.Split(' ').Contains(target.DnsName)));

    /// <summary>Prints <c>a 0.25, b 0.75</c>; several values at once as <c>2 of a+b 1</c>; no answer as <c>nothing 1</c>.</summary>
    public static string Ask(Route53Twin twin, DnsClient? client = null, string name = Name) => string.Join(", ", twin.Ask(name, "A", client ?? new())
        .Select(static answer => FormattableString.Invariant($"{Text(answer)} {Math.Round(answer.Probability, 5)}")));

    public static string Ask(IEnumerable<ResourceRecordSet> records, string sick = "", DnsClient? client = null) => Ask(Zone(records, sick), client);

    public static DnsClient At(string? continent = null, string? country = null, string? part = null) =>
        new() { Own = new() { Continent = continent, Country = country, Subdivision = part } };

    public static ZoneTwin With(params ResourceRecordSet[] records)
    {
        var empty = new ZoneTwin { Name = "example.com.", Checks = ["a", "b", "c"] };
        return records.Length == 0 ? empty : empty.Changed([.. records.Select(Create)]).Synced();
    }

    public static RecordChange Create(ResourceRecordSet record) => new(ChangeAction.Create, record);

    public static RecordChange Delete(ResourceRecordSet record) => new(ChangeAction.Delete, record);

    public static RecordChange Upsert(ResourceRecordSet record) => new(ChangeAction.Upsert, record);

    public static string Refusal(this ZoneTwin zone, params RecordChange[] batch) => zone.Change([.. batch]).Problem.ShouldNotBeNull().Detail;

    public static ZoneTwin Changed(this ZoneTwin zone, params RecordChange[] batch)
    {
        var changed = zone.Change([.. batch]);
        return changed.Succeeded ? changed.Value : throw new InvalidOperationException(changed.Problem.Detail);
    }

    private static string Text(Answer answer) => answer.Records.IsEmpty ? "nothing"
        : answer.Records is [var only] ? only.Alias?.DnsName ?? string.Join('+', only.Values)
        : $"{answer.Count} of {string.Join('+', answer.Records.SelectMany(static record => record.Values))}";
}
