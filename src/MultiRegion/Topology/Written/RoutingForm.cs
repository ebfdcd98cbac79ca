using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Written;

/// <summary>
/// How routing trees are written: a plain text is an endpoint, everything else a section with one key that says the kind
/// (<c>{ "Priority": ["eu", "us"] }</c>) and what stands beside it.
/// </summary>
internal sealed class RoutingForm : Form<RoutingNode>
{
    /// <summary>Stands for a node that could not be read.</summary>
    public static readonly RoutingNode Unread = new EndpointNode(default);

    public static readonly RoutingForm Node = new();

    private static readonly string[] Kinds = ["Endpoint", "Priority", "Weighted", "Geographic", "Latency", "Multivalue"];

    private static readonly SectionForm<SessionAffinity> Affinity = new(static () => new(SessionAffinityKind.None), static () =>
    [
        Key<SessionAffinity>.Required("Kind", new ChoiceForm<SessionAffinityKind>(), static it => it.Kind, static (it, value) => it with { Kind = value }),
        Key<SessionAffinity>.Of("Duration", Scalars.Optional(Scalars.Time), static it => it.Duration, static (it, value) => it with { Duration = value }),
    ], textKey: "Kind");

    private static readonly SectionForm<RoutingDraft> Draft = new(static () => new(), static () =>
    [
        Key<RoutingDraft>.Of("Endpoint", Scalars.Region, static it => it.Endpoint, static (it, value) => it with { Endpoint = value }),
        Key<RoutingDraft>.Of("HealthChecked", Scalars.Flag, static it => it.HealthChecked, static (it, value) => it with { HealthChecked = value }),
        Key<RoutingDraft>.Of("Priority", Nodes(), static it => it.Priority, static (it, value) => it with { Priority = value }),
        Key<RoutingDraft>.Of("Weighted", new WeightedForm(), static it => it.Weighted, static (it, value) => it with { Weighted = value }),
        Key<RoutingDraft>.Of("Geographic", GeographicDraft.Form, static it => it.Geographic, static (it, value) => it with { Geographic = value }),
        Key<RoutingDraft>.Of("Latency", Nodes(), static it => it.Latency, static (it, value) => it with { Latency = value }),
        Key<RoutingDraft>.Of("Multivalue", Nodes(), static it => it.Multivalue, static (it, value) => it with { Multivalue = value }),
        Key<RoutingDraft>.Of(
            "MaximumAnswers", Scalars.Integer(Bounds.Answers), static it => it.MaximumAnswers, static (it, value) => it with { MaximumAnswers = value }),
        Key<RoutingDraft>.Of("Ttl", Scalars.Optional(Scalars.TimeOrZero), static it => it.Ttl, static (it, value) => it with { Ttl = value }),
        Key<RoutingDraft>.Of("Affinity", new MaybeForm<SessionAffinity>(Affinity, new(SessionAffinityKind.None)), static it => it.Affinity, static (it, value) => it with { Affinity = value }),
    ], textKey: "Endpoint");

    private RoutingForm()
    {
    }

    public override FormKind Kind => FormKind.Section;

    public override string? TextKey => Draft.TextKey;

    public override ImmutableArray<Field> Fields => Draft.Fields;

    public override RoutingNode Read(ConfigNode node, RoutingNode current, Findings findings)
    {
        var draft = Draft.Read(node, Draft.Seed(), findings);
        if (node.IsText)
        {
            return new EndpointNode(draft.Endpoint);
        }

        ReportMisplaced(node, "MaximumAnswers", "Multivalue", findings);
        ReportMisplaced(node, "HealthChecked", "Endpoint", findings);
        return draft.ToNode(OneOf.Find(node, Kinds, findings)) with { Ttl = draft.Ttl, Affinity = draft.Affinity };
    }

    private static ListForm<RoutingNode> Nodes() => new(static () => Node, static () => Unread);

    private static void ReportMisplaced(ConfigNode node, string key, string kind, Findings findings)
    {
        if (node.Child(key) is { } child && node.Child(kind) is null)
        {
            findings.Add(child.Path, $"belongs to a node of the kind {kind}", "take it out");
        }
    }
}

/// <summary>A routing node while it is read.</summary>
internal sealed record RoutingDraft
{
    public RegionId Endpoint { get; init; }

    public bool HealthChecked { get; init; } = true;

    public ImmutableArray<RoutingNode> Priority { get; init; } = [];

