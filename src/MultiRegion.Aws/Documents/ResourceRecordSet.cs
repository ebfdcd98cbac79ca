using System.Collections.Immutable;

namespace MultiRegion.Aws.Documents;

/// <summary>A Route 53 record set, all of it: a deletion must repeat what is there to the letter.</summary>
internal sealed record ResourceRecordSet
{
    /// <summary>The fully qualified name, lower case, with the final dot, unescaped.</summary>
    public required string Name { get; init; }

    /// <summary><c>A</c>, <c>AAAA</c>, <c>CNAME</c>, <c>TXT</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>Distinguishes the record sets of one name and type; null for the simple policy.</summary>
    public string? SetIdentifier { get; init; }

    /// <summary>0 to 255; null when the policy is not weighted.</summary>
    public long? Weight { get; init; }

    /// <summary>The AWS region of a latency record.</summary>
    public string? Region { get; init; }

    public GeoLocation? GeoLocation { get; init; }

    /// <summary><c>PRIMARY</c> or <c>SECONDARY</c>.</summary>
    public string? Failover { get; init; }

    public bool? MultiValueAnswer { get; init; }

    /// <summary>Seconds; null for an alias.</summary>
    public long? Ttl { get; init; }

    /// <summary>The values as Route 53 writes them (TXT with quotes); empty for an alias.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    public AliasTarget? Alias { get; init; }

    public string? HealthCheckId { get; init; }

    public string? TrafficPolicyInstanceId { get; init; }

    public CidrRouting? CidrRouting { get; init; }

    public GeoProximity? GeoProximity { get; init; }

    /// <summary>What makes a record set itself within a zone.</summary>
    public RecordKey Key => new(Name, Type, SetIdentifier);

    public bool Equals(ResourceRecordSet? other) =>
        other is not null && Key == other.Key && Weight == other.Weight && Region == other.Region && GeoLocation == other.GeoLocation
        && Failover == other.Failover && MultiValueAnswer == other.MultiValueAnswer && Ttl == other.Ttl && Values.AsSpan().SequenceEqual(other.Values.AsSpan())
        && Alias == other.Alias && HealthCheckId == other.HealthCheckId && TrafficPolicyInstanceId == other.TrafficPolicyInstanceId
        && CidrRouting == other.CidrRouting && GeoProximity == other.GeoProximity;

    public override int GetHashCode() => Key.GetHashCode();
}

/// <summary>What makes a record set itself within a zone.</summary>
internal readonly record struct RecordKey(string Name, string Type, string? SetIdentifier);

/// <summary>Where an alias leads.</summary>
/// <param name="HostedZoneId">The zone of the target: the own one, or the one of the load balancer's region, or Global Accelerator's.</param>
/// <param name="DnsName">Lower case, with the final dot.</param>
/// <param name="EvaluateTargetHealth">Whether the target's health counts as the record's.</param>
internal sealed record AliasTarget(string HostedZoneId, string DnsName, bool EvaluateTargetHealth);

/// <summary>An area; the default is country <c>*</c>.</summary>
internal sealed record GeoLocation(string? Continent, string? Country, string? Subdivision);

internal sealed record CidrRouting(string CollectionId, string LocationName);

internal sealed record GeoProximity(string? AwsRegion, string? LocalZoneGroup, string? Latitude, string? Longitude, int? Bias);

/// <summary><c>CREATE</c>, <c>DELETE</c> or <c>UPSERT</c> of one record set.</summary>
internal sealed record RecordChange(ChangeAction Action, ResourceRecordSet Record);

internal enum ChangeAction
{
    Create,
    Delete,
    Upsert,
}

/// <summary>An accepted batch.</summary>
internal sealed record ChangeInfo(string Id, bool InSync, DateTimeOffset SubmittedAt);

/// <param name="Id">Without <c>/hostedzone/</c>.</param>
/// <param name="Name">With the final dot.</param>
/// <param name="IsPrivate">Whether it answers inside networks only.</param>
/// <param name="RecordCount">How many record sets it holds.</param>
internal sealed record HostedZone(string Id, string Name, bool IsPrivate, long RecordCount);
