using System.Text.Json.Serialization;

namespace MultiRegion;

/// <summary>A region: a place that can die as a whole, such as one provider's <c>eu-west-1</c>.</summary>
[JsonConverter(typeof(StringIdJsonConverter<RegionId>))]
public readonly record struct RegionId : IStringId<RegionId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public RegionId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static RegionId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator RegionId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(RegionId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(RegionId left, RegionId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(RegionId left, RegionId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(RegionId left, RegionId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(RegionId left, RegionId right) => left.CompareTo(right) >= 0;
}

/// <summary>A Kubernetes cluster, or whatever runs workloads in its place.</summary>
[JsonConverter(typeof(StringIdJsonConverter<ClusterId>))]
public readonly record struct ClusterId : IStringId<ClusterId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public ClusterId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static ClusterId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator ClusterId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(ClusterId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(ClusterId left, ClusterId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(ClusterId left, ClusterId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(ClusterId left, ClusterId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(ClusterId left, ClusterId right) => left.CompareTo(right) >= 0;
}

/// <summary>A service: one hostname with a deployment per region.</summary>
[JsonConverter(typeof(StringIdJsonConverter<ServiceId>))]
public readonly record struct ServiceId : IStringId<ServiceId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public ServiceId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static ServiceId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator ServiceId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(ServiceId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(ServiceId left, ServiceId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(ServiceId left, ServiceId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(ServiceId left, ServiceId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(ServiceId left, ServiceId right) => left.CompareTo(right) >= 0;
}

/// <summary>A global router as it was registered, for example <c>route53</c> or <c>embedded</c>.</summary>
[JsonConverter(typeof(StringIdJsonConverter<RouterId>))]
public readonly record struct RouterId : IStringId<RouterId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public RouterId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static RouterId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator RouterId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(RouterId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(RouterId left, RouterId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(RouterId left, RouterId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(RouterId left, RouterId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(RouterId left, RouterId right) => left.CompareTo(right) >= 0;
}

/// <summary>A fleet of clusters as it was registered.</summary>
[JsonConverter(typeof(StringIdJsonConverter<FleetId>))]
public readonly record struct FleetId : IStringId<FleetId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public FleetId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static FleetId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator FleetId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(FleetId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(FleetId left, FleetId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(FleetId left, FleetId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(FleetId left, FleetId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(FleetId left, FleetId right) => left.CompareTo(right) >= 0;
}

/// <summary>A data set with a replica in several regions, as it was registered.</summary>
[JsonConverter(typeof(StringIdJsonConverter<ReplicaSetId>))]
public readonly record struct ReplicaSetId : IStringId<ReplicaSetId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public ReplicaSetId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static ReplicaSetId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator ReplicaSetId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(ReplicaSetId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(ReplicaSetId left, ReplicaSetId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(ReplicaSetId left, ReplicaSetId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(ReplicaSetId left, ReplicaSetId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(ReplicaSetId left, ReplicaSetId right) => left.CompareTo(right) >= 0;
}

/// <summary>A move group: services that move together or not at all.</summary>
[JsonConverter(typeof(StringIdJsonConverter<MoveGroupId>))]
public readonly record struct MoveGroupId : IStringId<MoveGroupId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public MoveGroupId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static MoveGroupId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator MoveGroupId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(MoveGroupId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(MoveGroupId left, MoveGroupId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(MoveGroupId left, MoveGroupId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(MoveGroupId left, MoveGroupId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(MoveGroupId left, MoveGroupId right) => left.CompareTo(right) >= 0;
}

/// <summary>A vantage point: a place from which regions are probed.</summary>
[JsonConverter(typeof(StringIdJsonConverter<VantageId>))]
public readonly record struct VantageId : IStringId<VantageId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public VantageId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static VantageId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator VantageId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(VantageId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(VantageId left, VantageId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(VantageId left, VantageId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(VantageId left, VantageId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(VantageId left, VantageId right) => left.CompareTo(right) >= 0;
}

/// <summary>A failover policy, by the name under which it was registered.</summary>
[JsonConverter(typeof(StringIdJsonConverter<PolicyId>))]
public readonly record struct PolicyId : IStringId<PolicyId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public PolicyId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static PolicyId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator PolicyId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(PolicyId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(PolicyId left, PolicyId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(PolicyId left, PolicyId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(PolicyId left, PolicyId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(PolicyId left, PolicyId right) => left.CompareTo(right) >= 0;
}

/// <summary>One running controller: it changes with every start, so that two of them are never confused.</summary>
[JsonConverter(typeof(StringIdJsonConverter<ControllerId>))]
public readonly record struct ControllerId : IStringId<ControllerId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public ControllerId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static ControllerId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator ControllerId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(ControllerId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(ControllerId left, ControllerId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(ControllerId left, ControllerId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(ControllerId left, ControllerId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(ControllerId left, ControllerId right) => left.CompareTo(right) >= 0;
}

/// <summary>A workload inside a cluster, as <c>namespace/kind/name</c>.</summary>
[JsonConverter(typeof(StringIdJsonConverter<WorkloadId>))]
public readonly record struct WorkloadId : IStringId<WorkloadId>
{
    private readonly string? _value;

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    public WorkloadId(string value) => _value = IdText.Check(value);

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <inheritdoc />
    public static WorkloadId From(string value) => new(value);

    /// <summary>Makes the id from its text.</summary>
    /// <param name="value">The text: see <see cref="IdText"/>.</param>
    public static implicit operator WorkloadId(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(WorkloadId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <(WorkloadId left, WorkloadId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >(WorkloadId left, WorkloadId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator <=(WorkloadId left, WorkloadId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ids ordinally.</summary>
    public static bool operator >=(WorkloadId left, WorkloadId right) => left.CompareTo(right) >= 0;
}