    public ImmutableArray<WeightedBranch> Weighted { get; init; } = [];

    public GeographicDraft Geographic { get; init; } = new();

    public ImmutableArray<RoutingNode> Latency { get; init; } = [];

    public ImmutableArray<RoutingNode> Multivalue { get; init; } = [];

    public int MaximumAnswers { get; init; } = 8;

    public TimeSpan? Ttl { get; init; }

    public SessionAffinity? Affinity { get; init; }

    public RoutingNode ToNode(string? kind) => kind switch
    {
        "Endpoint" => new EndpointNode(Endpoint) { HealthChecked = HealthChecked },
        "Priority" => new PriorityNode(Priority),
        "Weighted" => new WeightedNode(Weighted),
        "Geographic" => Geographic.ToNode(),
        "Latency" => new LatencyNode([.. Latency.Select(static node => new LatencyBranch(node, null))]),
        "Multivalue" => new MultivalueNode(Multivalue) { MaximumAnswers = MaximumAnswers },
        _ => RoutingForm.Unread,
    };
}

/// <summary>A geographic node while it is read: areas by scope and code, and the default.</summary>
internal sealed record GeographicDraft
{
    public static readonly SectionForm<GeographicDraft> Form = new(static () => new(), static () =>
    [
        Key<GeographicDraft>.Required("Default", RoutingForm.Node, static it => it.Default, static (it, value) => it with { Default = value }),
        Key<GeographicDraft>.Of("Continent", Areas(), static it => it.Continent, static (it, value) => it with { Continent = value }),
        Key<GeographicDraft>.Of("Country", Areas(), static it => it.Country, static (it, value) => it with { Country = value }),
        Key<GeographicDraft>.Of("Subdivision", Areas(), static it => it.Subdivision, static (it, value) => it with { Subdivision = value }),
    ]);

    public RoutingNode Default { get; init; } = RoutingForm.Unread;

    public ImmutableArray<KeyValuePair<string, RoutingNode>> Continent { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, RoutingNode>> Country { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, RoutingNode>> Subdivision { get; init; } = [];

    public GeographicNode ToNode() => new(
    [
        .. Branches(GeographicScope.Continent, Continent),
        .. Branches(GeographicScope.Country, Country),
        .. Branches(GeographicScope.Subdivision, Subdivision),
    ], Default);

    private static IEnumerable<GeographicBranch> Branches(GeographicScope scope, ImmutableArray<KeyValuePair<string, RoutingNode>> areas) =>
        areas.Select(area => new GeographicBranch(new(scope, area.Key.ToUpperInvariant()), area.Value));

    private static MapForm<RoutingNode> Areas() => new(static () => RoutingForm.Node, static () => RoutingForm.Unread);
}

/// <summary>Weighted branches: a map from region to weight, or an array of sections with a weight and a node.</summary>
internal sealed class WeightedForm : Form<ImmutableArray<WeightedBranch>>
{
    public static readonly NumberForm Weight = Scalars.Number(Bounds.Weight);

    public static readonly SectionForm<WeightedBranch> Branch = new(static () => new(0, RoutingForm.Unread), static () =>
    [
        Key<WeightedBranch>.Required("Weight", Weight, static it => it.Weight, static (it, value) => it with { Weight = value }),
        Key<WeightedBranch>.Required("Node", RoutingForm.Node, static it => it.Node, static (it, value) => it with { Node = value }),
    ]);

    private static readonly MapForm<double> ByRegion = new(static () => Weight, static () => 0);

    private static readonly ListForm<WeightedBranch> Branches = new(static () => Branch, static () => Branch.Seed());

    public override FormKind Kind => FormKind.Weighted;

    public override Form Item => Branch;

    public override ImmutableArray<WeightedBranch> Read(ConfigNode node, ImmutableArray<WeightedBranch> current, Findings findings)
    {
        if (node.HasIndexes)
        {
            return Branches.Read(node, current, findings);
        }

        findings.Remember(node.Path, [.. node.Children.Select(static child => child.Key)]);
        return [.. ByRegion.Read(node, [], findings).Select((weight, index) => new WeightedBranch(weight.Value, Endpoint(weight.Key, node.Children[index], findings)))];
    }

    private static EndpointNode Endpoint(string key, ConfigNode child, Findings findings) =>
        new(Scalars.Region.Read(child with { Value = key, Children = [] }, default, findings));
}
